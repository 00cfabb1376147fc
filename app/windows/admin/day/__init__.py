"""Journée: figures, exceptions, forecast."""
