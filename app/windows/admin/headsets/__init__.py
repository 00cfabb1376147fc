"""Casques: who wears which, and what hears them."""
