"""BTCPay Server's Greenfield API: its calls, its words, its amounts, its settings, and the client made of them."""
