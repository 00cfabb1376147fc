"""Card terminals: what a payment can become, and the protocols that ask for one.

``model.py`` is the common ground (states, request, outcome, the ``Terminal`` protocol);
``caisse_ap.py`` reads and writes Caisse-AP over IP without any socket; ``profiles.py``
holds what vendors do differently; ``driver.py`` owns the thread and the socket;
``simulator.py`` is a terminal with a customer in front of it. Start with ``model.py``.
"""
