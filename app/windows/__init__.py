"""The four windows (POS, floor, kitchen, admin), login and launcher.

A window builds widgets and displays views; its controller turns signals into commands.
May import presenters and below; rooms here never import each other.
"""
