"""Things and the days of reservations keep the place of their fact in canonical order.

Revision 0007, after 0006. The stamp alone left the later arrival where two were equal.
"""

import sqlalchemy as sa
from alembic import op

from db.entry import parse
from db.errors import DatabaseDamagedError

revision = "0007"
down_revision = "0006"

_TABLES = (
    sa.table("thing", sa.column("kind"), sa.column("id"), sa.column("place")),
    sa.table("reservation_day", sa.column("reservation"), sa.column("place")),
)
_ENTRIES = "SELECT chain, seq, jws FROM journal WHERE type IN (SELECT DISTINCT kind FROM thing)"


def upgrade() -> None:
    connection = op.get_bind()
    for table in _TABLES:
        with op.batch_alter_table(table.name) as batch_op:
            batch_op.alter_column(
                "hlc",
                new_column_name="place",
                existing_type=sa.String(length=24),
                type_=sa.String(length=64),
                existing_nullable=False,
            )
    places: dict[str, str] = {}
    for chain, seq, jws in connection.execute(sa.text(_ENTRIES)):
        try:
            stamp = parse(jws).hlc
        except DatabaseDamagedError:
            continue  # the verification tells of it
        places[stamp] = max(places.get(stamp, ""), f"{stamp}/{chain}/{seq:012d}")
    for table in _TABLES:
        *key, place = table.columns
        same = [column == sa.bindparam(f"_{column.name}") for column in key]
        rows = [
            {f"_{column.name}": row[column] for column in key}
            | {"place": places.get(row[place], row[place])}
            for row in connection.execute(sa.select(table)).mappings()
        ]
        if rows:
            connection.execute(table.update().where(*same), rows)
