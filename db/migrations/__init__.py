"""Versions of the schema, run by Alembic.

A revision is a file `versions/rNNNN_name.py` whose `revision` is "NNNN". The newest one
is known from the file names alone, so a start with an up-to-date database never imports
Alembic. To add a revision after changing tables, let Alembic write the draft:

    python -m db.migrations "read tables" app.projections.tables

It names the modules that define tables, compares them with a fresh database and writes
the next file, which a person then reads.
"""

import re
from collections.abc import Collection
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection

from db.errors import DatabaseTooNewError
from db.tables import metadata

if TYPE_CHECKING:
    from alembic.config import Config

_FOLDER = Path(__file__).parent
_FILE_NAME = re.compile(r"r(\d{4})_\w+\.py")


def newest() -> str:
    """The newest revision that this program knows, four digits."""
    names = (_FILE_NAME.fullmatch(path.name) for path in _versions().iterdir())
    return max(match[1] for match in names if match)


def upgrade(connection: Connection, *, stored: str | None) -> None:
    """Brings the schema from the revision `stored` to the newest, in the transaction.

    Raises:
        DatabaseTooNewError: the database is ahead of this program.
    """
    if stored is not None and stored > newest():
        raise DatabaseTooNewError(f"revision {stored} is newer than {newest()}")
    from alembic import command

    command.upgrade(_config(connection), "head")


def differences(connection: Connection, tables: Collection[str]) -> list[Any]:
    """What Alembic would still change to make these tables match `metadata`.

    The elements are Alembic's own descriptions; an empty list means "no difference".
    """
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    def wanted(name: str | None, kind: str, _parents: object) -> bool:
        return kind != "table" or name in tables

    context = MigrationContext.configure(
        connection,
        opts={
            "include_name": wanted,
            "include_object": lambda _, name, kind, *__: wanted(name, kind, None),
        },
    )
    return list(compare_metadata(context, metadata))


def draft(connection: Connection, message: str) -> Path:
    """Writes the next revision from what `metadata` has and the database lacks."""
    from alembic import command

    number = f"{int(newest()) + 1:04d}"
    script = command.revision(
        _config(connection), message, autogenerate=True, rev_id=number
    )
    if script is None or isinstance(script, list):
        raise RuntimeError(f"Alembic wrote {script!r} instead of one revision")
    return Path(script.path)


def _config(connection: Connection) -> "Config":
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_FOLDER).replace("%", "%%"))
    config.set_main_option("file_template", "r%%(rev)s_%%(slug)s")
    config.attributes["connection"] = connection
    return config


def _versions() -> Path:
    return _FOLDER / "versions"
