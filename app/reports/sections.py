"""What a page is made of: tables, bars, key figures, a seal. Each knows its height.

A section draws itself from its top left corner in the width it is given; `layout.py`
puts sections side by side and on pages.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from app.reports.ink import Ink
from app.reports.tokens import (
    BOLD,
    DANGER,
    MEDIUM,
    MONO,
    ON,
    ON_VAR,
    PRIMARY,
    REGULAR,
    SEMI_BOLD,
    SURFACE,
    TRACK,
)

_TITLE = 24.0
_HEAD = 15.0
_ROW = 16.0
_SHARE = 5.0


class Section(Protocol):
    """Something that stands on a page."""

    @property
    def height(self) -> float:
        """Points from its top to its bottom."""
        ...

    def draw(self, ink: Ink, x: float, y: float, width: float) -> None:
        """Draws it with its top left corner at (x, y)."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column: its head, the part of the width it takes, and how it is aligned."""

    head: str
    part: float
    figures: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """Cells of a table.

    Attributes:
        share: 0-1 of the whole, drawn as a filet under the row; None for no filet.
        loud: a total, or what the eye should find.
        wrong: an amount that does not agree.
    """

    cells: Sequence[str]
    share: float | None = None
    loud: bool = False
    wrong: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Rows under a title."""

    title: str
    columns: Sequence[Column]
    rows: Sequence[Row]

    @property
    def height(self) -> float:
        """Points from its top to its bottom."""
        return (
            _TITLE + (_HEAD if self._has_head else 0) + sum(map(_row_height, self.rows))
        )

    @property
    def _has_head(self) -> bool:
        return any(column.head for column in self.columns)

    def draw(self, ink: Ink, x: float, y: float, width: float) -> None:
        """Draws it with its top left corner at (x, y)."""
        ink.text(x, y + 12, self.title, face=SEMI_BOLD, size=11)
        y += _TITLE
        if self._has_head:
            heads = [column.head for column in self.columns]
            self._cells(ink, x, y + 7, width, heads, MEDIUM, 7.5, ON_VAR)
            y += _HEAD
        ink.rule(x, y - 3, width)
        for row in self.rows:
            face = BOLD if row.loud else REGULAR
            colour = DANGER if row.wrong else ON
            self._cells(ink, x, y + 9.5, width, row.cells, face, 9, colour)
            y += _row_height(row)
            if row.share is not None:
                ink.filet(x, y - 5, width, thick=2, colour=TRACK)
                if row.share > 0:
                    ink.filet(x, y - 5, width * row.share, thick=2)
            elif row is not self.rows[-1]:
                ink.rule(x, y - 3, width)

    def _cells(
        self,
        ink: Ink,
        x: float,
        y: float,
        width: float,
        cells: Sequence[str],
        face: str,
        size: float,
        colour: str,
    ) -> None:
        whole = sum(column.part for column in self.columns)
        for column, cell in zip(self.columns, cells, strict=True):
            room = width * column.part / whole
            ink.text(
                x + room if column.figures else x,
                y,
                cell,
                face=face,
                size=size,
                colour=colour,
                align="right" if column.figures else "left",
                room=0 if column.figures else room - 4,
            )
            x += room


def _row_height(row: Row) -> float:
    return _ROW + (_SHARE if row.share is not None else 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyFigure:
    """A figure one looks for first, with a word above and one below."""

    name: str
    value: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyFigures:
    """The figures of the day on a quiet ground; the first is the loud one."""

    figures: Sequence[KeyFigure]

    @property
    def height(self) -> float:
        """Points from its top to its bottom."""
        return 72

    def draw(self, ink: Ink, x: float, y: float, width: float) -> None:
        """Draws it with its top left corner at (x, y)."""
        ink.panel(x, y, width, self.height, SURFACE)
        parts = [1.7, *[1.0] * (len(self.figures) - 1)]
        unit = (width - 28) / sum(parts)
        x += 16
        for figure, part in zip(self.figures, parts, strict=True):
            loud = part > 1
            ink.text(x, y + 19, figure.name, face=MEDIUM, size=8, colour=ON_VAR)
            ink.text(
                x,
                y + 42,
                figure.value,
                face=BOLD,
                size=22 if loud else 17,
                colour=PRIMARY if loud else ON,
            )
            ink.text(
                x, y + 58, figure.note, size=8, colour=ON_VAR, room=unit * part - 8
            )
            x += unit * part


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One bar: its name below the line, its value in cents and in words above it."""

    name: str
    value: int
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Bars:
    """A bar chart with the value written over each bar."""

    title: str
    bars: Sequence[Bar]

    @property
    def height(self) -> float:
        """Points from its top to its bottom."""
        return _TITLE + 128

    def draw(self, ink: Ink, x: float, y: float, width: float) -> None:
        """Draws it with its top left corner at (x, y)."""
        ink.text(x, y + 12, self.title, face=SEMI_BOLD, size=11)
        ground = y + self.height - 16
        most = max(1, *(bar.value for bar in self.bars))
        step = width / len(self.bars)
        for index, bar in enumerate(self.bars):
            middle = x + step * (index + 0.5)
            high = 88 * max(0, bar.value) / most
            if high:
                ink.bar(middle - 7, ground, 14, max(high, 1.5), PRIMARY)
            for below, text, colour in (
                (12.0, bar.name, ON_VAR),
                (-high - 5, bar.words, ON),
            ):
                ink.text(
                    middle,
                    ground + below,
                    text,
                    face=MEDIUM,
                    size=7.5,
                    colour=colour,
                    align="centre",
                )
        ink.rule(x, ground, width)


@dataclass(frozen=True, slots=True, kw_only=True)
class SealBox:
    """The QR code of the journal's head, and what it means in words.

    `hashes` are (name, value) in a fixed-width face; `facts` in the text face.
    """

    title: str
    note: str
    qr: str
    hashes: Sequence[tuple[str, str]]
    facts: Sequence[tuple[str, str]]

    @property
    def height(self) -> float:
        """Points from its top to its bottom."""
        return max(92, 38 + 12 * (len(self.hashes) + len(self.facts)))

    def draw(self, ink: Ink, x: float, y: float, width: float) -> None:
        """Draws it with its top left corner at (x, y)."""
        ink.rule(x, y, width)
        if self.qr:
            ink.qr(x, y + 14, 76, self.qr)
            x, width = x + 94, width - 94
        ink.text(x, y + 21, self.title, face=SEMI_BOLD, size=10)
        ink.text(x, y + 34, self.note, size=8, colour=ON_VAR, room=width)
        y += 49
        for face, pairs in ((MONO, self.hashes), (REGULAR, self.facts)):
            for name, value in pairs:
                ink.text(x, y, name, face=MEDIUM, size=7.5, colour=ON_VAR)
                ink.text(x + 104, y, value, face=face, size=8, room=width - 104)
                y += 12
