"""Barcode scanners: guns that type (``wedge``), guns on a serial port, and what codes say.

``scan.py`` holds what both kinds produce; ``barcodes.py`` reads EAN, in-store and GS1
codes. Nothing here knows articles or prices of a shop.
"""
