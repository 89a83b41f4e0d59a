"""The page where a checkout is paid, /pay/<token>: in any browser, with or without JavaScript."""
