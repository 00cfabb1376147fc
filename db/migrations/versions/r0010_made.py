"""How long dishes took, by article.

Revision 0010, after 0009.
"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    op.create_table(
        "made",
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("article", sa.String(length=64), nullable=False),
        sa.Column("part", sa.String(length=8), nullable=False),
        sa.Column("minutes", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("dishes", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint(
            "month", "article", "part", "minutes", name=op.f("pk_made")
        ),
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
    )
