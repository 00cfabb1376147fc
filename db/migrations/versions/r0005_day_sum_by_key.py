"""The sums of days lie in the order of their key.

Revision 0005, after 0004. On SQLite alone: MariaDB stores every table so.
"""

from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        by_key = {"sqlite_with_rowid": False}
        with op.batch_alter_table("day_sum", recreate="always", table_kwargs=by_key):
            pass
