"""Drafts the next schema revision: `python -m db.migrations MESSAGE MODULE...`."""

import importlib
import sys
import tempfile
from pathlib import Path

from db.database import Database
from db.migrations import draft


def main(message: str, modules: list[str]) -> None:
    """Writes a revision for the tables that the named modules define."""
    for name in modules:
        importlib.import_module(name)
    with tempfile.TemporaryDirectory() as folder:
        database = Database.open(Path(folder) / "draft.db")
        try:
            with database.write() as connection:
                path = draft(connection, message)
        finally:
            database.close()
    sys.stdout.write(f"{path}\n")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
