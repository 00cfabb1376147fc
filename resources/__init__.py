"""Data that ships with Sotto: texts, fonts, icons, sounds, the demo restaurant.

Start with `texts.py` (every word a person reads). Imports nothing of the house.
"""
