"""Numbered migrations of tables, frozen once released; functions, house accounts and grants, installed each time."""
