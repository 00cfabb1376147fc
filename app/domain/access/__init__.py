"""Who comes in by the network: programs with their keys, people with their sessions.

Start with `scopes.py` (what a program may be given), then `events.py` and `decide.py`.
Secrets never come here: keys, passwords and refresh tokens are hashed before, and the
seed of a second factor is sealed (`app/services/credentials.py`).
"""
