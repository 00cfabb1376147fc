"""Microphones: streams that are always open, and the last seconds of each.

Begin with `sources.py` (what a microphone is) and `ring.py` (what a press marks).
"""
