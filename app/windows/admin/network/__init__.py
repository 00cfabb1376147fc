"""Terminaux, Établissements, Intégrations, À réconcilier: the others."""
