"""The journal's own tables, and the one `metadata` that read tables join.

Column types are portable and bounded, so the same schema creates on SQLite and on
MariaDB; text compares byte by byte on both. The triggers that make the journal
append-only are in the first migration.
"""

from typing import Any, Final

from sqlalchemy import (
    BigInteger,
    Column,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
    text,
)

metadata: Final = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

# For every table: case matters in hashes and ids, and MariaDB's default ignores it.
PORTABLE: Final[dict[str, Any]] = {
    "mysql_charset": "utf8mb4",
    "mysql_collate": "utf8mb4_bin",
}

# `jws` is the truth; every other column repeats a part of it for the indexes and is
# compared with it by `verify`. `series` is NULL where nothing is counted, because NULLs
# do not collide in a unique index on either engine (and SQLite need not store them).
journal: Final = Table(
    "journal",
    metadata,
    Column("chain", String(32), nullable=False),
    Column("seq", BigInteger, nullable=False, autoincrement=False),
    Column("type", String(64), nullable=False),
    Column("series", String(16)),
    Column("tseq", BigInteger, nullable=False),
    Column("stream", String(120), nullable=False),
    Column("ts", String(35), nullable=False),
    Column("bday", String(10), nullable=False),
    Column("jws", Text(2**22 - 1), nullable=False),
    Column("hash", String(43), nullable=False),
    PrimaryKeyConstraint("chain", "seq"),
    Index(
        None,
        "chain",
        "series",
        "tseq",
        unique=True,
        sqlite_where=text("series IS NOT NULL"),
    ),
    Index(None, "stream"),
    Index(None, "chain", "bday", "seq"),
    **PORTABLE,
)

follower: Final = Table(
    "follower",
    metadata,
    Column("name", String(64), nullable=False),
    Column("chain", String(32), nullable=False),
    Column("seq", BigInteger, nullable=False, autoincrement=False),
    PrimaryKeyConstraint("name", "chain"),
    **PORTABLE,
)

effect: Final = Table(
    "effect",
    metadata,
    Column("chain", String(32), nullable=False),
    Column("seq", BigInteger, nullable=False, autoincrement=False),
    Column("purpose", String(120), nullable=False),
    PrimaryKeyConstraint("chain", "seq", "purpose"),
    **PORTABLE,
)

# `secret` is empty once the person was erased: the row stays so that nobody, not even a
# terminal that comes back late, makes a new key for them.
person_key: Final = Table(
    "person_key",
    metadata,
    Column("person", String(64), primary_key=True),
    Column("secret", LargeBinary(32), nullable=False),
    Column("erased", Integer, nullable=False),
    **PORTABLE,
)

# `status` is 0 until the answer is known: the effect is there, and `thing` says of what.
answer: Final = Table(
    "answer",
    metadata,
    Column("request", String(64), primary_key=True),
    Column("payload", String(64), nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("thing", String(80), nullable=False),
    Column("status", Integer, nullable=False),
    Column("body", Text(2**22 - 1), nullable=False),
    Index(None, "at"),
    **PORTABLE,
)
"""What programs were answered, so that a request that is repeated does nothing twice."""

# `place` is the order in which things happened; moments are milliseconds since 1970.
delivery: Final = Table(
    "delivery",
    metadata,
    Column("webhook", String(64), nullable=False),
    Column("message", String(96), nullable=False),
    Column("place", String(96), nullable=False),
    Column("event", String(64), nullable=False),
    Column("body", Text(2**22 - 1), nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("state", String(16), nullable=False),
    Column("due", BigInteger, nullable=False),
    Column("since", BigInteger, nullable=False),
    Column("tries", Integer, nullable=False),
    Column("status", Integer, nullable=False),
    Column("error", String(200), nullable=False),
    PrimaryKeyConstraint("webhook", "message"),
    Index(None, "state", "due"),
    **PORTABLE,
)
"""What webhooks were told, or are still to be told."""

OWN_TABLES: Final = (journal, follower, effect, person_key, answer, delivery)
