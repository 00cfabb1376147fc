"""Running text on a page: paragraphs, lists, and a place to sign."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.reports.ink import Ink
from app.reports.tokens import ON, ON_VAR, REGULAR, SEMI_BOLD

_TITLE = 22.0
_LINE = 13.0
_BETWEEN = 6.0
_SIZE = 9.5
_SIGN = 76.0


def wrapped(
    ink: Ink, text: str, width: float, size: float = _SIZE, face: str = REGULAR
) -> Iterator[str]:
    """The lines of a text in so much width; a longer word stands alone."""
    line = ""
    for word in text.split(" "):
        longer = f"{line} {word}" if line else word
        if line and ink.width_of(longer, face, size) > width:
            yield line
            longer = word
        line = longer
    yield line


@dataclass(frozen=True, slots=True)
class Prose:
    """Paragraphs under a title, wrapped already."""

    title: str
    paragraphs: Sequence[Sequence[str]]
    bullet: str = ""
    quiet: bool = False

    @property
    def height(self) -> float:
        """Points from its top to its bottom."""
        lines = sum(map(len, self.paragraphs))
        gaps = _BETWEEN * max(0, len(self.paragraphs) - 1)
        return (_TITLE if self.title else 0) + lines * _LINE + gaps

    def draw(self, ink: Ink, x: float, y: float, width: float) -> None:
        """Draws it with its top left corner at (x, y)."""
        if self.title:
            ink.text(x, y + 12, self.title, face=SEMI_BOLD, size=11)
            y += _TITLE
        colour = ON_VAR if self.quiet else ON
        indent = 12.0 if self.bullet else 0.0
        for lines in self.paragraphs:
            if self.bullet:
                ink.text(x, y + 10, self.bullet, size=_SIZE, colour=ON_VAR)
            for line in lines:
                ink.text(x + indent, y + 10, line, size=_SIZE, colour=colour)
                y += _LINE
            y += _BETWEEN


def prose(
    ink: Ink,
    title: str,
    texts: Sequence[str],
    width: float,
    *,
    bullet: str = "",
    quiet: bool = False,
) -> Prose:
    """Texts wrapped for a column of so much width."""
    room = width - (12.0 if bullet else 0.0)
    paragraphs = [list(wrapped(ink, text, room)) for text in texts]
    return Prose(title, paragraphs, bullet, quiet)


@dataclass(frozen=True, slots=True)
class Signature:
    """Lines to fill in and a place to sign.

    Attributes:
        place: where, "" to be filled in by hand.
        who: signs.
    """

    place: str
    who: str

    @property
    def height(self) -> float:
        """Points from its top to its bottom."""
        return _SIGN

    def draw(self, ink: Ink, x: float, y: float, width: float) -> None:
        """Draws it with its top left corner at (x, y)."""
        for left, name, value in ((x, "Fait à", self.place), (x + 190, "le", "")):
            ink.text(left, y + 12, name, size=_SIZE)
            start = left + ink.width_of(name, REGULAR, _SIZE) + 6
            if value:
                ink.text(start, y + 12, value, size=_SIZE)
            else:
                ink.rule(start, y + 14, left + 170 - start)
        ink.text(x, y + 34, self.who, size=_SIZE, colour=ON_VAR)
        ink.rule(x, y + _SIGN - 6, 250)
