"""CinetPay checkout v2: its words, its amounts, its notifications, its settings, and the client made of them."""
