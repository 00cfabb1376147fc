"""Fiscal documents: receipts, provisional bills, duplicates, refunds."""
