"""Pictures of every main screen, without a screen: the real suite on the demo evening.

`scenes.py` says which screens there are and how one gets there, `studio.py` keeps the
house and waits for paint, `shoot.py` makes the files, `layout.py` finds what is cut.
"""
