"""Cuisine: stations, rules, screens."""
