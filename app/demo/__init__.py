"""The demo restaurant in action: a past month, a pictured evening, invented guests.

Acts only through the house, like everybody; stands under `bootstrap`, which calls it.
"""
