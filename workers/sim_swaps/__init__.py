"""Providers of SIM swaps, one file each, chosen by MBONGO_SIM_SWAPS.

Without one, nobody knows: that is an answer too, and what waits for one goes on (wallet/people/sims.py).
"""
