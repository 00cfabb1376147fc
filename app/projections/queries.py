"""Questions asked of the read tables by windows, reports and the start-up."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from sys import intern
from typing import Any

import orjson
from sqlalchemy import Connection, bindparam, text

from app.domain.catalogue.state import Catalogue
from app.domain.credits.state import Credits
from app.domain.floor.stays import StayTimes
from app.domain.inventory.state import Inventory
from app.domain.kitchen.made import MadeTimes
from app.domain.receipts.events import ReceiptIssued, ReceiptRefunded
from app.domain.till.events import DayClosed
from app.domain.vocabulary import Meta
from app.domain.wire import Json, from_data
from app.domain.world import World

_CLOSING = "till.day_closed"
_FLOW = "flow.stated"
_RESERVATION = (
    "reservation.created",
    "reservation.changed",
    "reservation.status_changed",
    "reservation.reminded",
)


def load_things(connection: Connection) -> Iterator[object]:
    """The latest fact of every thing, in the order in which they were set.

    Closings are left out: `last_closing` has the one that matters. So is how files stand
    that go to a platform, and reservations, of which `load_reservations` has those of some
    days. Words that come again and again (stations, courses, units) are kept once: a
    catalogue stays in memory.
    """
    query = text(
        "SELECT kind, version, data FROM thing WHERE kind NOT IN :kinds ORDER BY place"
    ).bindparams(bindparam("kinds", expanding=True))
    rows = connection.execute(query, {"kinds": (_CLOSING, _FLOW, *_RESERVATION)})
    for kind, version, data in rows:
        event = from_data(kind, version, _interned(orjson.loads(data)))
        if event is not None:
            yield event


def load_reservations(
    connection: Connection, first: str, last: str = "9999-12-31"
) -> Iterator[object]:
    """The latest facts about the reservations for the days `first` to `last` (inclusive).

    A `Reservations` that takes them in knows these reservations as they stand.
    """
    query = text(
        "SELECT t.kind, t.version, t.data FROM reservation_day d "
        "JOIN thing t ON t.id = d.reservation AND t.kind IN :kinds "
        "WHERE d.date BETWEEN :first AND :last ORDER BY t.place"
    ).bindparams(bindparam("kinds", expanding=True))
    rows = connection.execute(
        query, {"kinds": _RESERVATION, "first": first, "last": last}
    )
    for kind, version, data in rows:
        event = from_data(kind, version, orjson.loads(data))
        if event is not None:
            yield event


def reservations_before(connection: Connection, date: str) -> set[str]:
    """Ids of the reservations for days before `date`."""
    rows = connection.execute(
        text("SELECT reservation FROM reservation_day WHERE date < :date"),
        {"date": date},
    )
    return set(rows.scalars())


_WORDS = (
    *("category", "course", "station", "unit", "vat_on_site", "vat_takeaway"),
    "photo",
)
"""Fields of articles whose values come again and again."""
_WORD_LISTS = ("allergens", "groups")


def _interned(data: Json) -> Json:
    for name in _WORDS:
        if name in data:
            data[name] = intern(data[name])
    for name in _WORD_LISTS:
        if name in data:
            data[name] = list(map(intern, data[name]))
    return data


def load_counts(connection: Connection, world: World, today: date) -> None:
    """Puts into the world what is counted: countdowns, the stock, balances, and how long
    dishes took and guests stayed this month and the last one."""
    load_remaining(connection, world.catalogue)
    load_levels(connection, world.inventory)
    load_balances(connection, world.credits)
    since = today.replace(day=1) - timedelta(days=1)
    load_made(connection, world.made, f"{since:%Y-%m}")
    load_stays(connection, world.stays, f"{since:%Y-%m}")


def load_remaining(connection: Connection, catalogue: Catalogue) -> None:
    """Puts the countdowns as they stand into the catalogue."""
    rows = connection.execute(text("SELECT article, initial, milli FROM remaining"))
    for article, initial, milli in rows:
        catalogue.initial[article] = initial
        catalogue.remaining[article] = milli


def load_levels(connection: Connection, inventory: Inventory) -> None:
    """Puts the levels of the stock as they stand into the inventory."""
    rows = connection.execute(
        text(
            "SELECT item, hlc, chain, seq, milli FROM stock_change WHERE kind = :kind"
        ),
        {"kind": "count"},
    )
    counts: dict[str, tuple[str, str, int, int]] = {}
    for item, *counted in rows:
        counts[item] = max(counts.get(item, ("", "", 0, 0)), tuple(counted))
    inventory.levels.clear()
    for item in inventory.items:
        hlc, chain, seq, level = counts.get(item, ("", "", 0, 0))
        later = connection.execute(
            text(
                "SELECT sum(milli) FROM stock_change WHERE item = :item AND hlc >= :hlc "
                "AND (hlc > :hlc OR chain > :chain OR (chain = :chain AND seq > :seq))"
            ),
            {"item": item, "hlc": hlc, "chain": chain, "seq": seq},
        ).scalar()
        if item in counts or later is not None:
            inventory.levels[item] = level + int(later or 0)


def load_balances(connection: Connection, credits_: Credits) -> None:
    """Puts what is left of credits, and what clients owe, as it stands."""
    rows = connection.execute(
        text("SELECT holder, sum(cents) FROM credit_change GROUP BY holder")
    )
    credits_.restore({holder: int(cents) for holder, cents in rows})


def load_made(connection: Connection, made: MadeTimes, since: str) -> None:
    """Puts how long dishes took from a month on ("2026-10") into its state."""
    rows = connection.execute(
        text(
            "SELECT article, part, minutes, sum(dishes) FROM made WHERE month >= :since "
            "GROUP BY article, part, minutes"
        ),
        {"since": since},
    )
    made.restore((article, part, n, int(dishes)) for article, part, n, dishes in rows)


def load_stays(connection: Connection, stays: StayTimes, since: str) -> None:
    """Puts how long guests stayed from a month on ("2026-10") into its state."""
    rows = connection.execute(
        text(
            "SELECT size, part, step, minutes, sum(stays) FROM stay WHERE month >= :since "
            "GROUP BY size, part, step, minutes"
        ),
        {"since": since},
    )
    stays.restore((size, part, step, n, int(m)) for size, part, step, n, m in rows)


@dataclass(frozen=True, slots=True)
class CreditChange:
    """A move of a balance (`credits.state.Move`), with the order it came with.

    `where` is the other site that made it, "" for this one.
    """

    what: str
    cents: int
    bday: str
    ts: str
    op: str
    order: str
    key: str = ""
    pays: tuple[str, ...] = ()
    where: str = ""


def credit_changes(connection: Connection, holder: str) -> list[CreditChange]:
    """What happened to a credit or a client's account, the oldest first."""
    rows = connection.execute(
        text(
            "SELECT what, cents, bday, ts, op, order_id, chain, seq, pays "
            "FROM credit_change WHERE holder = :holder ORDER BY hlc, chain, seq"
        ),
        {"holder": holder},
    )
    return [_change(*row) for row in rows]


def _change(
    what: str, cents: int, bday: str, ts: str, op: str, order: str, *more: Any
) -> CreditChange:
    chain, seq, pays = more
    key, told = f"{chain}-{seq}", tuple((pays or "").split())
    return CreditChange(what, cents, bday, ts, op, order, key, told)


def account_changes(connection: Connection) -> dict[str, list[CreditChange]]:
    """What happened to every client's account, the oldest first."""
    rows = connection.execute(
        text(
            "SELECT holder, what, cents, bday, ts, op, order_id, chain, seq, pays "
            "FROM credit_change WHERE kind = 'account' ORDER BY hlc, chain, seq"
        )
    )
    found: dict[str, list[CreditChange]] = {}
    for holder, *row in rows:
        found.setdefault(holder, []).append(_change(*row))
    return found


def account_documents(
    connection: Connection, changes: Iterable[CreditChange]
) -> dict[str, str]:
    """Key of a charge -> number of the document that it is on.

    An order may have several: each is that of one charge of as many cents.
    """
    charges = [change for change in changes if change.cents > 0]
    query = text(
        "SELECT order_id, number, data FROM receipt WHERE kind = 'sale' "
        "AND order_id IN :orders ORDER BY chain, tseq"
    ).bindparams(bindparam("orders", expanding=True))
    rows = connection.execute(query, {"orders": list({c.order for c in charges})})
    found: dict[tuple[str, int], list[str]] = {}
    for order, number, data in rows:
        for paid in orjson.loads(data)["payments"]:
            if paid["method"] == "account":
                found.setdefault((order, paid["amount"]), []).append(number)
    numbers = {}
    for charge in charges:
        if known := found.get((charge.order, charge.cents)):
            numbers[charge.key] = known.pop(0)
    return numbers


def moved_since(connection: Connection, bday: str) -> set[str]:
    """Credits and clients that something happened to on a business day or later."""
    rows = connection.execute(
        text("SELECT DISTINCT holder FROM credit_change WHERE bday >= :bday"),
        {"bday": bday},
    )
    return set(rows.scalars())


@dataclass(frozen=True, slots=True)
class StockChange:
    """A movement of the stock, what was sold of it ("used"), or a count ("count").

    `milli` is what was added, or the level that was counted.
    """

    item: str
    kind: str
    milli: int
    ts: str
    op: str
    note: str


def stock_changes(
    connection: Connection, item: str = "", *, limit: int = 100
) -> list[StockChange]:
    """What happened to an item, or to all of the stock, the newest first."""
    where = "WHERE item = :item " if item else ""
    rows = connection.execute(
        text(
            f"SELECT item, kind, milli, ts, op, note FROM stock_change {where}"
            "ORDER BY hlc DESC, chain DESC, seq DESC LIMIT :limit"
        ),
        {"item": item, "limit": limit},
    )
    return [StockChange(*row) for row in rows]


def last_closing(
    connection: Connection, terminal: str
) -> tuple[DayClosed, Meta] | None:
    """The last closing of a terminal, with what its till goes on from."""
    row = connection.execute(
        text("SELECT version, place, data FROM thing WHERE kind = :kind AND id = :id"),
        {"kind": _CLOSING, "id": terminal},
    ).first()
    if row is None:
        return None
    data = orjson.loads(row.data)
    event = from_data(_CLOSING, row.version, data)
    if not isinstance(event, DayClosed):
        return None
    meta = Meta(
        # Without its number: what was written before it is yet to be folded.
        order=(row.place.partition("/")[0], terminal, 0),
        ts=data["_ts"],
        bday=data["_bday"],
        hash=data["_hash"],
    )
    return event, meta


def category_names(connection: Connection) -> dict[str, str]:
    """Id -> name of every category there ever was here."""
    rows = connection.execute(
        text("SELECT id, data FROM thing WHERE kind LIKE 'category.%' ORDER BY kind")
    )
    return {id_: orjson.loads(data).get("name", "") for id_, data in rows}


def newest_closing(connection: Connection) -> str:
    """When a till of this restaurant last closed its day, ISO 8601; "" for never."""
    rows = connection.execute(
        text("SELECT data FROM thing WHERE kind = :kind"), {"kind": _CLOSING}
    )
    return max((orjson.loads(data)["_ts"] for data in rows.scalars()), default="")


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """A receipt or refund of the list of documents.

    Attributes:
        beside: cents that one without turnover took, or gave back, besides.
    """

    id: str
    kind: str
    number: str
    order: str
    original: str
    bday: str
    ts: str
    op: str
    table: str
    ttc: int
    beside: int = 0


def documents(
    connection: Connection, *, bday: str = "", search: str = "", limit: int = 200
) -> list[DocumentRow]:
    """Receipts and refunds, newest first; `search` is part of a number or a table."""
    conditions, values = ["1 = 1"], {"limit": limit, "bday": bday}
    if bday:
        conditions.append("bday = :bday")
    if search:
        conditions.append("(number LIKE :search ESCAPE '!' OR table_number = :table)")
        literal = re.sub(r"([!%_])", r"!\1", search)
        values |= {"search": f"%{literal}%", "table": search}
    rows = connection.execute(
        text(
            "SELECT id, kind, number, order_id, original, bday, ts, op, table_number, "
            "ttc, CASE WHEN ttc = 0 THEN data ELSE '' END "
            f"FROM receipt WHERE {' AND '.join(conditions)} "  # fixed words
            "ORDER BY ts DESC, tseq DESC LIMIT :limit"
        ),
        values,
    )
    return [DocumentRow(*(*shown, _beside(data))) for *shown, data in rows]


def _beside(data: str) -> int:
    """Cents that a document took besides its turnover, of its row; of a tip alone it."""
    if not data:
        return 0
    told = orjson.loads(data)
    taken: int = sum(each["amount"] for each in told.get("beside", ()))
    return taken or sum(paid.get("tip", 0) for paid in told["payments"])


@dataclass(frozen=True, slots=True)
class StoredDocument:
    """A document with its printed number and moment."""

    number: str
    bday: str
    ts: str
    op: str
    extract: str
    document: ReceiptIssued | ReceiptRefunded


def document(connection: Connection, receipt_id: str) -> StoredDocument | None:
    """A stored document by its id."""
    found = _documents(connection, "id = :value", receipt_id)
    return found[0] if found else None


def document_by_number(connection: Connection, number: str) -> StoredDocument | None:
    """A stored document by its printed number."""
    found = _documents(connection, "number = :value", number)
    return found[0] if found else None


def refunds_of(connection: Connection, receipt_id: str) -> list[ReceiptRefunded]:
    """The refunds of a receipt, oldest first."""
    found = _documents(connection, "original = :value", receipt_id)
    return [f.document for f in found if isinstance(f.document, ReceiptRefunded)]


def last_document(connection: Connection, terminal: str) -> StoredDocument | None:
    """The newest document of a terminal."""
    newest = connection.execute(
        text("SELECT id FROM receipt WHERE chain = :chain ORDER BY tseq DESC LIMIT 1"),
        {"chain": terminal},
    ).scalar()
    return document(connection, newest) if newest else None


_NAMES = {"sale": "receipt.issued", "refund": "receipt.refunded"}


def _documents(connection: Connection, where: str, value: str) -> list[StoredDocument]:
    sql = (
        "SELECT kind, number, bday, ts, op, extract, data FROM receipt "
        f"WHERE {where} ORDER BY tseq"
    )
    found = []
    for row in connection.execute(text(sql), {"value": value}):
        event = from_data(_NAMES[row.kind], 1, orjson.loads(row.data))
        if isinstance(event, ReceiptIssued | ReceiptRefunded):
            found_at = row.number, row.bday, row.ts, row.op, row.extract
            stored = StoredDocument(*found_at, event)
            found.append(stored)
    return found


def first_and_last(connection: Connection, terminal: str, bday: str) -> tuple[int, int]:
    """First and last document number of a terminal's business day; (0, 0) for none."""
    row = connection.execute(
        text(
            "SELECT min(tseq), max(tseq) FROM receipt WHERE chain = :chain AND bday = :bday"
        ),
        {"chain": terminal, "bday": bday},
    ).one()
    return row[0] or 0, row[1] or 0


def unpaid_additions(connection: Connection, orders: Iterable[str]) -> list[str]:
    """Those of these orders that no document is about."""
    query = text("SELECT 1 FROM receipt WHERE order_id = :order LIMIT 1")
    return [
        order
        for order in orders
        if connection.execute(query, {"order": order}).first() is None
    ]


Sums = dict[tuple[str, str, str], int]
"""(family, item, measure) -> value."""


def day_sums(
    connection: Connection,
    first: str,
    last: str = "",
    *,
    terminal: str = "",
    family: str = "",
) -> Sums:
    """Sums of the business days `first` to `last` (inclusive; `first` alone without).

    Source: fiscal rule C-05, stored documents are summed, never computed again.
    """
    values = {"first": first, "last": last or first, "terminal": terminal}
    conditions, keys = ["bday BETWEEN :first AND :last"], "family, item, measure"
    if terminal:
        conditions.append("chain = :terminal")
    if family:
        conditions.append("family = :family")
        values["family"], keys = family, "item, measure"  # less to sort by
    named = (family,) if family else ()
    rows = connection.execute(
        text(
            f"SELECT {keys}, sum(value) FROM day_sum "
            f"WHERE {' AND '.join(conditions)} GROUP BY {keys}"  # fixed words
        ),
        values,
    )
    return {(*named, *key): int(value) for *key, value in rows}
