"""The journal and its neighbours: keys, tables, verification. Knows no restaurant.

Imports nothing of the house but `resources.texts`. Start with `journal.py`: how facts
are written and read. Then `entry.py` (their stored form), `database.py` (where), and
`verify.py` (the proof).
"""
