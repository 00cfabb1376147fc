"""What a control asks for at once: versions with their attestations, tills, card terminals.

Thirty days are left to produce it (LPF L. 80 O), and card terminals have to be shown
(CGI 1770 quaterdecies). Everything follows from the journal, but the signed attestations:
they are PDF files in the profile's `attestations/`.

Source: `fiscal.md` A-04.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from app.domain.archives import ArchiveMade
from app.domain.settings import DeviceSet, EventRecorded
from app.fiscal.attestation import root_of
from app.services.facts import facts_of
from db import reading
from db.database import Database
from db.entry import Entry

SIGNED, UNSIGNED, MISSING = "signed", "unsigned", "missing"
_SIGNED_END: Final = "_signee.pdf"
_CHECKS: Final = ("VERIFY_OK", "VERIFY_FAILED")
_PARTS: Final = 3
"""Of an entry's `sw`: product, version of the core, its hash."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionUsed:
    """A version that wrote entries here.

    Attributes:
        software: as entries name it; version: of its core, "" when it names none.
        first, last: moments of its first and last technical events.
        chains: that it wrote.
    """

    software: str
    version: str
    first: str
    last: str
    chains: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LastCheck:
    """The last verification that the journal tells of, "" for none."""

    code: str = ""
    ts: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trail:
    """What the journal tells a control of.

    Attributes:
        devices: card terminals, each as it was set last.
    """

    versions: tuple[VersionUsed, ...]
    check: LastCheck
    devices: tuple[DeviceSet, ...]
    archives: tuple[ArchiveMade, ...]


def trail(database: Database, devices: dict[str, DeviceSet]) -> Trail:
    """Reads it; any thread but the house's.

    Raises:
        KnownError: the data cannot be read.
    """
    versions: dict[str, VersionUsed] = {}
    check = LastCheck()
    for entry in reading.entries(database, stream="jet", after={}, readable=True):
        versions[entry.sw] = _seen(versions.get(entry.sw), entry.sw, entry)
        told = next(iter(facts_of((entry,))), None)
        event = told.event if told else None
        if isinstance(event, EventRecorded) and event.code in _CHECKS:
            found = LastCheck(code=event.code, ts=entry.ts, detail=event.detail)
            check = max(check, found, key=lambda each: each.ts)
    made = facts_of(
        reading.entries(database, stream="archive", after={}, readable=True)
    )
    return Trail(
        versions=tuple(sorted(versions.values(), key=lambda each: each.first)),
        check=check,
        devices=tuple(d for d in devices.values() if d.kind == "terminal"),
        archives=tuple(f.event for f in made if isinstance(f.event, ArchiveMade)),
    )


def _seen(before: VersionUsed | None, software: str, entry: Entry) -> VersionUsed:
    return VersionUsed(
        software=software,
        version=version_of(software),
        first=min(before.first, entry.ts) if before else entry.ts,
        last=max(before.last, entry.ts) if before else entry.ts,
        chains=tuple(sorted({*(before.chains if before else ()), entry.chain})),
    )


def version_of(software: str) -> str:
    """The version of the core that the `sw` of an entry names, "" for none."""
    parts = software.split(" · ")
    return parts[1] if len(parts) == _PARTS else ""


# ------------------------------------------------------------------ attestations


def attestations_in(folder: Path) -> list[Path]:
    """The attestations that the house keeps, by name."""
    return sorted(folder.glob("attestation_*.pdf"))


def signed_name(version: str) -> str:
    """The name of the signed attestation of a version."""
    return f"attestation_{version}{_SIGNED_END}"


def state_of(version: str, names: list[str]) -> str:
    """Whether a version has its attestation: one of its root covers its subdivisions."""
    if not version:
        return MISSING
    start = f"attestation_{root_of(version)}."
    mine = [name for name in names if name.startswith(start)]
    if any(name.endswith(_SIGNED_END) for name in mine):
        return SIGNED
    return UNSIGNED if mine else MISSING
