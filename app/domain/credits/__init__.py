"""What the house owes guests (vouchers, store credit, deposits) and what clients owe it."""
