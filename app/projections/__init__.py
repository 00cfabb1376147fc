"""Entries -> rows of the read tables, and the queries that windows and reports ask.

May import `domain` and `db`. Read tables can be dropped and rebuilt from the journal.
"""
