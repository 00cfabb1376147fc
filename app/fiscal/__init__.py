"""Verification, closings and exports that French fiscal law asks for."""
