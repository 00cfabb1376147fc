"""Stock: what is kept, how much of it, what recipes take of it.

Start with `events.py`. The countdown of a dish for the evening (86) is another thing and
belongs to the catalogue: one says what may be sold, the other what is on the shelf.
"""
