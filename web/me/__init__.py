"""A person's own pages, /me: signed in by a texted code; works without JavaScript, and has none."""
