"""Carte and Tarifs: what is sold, its questions, its prices, its papers."""
