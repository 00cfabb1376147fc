"""Two-line customer displays on a serial line.

- ``screen``: what is shown, and the two ways of saying it; no line.
- ``driver``: one thread a display; the newest lines win.
- ``behind_printer``: one that hangs on a receipt printer.
- ``simulator``: a display on a pseudo-terminal, for tests and demonstrations.

Imports nothing of the application.
"""
