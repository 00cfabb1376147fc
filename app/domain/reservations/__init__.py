"""Reservations: who comes when, at which tables, and what became of them.

Start with `events.py` (what is known of a reservation), `availability.py` (what is free)
and `decide.py` (what may be asked). What a guest said of themselves is sealed under
`reservation/<id>` before it comes here: `app/services/guests.py` does that.
"""
