"""Use cases: load state, decide, append. Start with `house.py`.

May import `projections`, `domain`, `db`. Knows devices only as the Protocols of `ports.py`.
"""
