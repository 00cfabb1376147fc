"""Speed as figures: each case against a floor measured in the same run.

`cases.py` holds what is measured, `dataset.py` the generated history, `timing.py` how
samples become a row. `sotto bench` prints them; nothing here is a test.
"""
