"""PayPal Orders v2: its calls, its words, its amounts, its settings, and the client made of them."""
