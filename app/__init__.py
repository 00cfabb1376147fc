"""The conductor: what a restaurant is, what it does, and its four windows.

Floors from the ground up (a floor imports only floors below it): `domain`, `projections`,
`services`, `followers`/`fiscal`/`reports`, `presenters`, `windows`, `bootstrap`/`cli`.
Start reading at `domain/` and `services/house.py`; `docs/architecture.md` has the drawing.
"""
