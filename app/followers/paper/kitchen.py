"""Kitchen tickets on paper: what a station is told, readable at two metres.

A ticket is one fact and one number; its form says on how many papers it comes out.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import zip_longest

from app.domain.kitchen.events import TicketIssued, TicketLine
from app.domain.money import decimal_text
from app.domain.papers import COUNT, DISHES, PEOPLE, TABLE, TOP
from app.domain.settings import Settings
from app.domain.vocabulary import MILLI
from hardware.printers.document import (
    Bar,
    BigNumber,
    Block,
    Box,
    Cell,
    Columns,
    Cut,
    Document,
    Feed,
    Rule,
    Size,
    Struck,
    Text,
    row,
)

DASHED = Rule("dashed")
SIZES: dict[str, Size] = {"small": "title", "normal": "dish", "large": "huge"}
"""Setting of the dishes -> how they are printed."""
NO_SCREEN, STANDS_IN, DOUBTED = "ÉCRAN INJOIGNABLE", "SECOURS", "DÉJÀ SORTI ?"
"""Why a ticket comes out where it does: no screen shows it, no terminal of its printer
answers; or it was held back here, and may have come out at its till meanwhile."""
_LOUD = {"rush": "PRIORITÉ", "calm": "PRIORITÉ LEVÉE", "again": "À REFAIRE"}
"""Kind of a ticket -> what is said of all of it in the largest letters."""
_HEADS = {
    "make": "",
    "add": "+ AJOUT",
    "move": "→ AUTRE SUITE",
    "wait": "× PAS MAINTENANT",
    "stop": "× STOP",
    "info": "→ À LIRE",
}


_MADE = "make", "add"
"""Kinds of lines that are dishes to make: what has a paper of its own in other forms."""


def kitchen_papers(
    ticket: TicketIssued,
    settings: Settings,
    *,
    station: str,
    course: str,
    waiter: str,
    ts: str,
    allergies: Mapping[str, str],
    limit: int = 0,
    note: str = "",
    served: str = "",
    terminal: tuple[str, str] = ("", ""),
    instead: str = "",
    begin: Mapping[str, str] | None = None,
) -> tuple[Document, ...]:
    """A ticket as the station's printer gets it: one paper, or those of its form.

    Args:
        station, course, waiter: names.
        ts: when it was issued, ISO 8601.
        allergies: sealed text -> text in clear.
        limit: minutes until the course is expected, 0 when it has no limit.
        note: what the kitchen is to know of the whole order.
        served: how it is served without a table, for when and for whom.
        terminal: (chain, name) of who issued it, where several count their own tickets.
        instead: why it comes out elsewhere than it should, "" when it does not.
        begin: dish -> when to begin it, of those that end with slower ones.
    """
    moment, starts = datetime.fromisoformat(ts), begin or {}
    what = {"change": "CHANGEMENT", "moved": "TABLE CHANGÉE"}.get(ticket.kind, "")
    loud = _LOUD.get(ticket.kind, "")
    what = what or (f"SUITE {ticket.suite}" if ticket.suite else "")
    covers = f"{ticket.covers} couvert{'s' if ticket.covers > 1 else ''}"
    people = [covers] if ticket.covers else []
    chain, name = terminal
    people += [part for part in (waiter, ticket.room, name) if part]
    who = " · ".join(people) if settings.text(PEOPLE) == "yes" else ""
    blank = settings.number(TOP)
    number = f"BON {chain}-{ticket.number}" if chain else f"BON {ticket.number}"
    heading = " · ".join(filter(None, (f"{moment:%H:%M}", what)))

    def paper(lines: Sequence[TicketLine], part: str = "") -> Document:
        title = f"{number} · {part}" if part else number
        told = replace(ticket, lines=tuple(lines))
        blocks: list[Block] = [
            *((Feed(blank),) if blank else ()),
            Bar(station.upper(), title),
            *((Text(instead, size="title", bold=True),) if instead else ()),
            *((Text(loud, size="huge", bold=True, align="center"),) if loud else ()),
            *_table(ticket.table, heading, course.upper(), who, settings.text(TABLE)),
            *((Text(served.upper(), size="title", bold=True),) if served else ()),
            Rule(),
            *((Text(f"« {note} »", size="title", bold=True), DASHED) if note else ()),
            *_sections(
                told, allergies, SIZES[settings.text(DISHES)], course.upper(), starts
            ),
            Rule(),
            *_foot(told, moment, limit, counted=settings.text(COUNT) == "yes"),
            Cut(),
        ]
        return Document("kitchen", tuple(blocks), title)

    lines = composed(ticket.lines, merged=ticket.merged)
    return tuple(paper(some, part) for some, part in _parts(ticket.form, lines))


def composed(lines: Iterable[TicketLine], *, merged: bool) -> list[TicketLine]:
    """The lines of a ticket with like ones added up, or each portion by itself.

    Like ones differ in nothing that a cook reads; whose they are is said together.
    """
    if not merged:
        return [each for line in lines for each in _portions(line)]
    found: dict[tuple[TicketLine, bool], TicketLine] = {}
    for line in lines:
        # What is for the whole table is not said to be for one of its guests.
        like = replace(line, dish="", quantity=0, seats=()), bool(line.seats)
        first = found.setdefault(like, replace(line, quantity=0, seats=()))
        found[like] = replace(
            first,
            quantity=first.quantity + line.quantity,
            seats=tuple(sorted({*first.seats, *line.seats})),
        )
    return list(found.values())


def _portions(line: TicketLine) -> list[TicketLine]:
    if line.kind not in _MADE or line.unit != "piece":
        return [line]
    return [replace(line, quantity=MILLI)] * (line.quantity // MILLI)


def _parts(
    form: str, lines: Sequence[TicketLine]
) -> Iterable[tuple[Sequence[TicketLine], str]]:
    """What stands on each paper, and which of them it is ("2/3").

    A paper for one dish is for making it: stops and whatever else is told come together,
    before them.
    """
    made = [line for line in lines if line.kind in _MADE] if form != "whole" else []
    whole = form == "master" and made
    told = lines if whole else [line for line in lines if line not in made]
    if told:
        yield told, "MAÎTRE" if whole else ""
    for number, line in enumerate(made, 1):
        yield [line], f"{number}/{len(made)}" if len(made) > 1 else ""


def _table(
    table: str, heading: str, course: str, who: str, size: str
) -> Iterable[Block]:
    """Where it goes: a number for two metres, or two lines that save paper."""
    if size == "large":
        yield BigNumber(table, (heading, course, who))
        return
    yield Columns(
        (
            Cell(table, size="total", bold=True),
            Cell(heading, align="right", size="label", bold=True),
        )
    )
    if course or who:
        yield row(course, who, bold=True)


def _sections(
    ticket: TicketIssued,
    allergies: Mapping[str, str],
    size: Size,
    course: str,
    begin: Mapping[str, str],
) -> Iterable[Block]:
    """Dishes to make first, then additions, then what goes with another course, then
    stops, each under its own bar."""
    whole = {
        "moved": "→ TABLE",
        "rush": "→ À FAIRE D'ABORD",
        "calm": "→ À SON TOUR",
    }.get(ticket.kind, "")
    gone = {"move": f"→ AVEC : {course}", "wait": f"ATTENDRE : {course}"}
    for kind, head in _HEADS.items():
        lines = [line for line in ticket.lines if line.kind == kind]
        if lines and head:
            yield Bar(whole or head)
        for number, line in enumerate(lines):
            if number:
                yield DASHED
            yield from _dish(line, allergies, size)
            if line.dish in begin and kind in ("make", "add"):
                words = f"LANCER À {begin[line.dish]}"
                yield Text(words, size="title", bold=True, indent=4)
            if kind in gone:
                yield Text(gone[kind], size="title", bold=True)


def _dish(
    line: TicketLine, allergies: Mapping[str, str], size: Size
) -> Iterable[Block]:
    name = f"{_quantity(line)} {line.label.upper()}"
    seat = _seats(line)
    if line.kind == "stop":
        yield Struck(name, seat)
        yield Text("NE PLUS FAIRE", size="title", bold=True)
        return
    yield Columns(
        (
            Cell(name, size=size, bold=True),
            Cell(seat, align="right", size="label", bold=True),
        )
    )
    for modifier, weight in zip_longest(line.modifiers, line.weights, fillvalue=""):
        yield _modifier(modifier, weight)
    if line.note:
        yield Text(f"« {line.note} »", size="title", indent=4)
    if line.also:
        yield Text(f"aussi : {line.also.upper()}", size="title", bold=True, indent=4)
    text = allergies.get(line.allergy, "") if line.allergy else ""
    if line.allergy:
        yield Box(
            (
                Text(f"⚠ ALLERGIE {seat}".strip(), size="title", bold=True),
                Text((text or "voir avec la salle").upper(), size="title", bold=True),
            )
        )


def _modifier(words: str, weight: str) -> Text:
    """An option: larger, or light on dark, where the card wants it to stand out."""
    inverse = weight == "inverse"
    shown = f" {words.upper()} " if inverse else words.upper()
    size: Size = "dish" if weight == "bold" else "title"
    return Text(shown, size=size, bold=True, invert=inverse, indent=4)


def _foot(
    ticket: TicketIssued, moment: datetime, limit: int, *, counted: bool
) -> Iterable[Block]:
    """What stays as it was is always said; the rest where it is `counted`."""
    making = [line for line in ticket.lines if line.kind in ("make", "add")]
    pieces = sum(line.quantity // 1000 or 1 for line in making)
    count = f"{pieces} plat{'s' if pieces > 1 else ''}" if making else ""
    also = f"aussi : {ticket.also}" if ticket.also else ""
    if ticket.refers and not making:
        yield Text(f"le reste du bon {ticket.refers} ne change pas")
    elif counted and (count or also):
        yield row(count, also)
    if counted and making and limit:
        yield row(
            f"demandé {moment:%H:%M}",
            f"prévu {moment + timedelta(minutes=limit):%H:%M}",
        )


def _quantity(line: TicketLine) -> str:
    if line.unit == "kg":
        return f"{decimal_text(line.quantity, 3).replace('.', ',')} kg"
    return decimal_text(line.quantity, 3).replace(".", ",")


def _seats(line: TicketLine) -> str:
    return "P" + "·".join(map(str, line.seats)) if line.seats else ""
