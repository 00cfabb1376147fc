"""Every component in every state: the documentation of the design system and its test.

Start with `window.py`; each page is one function that returns a widget. `sotto gallery`
opens it, the tests dump it as text and look at it in three modes.
"""
