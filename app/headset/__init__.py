"""Headsets: what waiters say, as drafts and acts of the house, and what is whispered to them.

Begin with `dialogue.py`, which is pure; `headsets.py` carries out what it decides.
`voice` understands sentences, and knows nothing of the house; `menu_of_house.py` tells it
what can be spoken of today.
"""
