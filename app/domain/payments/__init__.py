"""Tenders on an order, from asked to approved, refused or unknown."""
