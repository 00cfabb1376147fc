"""What a terminal keeps of its pairing: the restaurant, whom to trust, where the hub is.

The file lies in the key folder and holds nothing secret.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from app.domain.environment import (
    PRODUCTION,
    TRAINING,
    Environment,
    environment_named,
)
from db.profile import Profile
from db.whole_file import write_whole

FILE = "site.json"
HUB_PORT = 8443
"""Where a hub listens unless it is told otherwise."""
FIRST_CHAIN = "C1"
"""Chain of a terminal that was paired with nobody: it is alone, or the first."""


@dataclass(frozen=True, slots=True)
class Site:
    """The restaurant that this terminal was paired with.

    Attributes:
        id: of the restaurant.
        chain: the chain that this terminal writes.
        founder: chain of the terminal that first carried the hub, whose entries enrol
            the others; x, y: its key.
        address: where the hub was found, "host:port".
        environment: of the restaurant, which is this terminal's from then on.
    """

    id: str
    chain: str
    founder: str
    x: str
    y: str
    address: str
    environment: Environment = PRODUCTION

    @property
    def jwk(self) -> Mapping[str, str]:
        """The founder's key."""
        return {"kty": "EC", "crv": "P-256", "x": self.x, "y": self.y}

    def write(self, folder: Path) -> None:
        """Keeps it, whole or not at all."""
        write_whole(folder / FILE, json.dumps(asdict(self), indent=1).encode())


def own_chain(folder: Path) -> str:
    """The chain that the profile with this key folder writes; a school (`fiscal.md`
    B-11) writes that of its till with an "X" behind it.

    Raises:
        ValueError: as `read_site`.
    """
    site = read_site(folder)
    if site:
        return site.chain
    till = folder.parent.parent / folder.name
    school = folder.parent.name == TRAINING and till.is_dir()
    return f"{own_chain(till)}-X" if school else FIRST_CHAIN


def school_of(profile: Profile) -> Profile:
    """The school of a profile's till, in a folder of it."""
    return Profile(profile.folder / TRAINING)


def read_site(folder: Path) -> Site | None:
    """The pairing of the profile with this key folder; None if there was none.

    Raises:
        ValueError: the file is not what `Site.write` writes.
    """
    try:
        stored = (folder / FILE).read_text(encoding="utf-8")
    except FileNotFoundError:
        return None
    try:
        told = json.loads(stored)
        environment = environment_named(told.pop("environment", ""))
        return Site(**told, environment=environment)
    except (TypeError, AttributeError) as error:
        raise ValueError(f"{FILE}: {error}") from error


def console_url(place: str) -> str:
    """The developer console of the hub at "host:port"."""
    return f"https://{place}/developers"
