"""What the house prints, composed from facts: receipts, bills, kitchen tickets, reports.

Pure functions from facts to `hardware.printers.document.Document`. Paper is French,
whatever language the person at the window reads: the law and the kitchen want one.
"""
