"""The read tables: things as last set, documents, sums by day, stock; two small ones.

They follow the journal and can be dropped and rebuilt from it (`sotto journal rebuild`).
Types are portable between SQLite and MariaDB.
"""

from sqlalchemy import BigInteger, Column, Index, Integer, String, Table, Text

from db.tables import PORTABLE, metadata

thing = Table(
    "thing",
    metadata,
    Column("kind", String(32), primary_key=True),
    Column("id", String(64), primary_key=True),
    Column("version", Integer, nullable=False),
    Column("place", String(64), nullable=False),
    Column("data", Text(2**24 - 1), nullable=False),
    **PORTABLE,
)
"""Articles, tables, people, settings, closings...: the latest fact of each, as JSON.
`kind` is the wire name of that fact, `place` its place in canonical order."""

remaining = Table(
    "remaining",
    metadata,
    Column("article", String(64), primary_key=True),
    Column("initial", BigInteger, nullable=False),
    Column("milli", BigInteger, nullable=False),
    **PORTABLE,
)
"""Countdowns: thousandths when the count was set, and left now."""

receipt = Table(
    "receipt",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("kind", String(16), nullable=False),
    Column("number", String(24), nullable=False),
    Column("chain", String(16), nullable=False),
    Column("tseq", Integer, nullable=False),
    Column("seq", Integer, nullable=False),
    Column("order_id", String(40), nullable=False),
    Column("original", String(40), nullable=False),
    Column("bday", String(10), nullable=False),
    Column("ts", String(35), nullable=False),
    Column("op", String(40), nullable=False),
    Column("extract", String(8), nullable=False),
    Column("table_number", String(16), nullable=False),
    Column("covers", Integer, nullable=False),
    Column("ttc", BigInteger, nullable=False),
    Column("seated", Integer),
    Column("data", Text(2**24 - 1), nullable=False),
    Index(None, "bday"),
    Index(None, "number"),
    Index(None, "original"),
    Index(None, "order_id"),
    **PORTABLE,
)
"""Receipts ("sale") and refunds ("refund", with `original` the receipt given back)."""

invoice = Table(
    "invoice",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("type", String(8), nullable=False),
    Column("number", String(24), nullable=False),
    Column("chain", String(16), nullable=False),
    Column("tseq", Integer, nullable=False),
    Column("receipt", String(40), nullable=False),
    Column("original", String(40), nullable=False),
    Column("bday", String(10), nullable=False),
    Column("ts", String(35), nullable=False),
    Column("op", String(40), nullable=False),
    Column("data", Text(2**24 - 1), nullable=False),
    Index(None, "bday"),
    Index(None, "number"),
    Index(None, "receipt"),
    Index(None, "original"),
    **PORTABLE,
)
"""Invoices ("380") of a receipt, and credit notes ("381") of a refund, with `original` the
invoice that is taken back."""

day_sum = Table(
    "day_sum",
    metadata,
    Column("family", String(16), primary_key=True),
    Column("bday", String(10), primary_key=True),
    Column("chain", String(16), primary_key=True),
    Column("item", String(64), primary_key=True),
    Column("measure", String(16), primary_key=True),
    Column("value", BigInteger, nullable=False),
    Index(None, "bday", "chain"),
    sqlite_with_rowid=False,  # rows in the order of the key: half the reading
    **PORTABLE,
)
"""Sums of stored documents and counts of acts by business day and terminal, in cents,
thousandths or times. Families: vat, tender, hour, article, category, operator, control,
document."""

reservation_day = Table(
    "reservation_day",
    metadata,
    Column("reservation", String(64), primary_key=True),
    Column("date", String(10), nullable=False),
    Column("place", String(64), nullable=False),
    Index(None, "date"),
    **PORTABLE,
)
"""The day a reservation is for, so that those of long ago need not be read again. Its
facts are in `thing`."""

stock_change = Table(
    "stock_change",
    metadata,
    Column("item", String(64), primary_key=True),
    Column("hlc", String(24), primary_key=True),
    Column("chain", String(16), primary_key=True),
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    Column("kind", String(16), nullable=False),
    Column("milli", BigInteger, nullable=False),
    Column("ts", String(35), nullable=False),
    Column("op", String(40), nullable=False),
    Column("note", String(200), nullable=False),
    Index(None, "kind", "item"),
    **PORTABLE,
)
"""Every movement of the stock ("delivery", "waste", "transfer", "correction", "used") and
every count ("count"), in thousandths. A level is the last count and what came after it in
canonical order, so a change that arrives late counts where it belongs."""

credit_change = Table(
    "credit_change",
    metadata,
    Column("holder", String(64), primary_key=True),
    Column("hlc", String(24), primary_key=True),
    Column("chain", String(16), primary_key=True),
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    Column("kind", String(16), nullable=False),
    Column("what", String(16), nullable=False),
    Column("cents", BigInteger, nullable=False),
    Column("bday", String(10), nullable=False),
    Column("ts", String(35), nullable=False),
    Column("op", String(40), nullable=False),
    Column("order_id", String(40), nullable=False),
    Column("pays", Text),
    **PORTABLE,
)
"""Every move of a credit or of a client's account; a balance is the sum of its moves. A
settlement `pays` the moves that it names ("C1-482 C2-17")."""

made = Table(
    "made",
    metadata,
    Column("month", String(7), primary_key=True),
    Column("article", String(64), primary_key=True),
    Column("part", String(8), primary_key=True),
    Column("minutes", Integer, primary_key=True, autoincrement=False),
    Column("dishes", Integer, nullable=False),
    **PORTABLE,
)
"""How many dishes of an article took so many minutes from fired to bumped, by month and
part of the day."""

stay = Table(
    "stay",
    metadata,
    Column("month", String(7), primary_key=True),
    Column("size", String(8), primary_key=True),
    Column("part", String(8), primary_key=True),
    Column("step", String(64), primary_key=True),
    Column("minutes", Integer, primary_key=True, autoincrement=False),
    Column("stays", Integer, nullable=False),
    **PORTABLE,
)
"""How many tables had so many minutes left from a step of their meal, by month, size of the
party and part of the day."""

READ_TABLES = (
    thing,
    remaining,
    receipt,
    invoice,
    day_sum,
    reservation_day,
    stock_change,
    credit_change,
    made,
    stay,
)
