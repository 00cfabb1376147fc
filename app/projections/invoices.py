"""Questions asked of the invoices that were issued."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

import orjson
from sqlalchemy import Connection, text

from app.domain.invoices.events import CREDIT, InvoiceIssued
from app.domain.invoices.reports import FlowStated
from app.domain.wire import from_data

_LATEST = "~"
"""Sorts behind every id."""


@dataclass(frozen=True, slots=True)
class StoredInvoice:
    """An invoice or a credit note with its place in the journal."""

    number: str
    bday: str
    ts: str
    op: str
    event: InvoiceIssued


def invoices_of(connection: Connection, document: str) -> list[StoredInvoice]:
    """The invoices of a receipt, or the credit notes of a refund."""
    return _invoices(connection, "receipt = :value", {"value": document})


def credit_notes_of(connection: Connection, invoice: str) -> list[StoredInvoice]:
    """The credit notes that take an invoice back."""
    return _invoices(connection, "original = :value", {"value": invoice})


def invoice_named(connection: Connection, name: str) -> StoredInvoice | None:
    """An invoice by its id or its printed number."""
    found = _invoices(connection, "id = :value OR number = :value", {"value": name})
    return found[0] if found else None


def invoices(
    connection: Connection,
    *,
    first: str = "",
    last: str = "9999-12-31",
    search: str = "",
    before: str = "",
    limit: int = 200,
) -> list[StoredInvoice]:
    """Invoices of some business days, the newest first.

    Args:
        search: part of a number.
        before: id of an invoice; older ones than that. Ids grow with time.
    """
    literal = re.sub(r"([!%_])", r"!\1", search)
    values: dict[str, str | int] = {
        "first": first,
        "last": last,
        "limit": limit,
        "search": f"%{literal}%",
        "before": before or _LATEST,
    }
    where = (
        "id < :before AND bday BETWEEN :first AND :last "
        "AND number LIKE :search ESCAPE '!'"
    )
    return _invoices(connection, where, values, "id DESC LIMIT :limit")


def uncredited(connection: Connection, chain: str) -> list[str]:
    """Ids of the refunds of a terminal whose receipt was invoiced, without credit note."""
    rows = connection.execute(
        text(
            "SELECT DISTINCT r.id, r.tseq FROM invoice i "
            "JOIN receipt r ON r.original = i.receipt AND r.chain = :chain "
            "LEFT JOIN invoice c ON c.receipt = r.id "
            "WHERE i.type <> :credit AND c.id IS NULL ORDER BY r.tseq"
        ),
        {"chain": chain, "credit": CREDIT},
    )
    return [row.id for row in rows]


def flows(connection: Connection, subject: str = "") -> dict[str, FlowStated]:
    """How each file stands that goes to the platform, or one of them, by subject."""
    one = " AND id = :id" if subject else ""
    rows = connection.execute(
        text(f"SELECT data FROM thing WHERE kind = 'flow.stated'{one} ORDER BY place"),
        {"id": subject} if subject else {},
    )
    found = (from_data("flow.stated", 1, orjson.loads(row.data)) for row in rows)
    return {each.subject: each for each in found if isinstance(each, FlowStated)}


def _invoices(
    connection: Connection,
    where: str,
    values: Mapping[str, str | int],
    order: str = "tseq",
) -> list[StoredInvoice]:
    rows = connection.execute(
        text(
            f"SELECT number, bday, ts, op, data FROM invoice WHERE {where} "
            f"ORDER BY {order}"  # fixed words
        ),
        values,
    )
    found = []
    for row in rows:
        event = from_data("invoice.issued", 1, orjson.loads(row.data))
        if isinstance(event, InvoiceIssued):
            found.append(StoredInvoice(row.number, row.bday, row.ts, row.op, event))
    return found
