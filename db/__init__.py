"""The journal and its neighbours: keys, tables, verification. Knows no restaurant.

Start with `journal.py`.
"""
