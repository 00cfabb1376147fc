"""The read tables of reservations and of the stock.

Revision 0003, after 0002.
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_table(
        "reservation_day",
        sa.Column("reservation", sa.String(length=64), nullable=False),
        sa.Column("date", sa.String(length=10), nullable=False),
        sa.Column("hlc", sa.String(length=24), nullable=False),
        sa.PrimaryKeyConstraint("reservation", name=op.f("pk_reservation_day")),
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
    )
    with op.batch_alter_table("reservation_day", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_reservation_day_date"), ["date"], unique=False
        )
    op.create_table(
        "stock_change",
        sa.Column("item", sa.String(length=64), nullable=False),
        sa.Column("hlc", sa.String(length=24), nullable=False),
        sa.Column("chain", sa.String(length=16), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False, autoincrement=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("milli", sa.BigInteger(), nullable=False),
        sa.Column("ts", sa.String(length=35), nullable=False),
        sa.Column("op", sa.String(length=40), nullable=False),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint(
            "item", "hlc", "chain", "seq", name=op.f("pk_stock_change")
        ),
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
    )
    with op.batch_alter_table("stock_change", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_stock_change_kind_item"), ["kind", "item"], unique=False
        )
