"""Which charges a settlement pays; "" where nobody said.

Revision 0013, after 0012.
"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    op.add_column("credit_change", sa.Column("pays", sa.Text(), nullable=True))
