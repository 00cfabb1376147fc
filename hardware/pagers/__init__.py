"""Waiters' pagers and watches, reached through a transmitter.

``tap`` is what a transmitter is told, byte for byte; ``session`` one talk with it;
``driver`` the thread that keeps the pages until they left; ``simulator`` plays one.
"""
