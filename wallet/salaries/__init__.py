"""Salaries: a file of people to be paid, judged row by row, approved by a second member, paid line by line."""
