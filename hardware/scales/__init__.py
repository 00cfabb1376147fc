"""Counter scales: what lies on the plate, asked over a serial line.

- ``weighing``: what a scale says, in the words of the till; no line.
- ``mettler_8217``, ``dialog_06``, ``cas``: what three families of scales speak.
- ``line``: the serial port under them.
- ``driver``: one thread a scale; follows the plate while somebody weighs.
- ``kinds``: the list of the settings.
- ``simulator``: a scale on a pseudo-terminal, and the hand that loads it.

Imports nothing of the application.
"""
