"""Paying: tenders, splits, the card terminal, receipts."""
