"""Card terminals: what a payment can become, and the protocols that ask for one.

``model.py`` is the common ground (states, request, outcome, the ``Terminal`` protocol);
``driver.py`` owns thread, states and health of any terminal; a ``dialogue.Dialogue`` is
how one protocol asks; ``kinds.py`` lists what can be chosen in the settings and how an
address becomes a dialogue; ``simulated.py`` is a terminal with a customer in front of it.
Those that are reached by HTTPS ask through ``web.py``. Start with ``model.py``.
"""
