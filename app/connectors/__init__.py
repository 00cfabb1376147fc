"""Clients of services outside: what Sotto asks of others over the internet.

Each speaks the published protocol of its service, and does nothing before somebody has
given it an account (`accounts.py`).
"""
