"""Rooms, tables and sections."""
