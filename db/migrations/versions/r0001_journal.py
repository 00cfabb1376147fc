"""The journal, its followers and the keys of persons.

Revision 0001, the first.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

# What is copied from `db.tables` stays as it was when this revision was released.
_PORTABLE: dict[str, Any] = {"mysql_charset": "utf8mb4", "mysql_collate": "utf8mb4_bin"}

_REFUSED = "the journal is append-only"
_GAPLESS = "the journal is gapless"
_NEXT = "(SELECT coalesce(max(seq), 0) + 1 FROM journal WHERE chain = NEW.chain)"
_SQLITE = "CREATE TRIGGER {} ON journal {} BEGIN SELECT RAISE(ABORT, '{}'); END"
_MARIADB = (
    "CREATE TRIGGER {} ON journal FOR EACH ROW "
    "{} SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = '{}'{}"
)

# The gapless one also closes INSERT OR REPLACE, which deletes without a delete trigger.
_TRIGGERS = {
    "sqlite": (
        _SQLITE.format("journal_no_update BEFORE UPDATE", "", _REFUSED),
        _SQLITE.format("journal_no_delete BEFORE DELETE", "", _REFUSED),
        _SQLITE.format(
            "journal_gapless BEFORE INSERT", f"WHEN NEW.seq <> {_NEXT}", _GAPLESS
        ),
    ),
    "mysql": (
        _MARIADB.format("journal_no_update BEFORE UPDATE", "", _REFUSED, ""),
        _MARIADB.format("journal_no_delete BEFORE DELETE", "", _REFUSED, ""),
        _MARIADB.format(
            "journal_gapless BEFORE INSERT",
            f"IF NEW.seq <> {_NEXT} THEN",
            _GAPLESS,
            "; END IF",
        ),
    ),
}


def upgrade() -> None:
    """Creates the tables and the triggers that make the journal append-only."""
    op.create_table(
        "journal",
        sa.Column("chain", sa.String(32), nullable=False),
        sa.Column("seq", sa.BigInteger, nullable=False, autoincrement=False),
        sa.Column("type", sa.String(64), nullable=False),
        sa.Column("series", sa.String(16)),
        sa.Column("tseq", sa.BigInteger, nullable=False),
        sa.Column("stream", sa.String(120), nullable=False),
        sa.Column("ts", sa.String(35), nullable=False),
        sa.Column("bday", sa.String(10), nullable=False),
        sa.Column("jws", sa.Text(2**22 - 1), nullable=False),
        sa.Column("hash", sa.String(43), nullable=False),
        sa.PrimaryKeyConstraint("chain", "seq", name="pk_journal"),
        **_PORTABLE,
    )
    op.create_index(
        "ix_journal_chain_series_tseq",
        "journal",
        ["chain", "series", "tseq"],
        unique=True,
        sqlite_where=sa.text("series IS NOT NULL"),
    )
    op.create_index("ix_journal_stream", "journal", ["stream"])
    op.create_index("ix_journal_chain_bday_seq", "journal", ["chain", "bday", "seq"])
    op.create_table(
        "follower",
        sa.Column("name", sa.String(64), nullable=False),
        sa.Column("chain", sa.String(32), nullable=False),
        sa.Column("seq", sa.BigInteger, nullable=False, autoincrement=False),
        sa.PrimaryKeyConstraint("name", "chain", name="pk_follower"),
        **_PORTABLE,
    )
    op.create_table(
        "effect",
        sa.Column("chain", sa.String(32), nullable=False),
        sa.Column("seq", sa.BigInteger, nullable=False, autoincrement=False),
        sa.Column("purpose", sa.String(120), nullable=False),
        sa.PrimaryKeyConstraint("chain", "seq", "purpose", name="pk_effect"),
        **_PORTABLE,
    )
    op.create_table(
        "person_key",
        sa.Column("person", sa.String(64), nullable=False),
        sa.Column("secret", sa.LargeBinary(32), nullable=False),
        sa.Column("erased", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("person", name="pk_person_key"),
        **_PORTABLE,
    )
    for statement in _TRIGGERS[op.get_bind().dialect.name]:
        op.execute(statement)
