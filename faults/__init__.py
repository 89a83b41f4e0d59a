"""Seeded campaigns: everything goes wrong at once, then comes to rest, and the books must agree with the operators'.

A run draws people, what they do, and what breaks (draw.py), plays it on the real processes (run.py), ends the faults,
lets time pass (rest.py) and looks (checks.py). The same seed draws the same operations and the same faults again; how
they interleave is the machine's affair, so a failing run prints its timeline. The kill matrix (kill_matrix.py) ends a
real process at a named point (crash_points.py), which only processes started from here can reach.
"""
