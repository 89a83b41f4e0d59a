"""Asking for money: payment requests, their answers, and who is blocked from asking."""
