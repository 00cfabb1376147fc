"""Colours and type of printed reports: the light values of the design system, on white.

Reports are made in a process without Qt, so the values stand here again; a test holds
them to `widgets/theme.py`.
"""

from typing import Final

ON: Final = "#1E171B"
ON_VAR: Final = "#574D53"
LINE: Final = "#DDD6D2"
TRACK: Final = "#DDD6D2"
SURFACE: Final = "#F4F1EE"
PRIMARY: Final = "#5A1F48"
TONAL: Final = "#EFDFE8"
DANGER: Final = "#B0251D"
INK: Final = "#000000"
"""Of a thermal printer, which has one."""

REGULAR: Final = "InterTabular-Regular"
MEDIUM: Final = "InterTabular-Medium"
SEMI_BOLD: Final = "InterTabular-SemiBold"
BOLD: Final = "InterTabular-Bold"
MONO: Final = "RobotoMono-Medium"
MONO_BOLD: Final = "RobotoMono-Bold"
FACES: Final = {
    **{face: f"reports/{face}.ttf" for face in (REGULAR, MEDIUM, SEMI_BOLD, BOLD)},
    **{face: f"{face}.ttf" for face in (MONO, MONO_BOLD)},
}
"""Fonts that reports embed: name -> file in `resources/fonts`."""
