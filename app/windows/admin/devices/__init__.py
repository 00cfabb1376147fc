"""Matériel: devices, papers, templates."""
