"""The price list and the allergen sheet as PDFs to hang up or to lay out.

Source: `fiscal.md` F-08 (prices with VAT and service), K-01 (in writing, without asking),
K-02 (origin of meat).
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from app.domain.environment import Mark
from app.domain.vocabulary import ALLERGENS
from app.reports.ink import WIDTH, Ink
from app.reports.layout import FOOT, INNER, MARGIN
from app.reports.letterhead import headline, letterhead
from app.reports.menu import Chapter, Dish, Menu, allergen_letters, legend
from app.reports.prose import wrapped
from app.reports.tokens import (
    BOLD,
    LINE,
    MEDIUM,
    ON,
    ON_VAR,
    PRIMARY,
    REGULAR,
    SEMI_BOLD,
    SURFACE,
)
from app.reports.z_report import Establishment
from resources.texts import short_date, tr

_TOP = 172.0
_GUTTER = 30.0
_COLUMN = (INNER - _GUTTER) / 2
_SIZE, _LINE_HEIGHT, _LETTERS = 9.5, 12.0, 7.5
_CHAPTER = 34.0
_ROW, _NAMES, _ORIGIN = 15.0, 190.0, 9.0
_SLANT = 64.0
"""Height of the names of allergens, which stand on their side."""


@dataclass(frozen=True, slots=True)
class _Piece:
    """What stands in a column; a title keeps the next piece with it."""

    height: float
    draw: Callable[[Ink, float, float], None]
    title: bool = False


def price_list_pdf(menu: Menu, house: Establishment, mark: Mark | None = None) -> bytes:
    """The card with its prices, in two columns, in the language in force."""
    title = tr("Carte et prix")
    words = tr("À emporter") if menu.mode == "takeaway" else tr("Sur place")
    ink = Ink(f"{title} · {words}", house.name)
    pieces = [p for chapter in menu.chapters for p in _chapter(ink, chapter)]
    pages = _pages(pieces)
    notes = list(wrapped(ink, legend(), INNER, 7.5))
    foot = tr("{house} · prix au {day}", house=house.name, day=short_date(menu.day))
    for number, columns in enumerate(pages, start=1):
        if number > 1:
            ink.next_page()
        if mark:
            ink.watermark(mark.word)
        if number == 1:
            letterhead(ink, house, title)
            headline(ink, words, menu.included)
        for place, column in enumerate(columns):
            x = MARGIN + place * (_COLUMN + _GUTTER)
            y = _TOP if number == 1 else MARGIN
            for piece in column:
                piece.draw(ink, x, y)
                y += piece.height
        _foot(ink, foot, f"{number} / {len(pages)}", notes)
    return ink.finished()


_NOTES = 40.0
"""Kept free over the foot for what the letters mean."""


def _foot(ink: Ink, foot: str, number: str, notes: Sequence[str]) -> None:
    y = FOOT - 10.0 * len(notes) + 2
    ink.rule(MARGIN, y - 12, INNER)
    for line in notes:
        ink.text(MARGIN, y, line, size=7.5, colour=ON_VAR)
        y += 10
    ink.text(MARGIN, FOOT + 14, foot, size=7.5, colour=ON_VAR)
    ink.text(WIDTH - MARGIN, FOOT + 14, number, size=7.5, colour=ON_VAR, align="right")


def _pages(pieces: Sequence[_Piece]) -> list[list[list[_Piece]]]:
    """Pieces in two columns a page; a chapter's name is never the last of a column."""
    pages: list[list[list[_Piece]]] = [[[]]]
    y = _TOP
    for place, piece in enumerate(pieces):
        follows = pieces[place + 1].height if piece.title else 0
        if y + piece.height + follows > FOOT - _NOTES and pages[-1][-1]:
            if len(pages[-1]) == 1:
                pages[-1].append([])
            else:
                pages.append([[]])
            y = _TOP if len(pages) == 1 else MARGIN
        pages[-1][-1].append(piece)
        y += piece.height
    return pages


def _chapter(ink: Ink, chapter: Chapter) -> Iterator[_Piece]:
    def head(ink: Ink, x: float, y: float) -> None:
        ink.text(x, y + 12, chapter.name, face=BOLD, size=12.5, colour=PRIMARY)
        if chapter.note:
            ink.text(
                x + _COLUMN, y + 12, chapter.note, size=8, colour=ON_VAR, align="right"
            )
        ink.filet(x, y + 20, 20, thick=2.5)

    yield _Piece(_CHAPTER, head, title=True)
    for dish in chapter.dishes:
        yield _dish(ink, dish)

    def space(ink: Ink, x: float, y: float) -> None:
        pass

    yield _Piece(10, space)


def _dish(ink: Ink, dish: Dish) -> _Piece:
    letters, asked = allergen_letters(dish), dish.price_text
    room = _COLUMN - ink.width_of(asked, SEMI_BOLD, _SIZE) - 14
    lines = list(wrapped(ink, dish.name, room, _SIZE))
    last = ink.width_of(lines[-1], REGULAR, _SIZE)
    beside = last + 6 + ink.width_of(letters, MEDIUM, _LETTERS) <= room
    steps = " · ".join(dish.steps)
    under = [steps] if steps else [] if beside or not letters else [letters]
    under += wrapped(ink, dish.origin_text, room, 7.5) if dish.origin else ()

    def draw(ink: Ink, x: float, y: float) -> None:
        ink.text(x + _COLUMN, y + 9, asked, face=SEMI_BOLD, size=_SIZE, align="right")
        for line in lines:
            ink.text(x, y + 9, line, size=_SIZE)
            y += _LINE_HEIGHT
        if beside:
            ink.text(
                x + last + 6,
                y + 9 - _LINE_HEIGHT,
                letters,
                face=MEDIUM,
                size=_LETTERS,
                colour=ON_VAR,
            )
        for line in under:
            ink.text(x, y + 7, line, size=7.5, colour=ON_VAR, room=_COLUMN)
            y += 10

    return _Piece(len(lines) * _LINE_HEIGHT + 10 * len(under) + 3, draw)


# The allergen sheet


def allergen_sheet_pdf(
    menu: Menu, house: Establishment, mark: Mark | None = None
) -> bytes:
    """Each dish against the 14 allergens, in the language in force."""
    title = tr("Allergènes")
    ink = Ink(f"{title} · {house.name}", house.name)
    rows = list(_sheet_rows(menu))
    pages = _sheet_pages(rows)
    words = tr("Ce que contiennent nos plats")
    below = tr(
        "Les 14 allergènes du règlement (UE) n° 1169/2011, au {day}",
        day=short_date(menu.day),
    )
    foot = f"{house.name} · {title} · {short_date(menu.day)}"
    notes = [
        "",  # the signs stand there
        tr(
            "« non renseigné » ne veut pas dire « sans » : demandez-nous. Une allergie "
            "se dit aussi à la commande."
        ),
    ]
    for number, page in enumerate(pages, start=1):
        if number > 1:
            ink.next_page()
        if mark:
            ink.watermark(mark.word)
        y = _TOP if number == 1 else MARGIN
        if number == 1:
            letterhead(ink, house, title)
            headline(ink, words, below)
        _names(ink, y)
        y += _SLANT + 6
        for place, row in enumerate(page):
            _sheet_row(ink, row, y, shaded=place % 2 == 1)
            y += _row_height(row)
        _foot(ink, foot, f"{number} / {len(pages)}", notes)
        _signs(ink, FOOT - 10.0 * len(notes) + 2)
    return ink.finished()


def _sheet_rows(menu: Menu) -> Iterator[str | Dish]:
    """Names of chapters and the dishes under them; formules are made of these."""
    for chapter in menu.chapters:
        dishes = [dish for dish in chapter.dishes if not dish.steps]
        if dishes and not chapter.note:
            yield chapter.name
            yield from dishes


def _sheet_pages(rows: Sequence[str | Dish]) -> list[list[str | Dish]]:
    pages: list[list[str | Dish]] = [[]]
    y = _TOP + _SLANT + 6
    for place, row in enumerate(rows):
        follows = _ROW if isinstance(row, str) and place + 1 < len(rows) else 0
        if y + _row_height(row) + follows > FOOT - _NOTES:
            pages.append([])
            y = MARGIN + _SLANT + 6
        pages[-1].append(row)
        y += _row_height(row)
    return pages


def _row_height(row: str | Dish) -> float:
    """A line more where the origin of the meat stands."""
    return _ROW + (_ORIGIN if isinstance(row, Dish) and row.origin else 0)


def _signs(ink: Ink, y: float) -> None:
    """What the signs of the sheet mean, on the baseline `y`."""
    x = MARGIN + 3
    for filled, words in (
        (True, tr("en contient")),
        (False, tr("traces possibles")),
    ):
        ink.dot(x, y - 2.6, 2.6, ON, filled=filled)
        ink.text(x + 7, y, words, size=7.5, colour=ON_VAR)
        x += 22 + ink.width_of(words, REGULAR, 7.5)
    ink.text(x - 3, y, tr("– aucun des 14"), size=7.5, colour=ON_VAR)


def _place(column: int) -> float:
    step = (INNER - _NAMES) / len(ALLERGENS)
    return MARGIN + _NAMES + step * (column + 0.5)


def _names(ink: Ink, y: float) -> None:
    for column, (name, _) in enumerate(ALLERGENS.values()):
        ink.upright(_place(column) + 3, y + _SLANT, tr(name), face=MEDIUM, size=8)
    ink.rule(MARGIN, y + _SLANT + 5, INNER)


def _sheet_row(ink: Ink, row: str | Dish, y: float, *, shaded: bool) -> None:
    if isinstance(row, str):
        ink.text(MARGIN, y + 11, row, face=BOLD, size=9.5, colour=PRIMARY)
        ink.rule(MARGIN, y + _ROW - 0.3, INNER)
        return
    if shaded:
        ink.band(MARGIN, y, INNER, _row_height(row), SURFACE)
    ink.text(MARGIN + 4, y + 10.5, row.name, size=8.5, room=_NAMES - 12)
    if row.origin:
        words = row.origin_text
        ink.text(MARGIN + 4, y + _ROW + 5, words, size=7.5, colour=ON_VAR, room=INNER)
    if not row.said:
        words = tr("non renseigné")
        ink.text(_place(0) - 4, y + 10.5, words, size=8, colour=ON_VAR)
        return
    for column, key in enumerate(ALLERGENS):
        x = _place(column)
        if key in row.held:
            ink.dot(x, y + _ROW / 2, 3.2, ON, filled=True)
        elif key in row.traces:
            ink.dot(x, y + _ROW / 2, 2.8, ON, filled=False)
        elif not (row.held or row.traces):
            ink.text(x, y + 10, "–", size=8, colour=LINE, align="centre")
