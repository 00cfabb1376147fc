"""Entries -> rows of the read tables, inside the transaction that appends them.

Every change is an insert, a replacement by a newer fact, or an addition to a sum, so
entries can be folded one by one or in bulk with the same result.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from functools import cache

import orjson
from sqlalchemy import Connection

from app.domain.access.events import RequestNoted
from app.domain.catalogue.events import AvailabilitySet, StockConsumed
from app.domain.credits.state import MOVING, move_of
from app.domain.floor.stays import StayEnded
from app.domain.inventory.events import StockCounted, StockMoved, StockUsed
from app.domain.inventory.state import deltas
from app.domain.invoices.events import InvoiceIssued
from app.domain.kitchen.events import DishesReady
from app.domain.receipts.events import ReceiptIssued, ReceiptRefunded
from app.domain.reservations.events import Reservation
from app.domain.till.events import DayClosed
from app.domain.vocabulary import MILLI, Meta
from app.domain.wire import FACTS, spec_of, to_data
from app.projections.made import MADE, MADE_MYSQL, made_rows
from app.projections.stays import STAY, STAY_MYSQL, stay_rows
from app.projections.sums import COUNTED, sums
from db.database import driver_cursor

THINGS: dict[str, str] = {
    "article.set": "id",
    "article.office_set": "id",
    "article.own_set": "article,field",
    "article.sites_set": "id",
    "category.set": "id",
    "category.office_set": "id",
    "modifier_group.set": "id",
    "modifier_group.office_set": "id",
    "course.set": "id",
    "course.office_set": "id",
    "station.set": "id",
    "station.office_set": "id",
    "station.open_set": "station",
    "route.set": "id",
    "price_list.set": "id",
    "price_list.office_set": "id",
    "promotion.set": "id",
    "promotion.office_set": "id",
    "mix.set": "id",
    "preset.set": "id",
    "manner.set": "kind,id",
    "terms.set": "kind,id",
    "guest_name.set": "kind,id,language",
    "vat.set": "code,since",
    "vat.office_set": "code,since",
    "room.set": "id",
    "section.set": "id",
    "section.given": "section",
    "fixture.set": "id",
    "tracing.set": "room",
    "table.set": "id",
    "table.blocked": "table",
    "tables.joined": "tables",
    "tables.linked": "tables",
    "role.set": "id",
    "role.office_set": "id",
    "staff.set": "id",
    "staff.office_set": "id",
    "staff.sites_set": "id",
    "staff.voice_set": "person",
    "staff.comfort_set": "person",
    "staff.keys_set": "person",
    "staff.pager_set": "person",
    "code_key.set": "mark",
    "tips.shared": "first",
    "api_key.created": "key",
    "api_key.revoked": "key",
    "access.password_set": "person",
    "access.second_factor_set": "person",
    "setting.set": "key",
    "device.set": "id",
    "event.recorded": "code",
    "terminal.set": "chain",
    "terminal.located": "chain",
    "terminal.display_set": "chain",
    "terminal.limits_set": "chain",
    "kitchen.shown": "chain",
    "hub.set": "site",
    "upstream.set": "site",
    "site.set": "site",
    "till.file_kept": "id",
    "till.day_closed": "till",
    "till.month_closed": "till",
    "till.year_closed": "till",
    "establishment.day_closed": "till",
    "establishment.month_closed": "till",
    "establishment.year_closed": "till",
    "archive.made": "terminal",
    "training.started": "terminal",
    "training.ended": "terminal",
    "journal.segment_opened": "chain,trusted_hash",
    "reservation.created": "id",
    "reservation.changed": "id",
    "reservation.status_changed": "reservation",
    "reservation.reminded": "reservation",
    "reservation.service_set": "id",
    "inventory.item_set": "id",
    "inventory.recipe_set": "article",
    "inventory.low_stock": "item",
    "inventory.restocked": "item",
    "channels.set": "",
    "webhook.created": "webhook",
    "webhook.changed": "webhook",
    "webhook.removed": "webhook",
    "webhook.secret_set": "webhook",
    "credit.issued": "credit",
    "credit.topped_up": "credit",
    "credit.office_set": "credit",
    "credit.elsewhere": "credit,site",
    "client.set": "client",
    "client.came": "client",
    "client.forgotten": "client",
    "client.reminded": "client",
    "client.debited": "client",
    "client.debit_ended": "client",
    "company.set": "id",
    "company.forgotten": "id",
    "invoice.issued": "terminal",
    "ereport.made": "kind,first",
    "flow.stated": "subject",
}
"""Wire name -> fields that make the id of a thing whose latest fact is kept, "" for the
only one of its kind.

A fact about several things (`tables.joined`) is the latest of each of them."""

_STOCK = (StockMoved, StockUsed, StockCounted)

PROJECTED = frozenset(THINGS) | {
    name
    for name, spec in FACTS.items()
    if spec.cls
    in (
        *COUNTED,
        AvailabilitySet,
        StockConsumed,
        *_STOCK,
        *MOVING,
        DishesReady,
        StayEnded,
    )
}
"""Wire names of the facts that change a read table; a rebuild reads no others, and leaves
the notes of requests alone: answers stand in them that are nowhere else."""

NOTES_KEPT_S = 48 * 3600
"""How long a request is known after it was carried out."""

_THING = """
INSERT INTO thing (kind, id, version, place, data)
VALUES (:kind, :id, :version, :place, :data)
ON CONFLICT (kind, id) DO UPDATE SET
version = excluded.version, place = excluded.place, data = excluded.data
WHERE excluded.place > thing.place
"""
_THING_MYSQL = """
INSERT INTO thing (kind, id, version, place, data)
VALUES (:kind, :id, :version, :place, :data)
ON DUPLICATE KEY UPDATE
version = IF(VALUES(place) > place, VALUES(version), version),
data = IF(VALUES(place) > place, VALUES(data), data),
place = GREATEST(VALUES(place), place)
"""
_SUM = """
INSERT INTO day_sum (family, bday, chain, item, measure, value)
VALUES (:family, :bday, :chain, :item, :measure, :value)
ON CONFLICT (family, bday, chain, item, measure) DO UPDATE SET
value = value + excluded.value
"""
_SUM_MYSQL = """
INSERT INTO day_sum (family, bday, chain, item, measure, value)
VALUES (:family, :bday, :chain, :item, :measure, :value)
ON DUPLICATE KEY UPDATE value = value + VALUES(value)
"""
_FORGET_SUMS = "DELETE FROM day_sum WHERE chain = :chain AND bday = :bday"
_COUNT = """
INSERT INTO remaining (article, initial, milli) VALUES (:article, :milli, :milli)
ON CONFLICT (article) DO UPDATE SET
initial = excluded.initial, milli = excluded.milli
"""
_COUNT_MYSQL = """
INSERT INTO remaining (article, initial, milli) VALUES (:article, :milli, :milli)
ON DUPLICATE KEY UPDATE initial = VALUES(initial), milli = VALUES(milli)
"""
_CONSUME = "UPDATE remaining SET milli = milli - :milli WHERE article = :article"
_UNCOUNT = "DELETE FROM remaining WHERE article = :article"
_DAY = """
INSERT INTO reservation_day (reservation, date, place)
VALUES (:reservation, :date, :place)
ON CONFLICT (reservation) DO UPDATE SET date = excluded.date, place = excluded.place
WHERE excluded.place > reservation_day.place
"""
_DAY_MYSQL = """
INSERT INTO reservation_day (reservation, date, place)
VALUES (:reservation, :date, :place)
ON DUPLICATE KEY UPDATE
date = IF(VALUES(place) > place, VALUES(date), date),
place = GREATEST(VALUES(place), place)
"""
_CHANGE = """
INSERT INTO stock_change (item, hlc, chain, seq, kind, milli, ts, op, note)
VALUES (:item, :hlc, :chain, :seq, :kind, :milli, :ts, :op, :note)
"""
_CREDIT = """
INSERT INTO credit_change (holder, hlc, chain, seq, kind, what, cents, bday, ts, op,
                           order_id, pays)
VALUES (:holder, :hlc, :chain, :seq, :kind, :what, :cents, :bday, :ts, :op, :order_id,
        :pays)
"""
_NOTE = """
INSERT INTO answer (request, payload, at, thing, status, body)
VALUES (:request, :payload, :at, :thing, 0, '')
ON CONFLICT (request) DO NOTHING
"""
_NOTE_MYSQL = """
INSERT IGNORE INTO answer (request, payload, at, thing, status, body)
VALUES (:request, :payload, :at, :thing, 0, '')
"""
_FORGET_NOTES = "DELETE FROM answer WHERE at < :at"
_RECEIPT = """
INSERT INTO receipt (id, kind, number, chain, tseq, seq, order_id, original, bday, ts,
                     op, extract, table_number, covers, seated, ttc, data)
VALUES (:id, :kind, :number, :chain, :tseq, :seq, :order_id, :original, :bday, :ts,
        :op, :extract, :table_number, :covers, :seated, :ttc, :data)
"""
_INVOICE = """
INSERT INTO invoice (id, type, number, chain, tseq, receipt, original, bday, ts, op, data)
VALUES (:id, :type, :number, :chain, :tseq, :receipt, :original, :bday, :ts, :op, :data)
"""

Row = dict[str, object]
Sum = tuple[str, str, str]
"""Family, item, measure."""


def project(connection: Connection, facts: Iterable[tuple[object, Meta]]) -> None:
    """Writes what these facts change in the read tables."""
    mysql = connection.dialect.name in ("mysql", "mariadb")
    things: list[Row] = []
    documents: list[Row] = []
    invoices: list[Row] = []
    days: list[Row] = []
    changes: list[Row] = []
    moves: list[Row] = []
    made: list[Row] = []
    stays: list[Row] = []
    added: dict[tuple[str, str, str, str, str], int] = {}
    for event, meta in facts:
        _, chain, _ = meta.order
        if spec_of(event).name in THINGS:
            things += thing_rows(event, meta)
            if isinstance(event, Reservation):
                days.append(_day_row(event, meta))
            elif isinstance(event, InvoiceIssued):
                invoices.append(invoice_row(event, meta))
        elif isinstance(event, ReceiptIssued | ReceiptRefunded):
            documents.append(receipt_row(event, meta))
        elif isinstance(event, AvailabilitySet | StockConsumed):
            _stock(connection, event, mysql=mysql)
        elif isinstance(event, _STOCK):
            changes += _change_rows(event, meta)
        elif isinstance(event, RequestNoted):
            _note(connection, event, meta, mysql=mysql)
        if isinstance(event, MOVING):
            moves += _credit_rows(event, meta)
        made += made_rows(event, meta)
        stays += stay_rows(event, meta)
        for family, item, measure, value in sums(event, meta):
            key = family, meta.bday, chain, item, measure
            added[key] = added.get(key, 0) + value
    # Many rows in one call: when tables are rebuilt, the calls are what costs.
    for sql, many in (
        (_THING_MYSQL if mysql else _THING, things),
        (_DAY_MYSQL if mysql else _DAY, days),
        (_CHANGE, changes),
        (_CREDIT, moves),
        (MADE_MYSQL if mysql else MADE, made),
        (STAY_MYSQL if mysql else STAY, stays),
        (_RECEIPT, documents),
        (_INVOICE, invoices),
        (_SUM_MYSQL if mysql else _SUM, _sum_rows(added)),
    ):
        if many:
            _execute(connection, sql, many)


def put_sums(
    connection: Connection, chain: str, bday: str, found: Mapping[Sum, int]
) -> None:
    """Replaces the sums of a terminal's business day by others."""
    mysql = connection.dialect.name in ("mysql", "mariadb")
    rows = _sum_rows(
        {(f, bday, chain, i, m): cents for (f, i, m), cents in found.items()}
    )
    _execute(connection, _FORGET_SUMS, [{"chain": chain, "bday": bday}])
    _execute(connection, _SUM_MYSQL if mysql else _SUM, rows)


def _sum_rows(added: Mapping[tuple[str, str, str, str, str], int]) -> list[Row]:
    return [
        {
            "family": family,
            "bday": bday,
            "chain": chain,
            "item": item,
            "measure": measure,
            "value": value,
        }
        for (family, bday, chain, item, measure), value in added.items()
    ]


def _stock(
    connection: Connection, event: AvailabilitySet | StockConsumed, *, mysql: bool
) -> None:
    row: Row = {"article": event.article}
    if isinstance(event, StockConsumed):
        _execute(connection, _CONSUME, [row | {"milli": event.quantity}])
    elif event.remaining < 0:
        _execute(connection, _UNCOUNT, [row])
    else:
        sql = _COUNT_MYSQL if mysql else _COUNT
        _execute(connection, sql, [row | {"milli": event.remaining * MILLI}])


def _note(
    connection: Connection, event: RequestNoted, meta: Meta, *, mysql: bool
) -> None:
    at = int(datetime.fromisoformat(meta.ts).timestamp())
    row = to_data(event) | {"at": at}
    _execute(connection, _NOTE_MYSQL if mysql else _NOTE, [row])
    _execute(connection, _FORGET_NOTES, [{"at": at - NOTES_KEPT_S}])


def recount(
    connection: Connection, article: str, facts: Iterable[tuple[object, Meta]]
) -> None:
    """Counts an article down anew, from all facts about it in canonical order."""
    mysql = connection.dialect.name in ("mysql", "mariadb")
    _execute(connection, _UNCOUNT, [{"article": article}])
    for event, _ in facts:
        if isinstance(event, AvailabilitySet | StockConsumed):
            _stock(connection, event, mysql=mysql)


def thing_rows(event: object, meta: Meta) -> Iterator[Row]:
    """The rows that keep the latest fact about a thing, or about each of several.

    A closing keeps its number, time and hash as well, because the till goes on from it.
    """
    spec = spec_of(event)
    fields = filter(None, THINGS[spec.name].split(","))
    named = [getattr(event, field) for field in fields]
    ids = named[0] if named and isinstance(named[0], tuple) else ("/".join(named),)
    data = to_data(event)
    if isinstance(event, DayClosed):
        data |= {"_ts": meta.ts, "_hash": meta.hash, "_bday": meta.bday}
    for thing in ids:
        yield {
            "kind": spec.name,
            "id": thing,
            "version": spec.version,
            "place": meta.place,
            "data": _dumps(data),
        }


def _day_row(event: Reservation, meta: Meta) -> Row:
    return {"reservation": event.id, "date": event.date, "place": meta.place}


def _change_rows(
    event: StockMoved | StockUsed | StockCounted, meta: Meta
) -> Iterator[Row]:
    """A row for each item of the stock that a fact is about."""
    hlc, chain, seq = meta.order
    kind, note = "used", ""
    milli: dict[str, int] = {}
    if isinstance(event, StockCounted):
        kind, milli = "count", {event.item: event.level}
    else:
        for item, quantity in deltas(event):
            milli[item] = milli.get(item, 0) + quantity
    if isinstance(event, StockMoved):
        kind, note = event.kind, event.note
    for item, quantity in milli.items():
        yield {
            "item": item,
            "hlc": hlc,
            "chain": chain,
            "seq": seq,
            "kind": kind,
            "milli": quantity,
            "ts": meta.ts,
            "op": meta.op,
            "note": note,
        }


def _credit_rows(event: object, meta: Meta) -> Iterator[Row]:
    """The row of what a fact does to a balance, if it does."""
    if (move := move_of(event)) is None:
        return
    hlc, chain, seq = meta.order
    yield {
        "holder": move.holder,
        "hlc": hlc,
        "chain": chain,
        "seq": seq,
        "kind": move.kind,
        "what": move.what,
        "cents": move.cents,
        "bday": meta.bday,
        "ts": meta.ts,
        "op": meta.op,
        "order_id": getattr(event, "order", ""),
        "pays": " ".join(getattr(event, "pays", ())),
    }


def receipt_row(event: ReceiptIssued | ReceiptRefunded, meta: Meta) -> Row:
    """The row of a document."""
    sale = isinstance(event, ReceiptIssued)
    _, chain, seq = meta.order
    return {
        "id": event.receipt,
        "kind": "sale" if sale else "refund",
        "number": f"{chain}-{meta.tseq:06d}",
        "chain": chain,
        "tseq": meta.tseq,
        "seq": seq,
        "order_id": event.order,
        "original": "" if isinstance(event, ReceiptIssued) else event.of,
        "bday": meta.bday,
        "ts": meta.ts,
        "op": meta.op,
        "extract": meta.extract,
        "table_number": event.table if isinstance(event, ReceiptIssued) else "",
        "covers": event.covers if isinstance(event, ReceiptIssued) else 0,
        "seated": event.seated if isinstance(event, ReceiptIssued) else None,
        "ttc": event.ttc,
        "data": _dumps(to_data(event)),
    }


def invoice_row(event: InvoiceIssued, meta: Meta) -> Row:
    """The row of an invoice or a credit note."""
    return {
        "id": event.invoice,
        "type": event.type,
        "number": event.number,
        "chain": meta.chain,
        "tseq": meta.tseq,
        "receipt": event.of[0],
        "original": event.credits,
        "bday": meta.bday,
        "ts": meta.ts,
        "op": meta.op,
        "data": _dumps(to_data(event)),
    }


def _execute(connection: Connection, sql: str, rows: list[Row]) -> None:
    """Runs a statement for all rows as the driver takes them: none is looked at again."""
    statement = _written(sql, connection.dialect.paramstyle)
    driver_cursor(connection).executemany(statement, rows)


@cache
def _written(sql: str, paramstyle: str) -> str:
    """The statement as a driver wants it: SQLite's takes `:name` as it stands."""
    named = paramstyle in ("format", "pyformat")
    return re.sub(r":(\w+)", r"%(\1)s", sql) if named else sql


def _dumps(data: dict[str, object]) -> str:
    return orjson.dumps(data).decode()
