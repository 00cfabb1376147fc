"""Fiscal, Journal, Intégrité, Contrôle, Sauvegardes: what proves the trade."""
