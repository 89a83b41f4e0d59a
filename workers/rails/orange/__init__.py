"""Orange Money Cameroon: its calls, its words, its settings, and the client made of them."""
