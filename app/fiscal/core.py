"""The fiscal core: which files it is, its version and hash, who attests that.

`resources/fiscal` ships with the product: `core.json` lists the files with their SHA-256 and
gives them a version, `releases.jws` is the publisher's signed list of the versions that they
attest, `publisher.json` says who that is. The hash of what runs here is taken of the files
themselves, once a process; so a build has to carry the core as source files
(`docs/attestation.md`). Whoever changes a file loses the attestation and nothing else.

Source: `fiscal.md` A-02, A-03.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Final

from db.canonical import unb64u
from db.keys import PublicKey
from resources.texts import tr

if TYPE_CHECKING:
    from app.services.house import House

UNATTESTED: Final = "CORE_UNATTESTED"
UNATTESTED_WORDS: Final = "Version fiscale non attestée"
"""On papers and in files, which are French."""
SHORT: Final = 12
"""Hexadecimal digits of the hash in the `sw` of every entry."""


@dataclass(frozen=True, slots=True)
class Release:
    """A version that the publisher attests.

    Attributes:
        version: of the core ("F1.0"); hash: SHA-256 of its list of files.
        software: version of the product that it first shipped with.
        day: it was released, "YYYY-MM-DD".
    """

    version: str
    hash: str
    software: str
    day: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Publisher:
    """Who answers for the software; "" while it is not said.

    Attributes:
        first_marketed: day on which the first version came out, "YYYY-MM-DD".
        key: public key that signs the list of releases, a JWK; {} for none.
    """

    name: str = ""
    legal_form: str = ""
    siren: str = ""
    address: str = ""
    representative: str = ""
    capacity: str = ""
    place: str = ""
    software: str = "Sotto"
    first_marketed: str = ""
    licence: str = ""
    site: str = ""
    key: Mapping[str, str] = field(default_factory=dict)

    @property
    def known(self) -> bool:
        """Whether the publisher said who they are, without which they attest nothing."""
        return all((self.name, self.siren, self.address, self.representative))


@dataclass(frozen=True, slots=True, kw_only=True)
class Core:
    """The core that runs here.

    Attributes:
        hash: of its files, "" when they cannot be read.
        changed: files that are not those of the manifest.
        releases: versions that the publisher attests, the newest last.
    """

    version: str
    hash: str
    changed: tuple[str, ...]
    publisher: Publisher
    releases: tuple[Release, ...]

    @property
    def label(self) -> str:
        """Version and hash, short, as entries and papers bear them."""
        return f"{self.version} · {self.hash[:SHORT] or 'illisible'}"

    @property
    def attested(self) -> bool:
        """Whether the publisher attests exactly these files as this version."""
        return any(
            (each.version, each.hash) == (self.version, self.hash)
            for each in self.releases
        )

    def attests(self, software: str) -> bool:
        """Whether the `sw` of an entry names a version that the publisher attests."""
        ends = (f" · {each.version} · {each.hash[:SHORT]}" for each in self.releases)
        return software.endswith(tuple(ends))


@cache
def core() -> Core:
    """The core of this process; its files are read once, some milliseconds."""
    folder = Path(str(files("resources").joinpath("fiscal")))
    return read_core(folder, folder.parents[1])


def version_words(software: str) -> str:
    """The `sw` of an entry as a report says it: with the fact that nobody attests it."""
    proved = core().attests(software)
    return software if proved else f"{software} · {tr('non attestée')}"


def read_core(folder: Path, root: Path) -> Core:
    """The core that `folder` describes and whose files lie under `root`."""
    manifest = json.loads((folder / "core.json").read_text(encoding="utf-8"))
    told = json.loads((folder / "publisher.json").read_text(encoding="utf-8"))
    publisher = Publisher(**told)
    listed: dict[str, str] = manifest["files"]
    found = hashes_of(root, listed)
    return Core(
        version=manifest["version"],
        hash=hash_of(found) if all(found.values()) else "",
        changed=tuple(name for name, its in listed.items() if found[name] != its),
        publisher=publisher,
        releases=releases_in(folder / "releases.jws", publisher.key),
    )


def hashes_of(root: Path, names: Mapping[str, str] | list[str]) -> dict[str, str]:
    """File -> its SHA-256, "" for one that cannot be read."""
    return {name: _file_hash(root / name) for name in names}


def _file_hash(path: Path) -> str:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""


def hash_of(hashes: Mapping[str, str]) -> str:
    """The hash of a core: of what `sha256sum` prints of its files in sorted order."""
    lines = (f"{hashes[name]}  {name}\n" for name in sorted(hashes))
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def releases_in(path: Path, key: Mapping[str, str]) -> tuple[Release, ...]:
    """The releases of a list that `key` signed; none of any other.

    Source: RFC 7515, compact form.
    """
    try:
        head, body, signature = path.read_text(encoding="ascii").strip().split(".")
        signed = f"{head}.{body}".encode()
        if not PublicKey(key).verifies(signed, unb64u(signature)):
            return ()
        return tuple(Release(**each) for each in json.loads(unb64u(body))["releases"])
    except (OSError, ValueError, KeyError, TypeError):
        return ()


def note_unattested(house: "House") -> None:
    """Says in the journal that this start runs a core that nobody attests, an alarm until
    a manager has seen it; beside real trade there is nothing to attest."""
    if not house.mark and not core().attested:
        house.note_soon(UNATTESTED, core().label)
