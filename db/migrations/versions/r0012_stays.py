"""How long guests stayed, by how many they were and the step of their meal.

Revision 0012, after 0011.
"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    op.create_table(
        "stay",
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("size", sa.String(length=8), nullable=False),
        sa.Column("part", sa.String(length=8), nullable=False),
        sa.Column("step", sa.String(length=64), nullable=False),
        sa.Column("minutes", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("stays", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint(
            "month", "size", "part", "step", "minutes", name=op.f("pk_stay")
        ),
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
    )
