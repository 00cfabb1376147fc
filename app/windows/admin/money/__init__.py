"""Documents, Factures, Bons, Clôtures: what was taken, given back and is owed."""
