"""Which guests each document counts; not said of the older ones.

Revision 0011, after 0010.
"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    op.add_column("receipt", sa.Column("seated", sa.Integer(), nullable=True))
