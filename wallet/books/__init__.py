"""The books: what accounts hold and moved by day, as those who keep them read and close them."""
