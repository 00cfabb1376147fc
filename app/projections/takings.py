"""What business days took, up to an hour: the figures that days are compared by."""

from dataclasses import dataclass

from sqlalchemy import Connection, text

_MONEY = """
SELECT coalesce(sum(ttc), 0),
       coalesce(sum(CASE WHEN kind = 'sale' AND ttc <> 0 THEN 1 ELSE 0 END), 0)
FROM receipt WHERE bday BETWEEN :bday AND :last AND ts <= :until
"""
# Each document counts its guests; of older ones each has all of the table. Two terminals
# that were apart may both have taken the money of a table: it ate once.
_SEATED = """CASE WHEN sum(seated) > max(covers) THEN max(covers)
        ELSE coalesce(sum(seated), 0)
        + coalesce(max(CASE WHEN seated IS NULL THEN covers END), 0) END"""
_COVERS = f"""
SELECT coalesce(sum(covers), 0) FROM (
    SELECT {_SEATED} AS covers FROM receipt
    WHERE bday BETWEEN :bday AND :last AND ts <= :until AND kind = 'sale'
    GROUP BY order_id
) orders
"""
_COVERS_BY_HOUR = f"""
SELECT hour, sum(covers) FROM (
    SELECT {_SEATED} AS covers, substr(min(ts), 12, 2) AS hour FROM receipt
    WHERE bday = :bday AND chain = :chain AND kind = 'sale' GROUP BY order_id
) orders GROUP BY hour
"""
_COVERS_OF_DAYS = f"""
SELECT bday, hour, sum(covers) FROM (
    SELECT bday, {_SEATED} AS covers, substr(min(ts), 12, 2) AS hour FROM receipt
    WHERE bday BETWEEN :first AND :last AND kind = 'sale' GROUP BY bday, order_id
) orders GROUP BY bday, hour
"""
_ALWAYS = "9999"


@dataclass(frozen=True, slots=True)
class Takings:
    """Net turnover in cents with VAT, receipts and covers of stored documents.

    A document that only takes a tip, a voucher or a deposit is no receipt of a sale.
    """

    ttc: int
    receipts: int
    covers: int

    @property
    def per_cover(self) -> int:
        """Cents that a cover brought on average, rounded down; 0 without any."""
        return self.ttc // self.covers if self.covers else 0


def takings(
    connection: Connection, bday: str, until: str = "", *, last: str = ""
) -> Takings:
    """What the documents of a business day come to, or of all up to `last`.

    Args:
        until: leave out those after this moment (ISO 8601 with offset).
    """
    values = {"bday": bday, "last": last or bday, "until": until or _ALWAYS}
    ttc, receipts = connection.execute(text(_MONEY), values).one()
    covers = connection.execute(text(_COVERS), values).scalar_one()
    return Takings(int(ttc), int(receipts), int(covers))


def covers_by_hour(connection: Connection, bday: str, chain: str) -> dict[int, int]:
    """Hour of the first document of an order -> covers, of one terminal."""
    values = {"bday": bday, "chain": chain}
    rows = connection.execute(text(_COVERS_BY_HOUR), values)
    return {int(hour): int(covers) for hour, covers in rows if covers}


def covers_of_days(
    connection: Connection, first: str, last: str
) -> dict[tuple[str, int], int]:
    """(business day, hour of the first document of an order) -> covers of the house; an
    open day without covers has its hours with 0."""
    rows = connection.execute(text(_COVERS_OF_DAYS), {"first": first, "last": last})
    return {(bday, int(hour)): int(covers) for bday, hour, covers in rows}
