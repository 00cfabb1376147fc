"""Kitchen tickets on paper: what a station is told, readable at two metres."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from app.domain.kitchen.events import TicketIssued, TicketLine
from app.domain.money import decimal_text
from app.domain.papers import COUNT, DISHES, PEOPLE, TABLE, TOP
from app.domain.settings import Settings
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
NO_SCREEN, STANDS_IN = "ÉCRAN INJOIGNABLE", "SECOURS"
"""Why a ticket comes out where it does: no screen shows it, no terminal of its printer
answers."""
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


def kitchen_paper(
    ticket: TicketIssued,
    settings: Settings,
    *,
    station: str,
    course: str,
    waiter: str,
    ts: str,
    allergies: dict[str, str],
    limit: int = 0,
    note: str = "",
    terminal: tuple[str, str] = ("", ""),
    instead: str = "",
    begin: Mapping[str, str] | None = None,
) -> Document:
    """A ticket as the station's printer gets it.

    Args:
        station, course, waiter: names.
        ts: when it was issued, ISO 8601.
        allergies: sealed text -> text in clear.
        limit: minutes until the course is expected, 0 when it has no limit.
        note: what the kitchen is to know of the whole order.
        terminal: (chain, name) of who issued it, where several count their own tickets.
        instead: why it comes out elsewhere than it should, "" when it does not.
        begin: dish -> when to begin it, of those that end with slower ones.
    """
    moment = datetime.fromisoformat(ts)
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
    blocks: list[Block] = [
        *((Feed(blank),) if blank else ()),
        Bar(station.upper(), number),
        *((Text(instead, size="title", bold=True),) if instead else ()),
        *((Text(loud, size="huge", bold=True, align="center"),) if loud else ()),
        *_table(ticket.table, heading, course.upper(), who, settings.text(TABLE)),
        Rule(),
        *((Text(f"« {note} »", size="title", bold=True), DASHED) if note else ()),
        *_sections(
            ticket, allergies, SIZES[settings.text(DISHES)], course.upper(), begin or {}
        ),
        Rule(),
        *_foot(ticket, moment, limit, counted=settings.text(COUNT) == "yes"),
        Cut(),
    ]
    return Document("kitchen", tuple(blocks), number)


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
    allergies: dict[str, str],
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


def _dish(line: TicketLine, allergies: dict[str, str], size: Size) -> Iterable[Block]:
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
    for modifier in line.modifiers:
        yield Text(modifier.upper(), size="title", bold=True, indent=4)
    if line.note:
        yield Text(f"« {line.note} »", size="title", indent=4)
    text = allergies.get(line.allergy, "") if line.allergy else ""
    if line.allergy:
        yield Box(
            (
                Text(f"⚠ ALLERGIE {seat}".strip(), size="title", bold=True),
                Text((text or "voir avec la salle").upper(), size="title", bold=True),
            )
        )


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
