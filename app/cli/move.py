"""`sotto hub export` and `sotto hub import`: a journal moves to another database."""

from pathlib import Path

from app.fiscal.checking import rebuild_database, verify_database
from app.starting import disk_told, held
from db.database import Database
from db.errors import DatabaseUnreachableError
from db.findings import Report
from db.moving import move
from db.profile import Profile


def export_to(file: Path, profile: Profile, server: str) -> Report:
    """Writes the journal of a profile, or of a server, into a new SQLite file."""
    return _moved(server or profile.database, file, profile)


def import_from(file: Path, profile: Profile, server: str) -> Report:
    """Puts the journal of a SQLite file into the profile, or on a server.

    The profile's own file is set aside then: whoever went on in it would write the chain
    a second time.
    """
    with disk_told():
        profile.create()
    with held(profile):
        report = _moved(file, server or profile.database, profile)
        if server and file.resolve() == profile.database.resolve():
            with disk_told():
                for suffix in ("-wal", "-shm", ""):
                    old = file.with_name(file.name + suffix)
                    if old.exists():
                        old.replace(file.with_name(f"{file.name}.moved{suffix}"))
    return report


def _moved(source: Path | str, target: Path | str, profile: Profile) -> Report:
    """Copies, then checks what has arrived."""
    if isinstance(source, Path) and not source.is_file():
        raise DatabaseUnreachableError(f"no such file: {source.name}")
    reading = Database.open(source, read_only=True)
    try:
        written = move(reading, target, rebuild_database)
    finally:
        reading.close()
    try:
        return verify_database(written, profile)
    finally:
        written.close()
