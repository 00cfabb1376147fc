"""Sections on A4 pages: side by side in bands, bands under each other, pages numbered."""

from collections.abc import Callable, Sequence

from app.reports.ink import HEIGHT, WIDTH, Ink
from app.reports.sections import Section
from app.reports.tokens import ON_VAR

MARGIN = 42.0
INNER = WIDTH - 2 * MARGIN
FOOT = HEIGHT - 28
_GUTTER = 26.0
_GAP = 15.0

Band = Sequence[Section]
"""Sections side by side, in columns of one width."""


def lay_out(
    ink: Ink,
    bands: Sequence[Band],
    *,
    top: float,
    foot: str,
    before: Callable[[Ink], None],
) -> None:
    """Draws the bands from `top` on the first page, then on as many as they need.

    Args:
        foot: at the bottom of every page, beside its number.
        before: draws what lies under everything of a page.
    """
    pages = paginate(bands, top)
    for number, page in enumerate(pages, start=1):
        if number > 1:
            ink.next_page()
            before(ink)
        for y, band in page:
            width = (INNER - _GUTTER * (len(band) - 1)) / len(band)
            for column, section in enumerate(band):
                section.draw(ink, MARGIN + column * (width + _GUTTER), y, width)
        ink.text(MARGIN, FOOT + 14, foot, size=7.5, colour=ON_VAR)
        ink.text(
            WIDTH - MARGIN,
            FOOT + 14,
            f"{number} / {len(pages)}",
            size=7.5,
            colour=ON_VAR,
            align="right",
        )


def paginate(bands: Sequence[Band], top: float) -> list[list[tuple[float, Band]]]:
    """(y, band) pairs of each page; a band that does not fit begins the next one."""
    pages: list[list[tuple[float, Band]]] = [[]]
    y = top
    for band in bands:
        height = max(section.height for section in band)
        if y + height > FOOT and pages[-1]:
            pages.append([])
            y = MARGIN
        pages[-1].append((y, band))
        y += height + _GAP
    return pages
