"""What happened to credits and clients' accounts.

Revision 0009, after 0008.
"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    op.create_table(
        "credit_change",
        sa.Column("holder", sa.String(length=64), nullable=False),
        sa.Column("hlc", sa.String(length=24), nullable=False),
        sa.Column("chain", sa.String(length=16), nullable=False),
        sa.Column("seq", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("what", sa.String(length=16), nullable=False),
        sa.Column("cents", sa.BigInteger(), nullable=False),
        sa.Column("bday", sa.String(length=10), nullable=False),
        sa.Column("ts", sa.String(length=35), nullable=False),
        sa.Column("op", sa.String(length=40), nullable=False),
        sa.Column("order_id", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint(
            "holder", "hlc", "chain", "seq", name=op.f("pk_credit_change")
        ),
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
    )
