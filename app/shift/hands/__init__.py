"""Hands: what people do at each page, as taps and keys on its real widgets."""
