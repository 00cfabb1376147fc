"""Webhooks: what happens here is told to programs of others, at least once each.

`messages.py` makes messages of the journal, `store.py` keeps them until they arrived,
`courier.py` brings them, signed, to addresses that `addresses.py` allows. `desk.py` holds
these together; `routes.py` is where programs set them up.
"""
