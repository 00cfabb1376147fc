"""Invoices and credit notes.

Revision 0008, after 0007.
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.create_table(
        "invoice",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("type", sa.String(length=8), nullable=False),
        sa.Column("number", sa.String(length=24), nullable=False),
        sa.Column("chain", sa.String(length=16), nullable=False),
        sa.Column("tseq", sa.Integer(), nullable=False),
        sa.Column("receipt", sa.String(length=40), nullable=False),
        sa.Column("original", sa.String(length=40), nullable=False),
        sa.Column("bday", sa.String(length=10), nullable=False),
        sa.Column("ts", sa.String(length=35), nullable=False),
        sa.Column("op", sa.String(length=40), nullable=False),
        sa.Column("data", sa.Text(length=16777215), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invoice")),
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
    )
    with op.batch_alter_table("invoice", schema=None) as batch_op:
        for column in ("bday", "number", "original", "receipt"):
            batch_op.create_index(batch_op.f(f"ix_invoice_{column}"), [column])
