"""Salle: the drawing of the rooms."""
