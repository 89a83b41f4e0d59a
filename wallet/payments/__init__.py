"""Money between us and the operators: each payment, its life, what was learnt, how each operator is doing."""
