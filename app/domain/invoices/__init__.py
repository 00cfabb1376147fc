"""Invoices to companies, made from receipts, and the credit notes that take them back."""
