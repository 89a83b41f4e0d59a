"""Pages of a business, /business: its members sign in; no script is needed but for passkeys."""
