"""Renewals: which contracts are due, what they lack at today's tier, and what their history demands.

No clock: every function that needs today is given it.
"""
