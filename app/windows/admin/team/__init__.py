"""Équipe: people and roles."""
