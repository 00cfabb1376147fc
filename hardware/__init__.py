"""Devices and their protocols: printers, card terminals, scanners. No Qt, no restaurant.

Each kind has a sans-IO protocol, a driver that owns one thread, and a simulator that speaks
the real protocol on a real socket.
"""
