"""The kitchen page: stations, cards, pass."""
