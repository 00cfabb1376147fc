"""Channels: orders that programs bring from outside."""
