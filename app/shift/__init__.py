"""A whole service played through the real windows: `sotto shift`.

`stage` opens a fresh profile with its windows and simulated devices, `hands` tap on
them as people would, `parties` and `incidents` say who wants what, and `accounts`
compares everything that must agree when the day is closed.
"""
