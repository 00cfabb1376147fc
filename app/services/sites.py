"""What the head office holds of its sites: in each of them it is one more terminal.

A head office is a restaurant's journal of its own. For each site that is attached to it,
it has a member: a profile that is an ordinary enrolled terminal of that site, with the
role `HEAD_OFFICE` (`domain/terminals`). What the site writes comes up into the member's
house; what the head office says to the site, the member's house writes.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Protocol

from app.services.house import House
from app.services.ports import Post
from db import reading
from db.database import Database
from db.profile import Profile

SITE: Final = "site"
"""What a code is for that attaches a site; other codes are for the role of a terminal."""

FOLDER: Final = "sites"


def member_profile(office: Profile, site: str) -> Profile:
    """The profile of a site's member, in that of the head office."""
    return Profile(office.folder / FOLDER / site)


@dataclass(frozen=True, slots=True, eq=False)
class Member:
    """One site as the head office has it open.

    Attributes:
        site: id of the site, the same for ever.
        name: what the head office called it when it was opened.
        house: the member's house; it belongs to a thread of its own.
        post: runs a function later in that thread; callable from any thread.
        pepper: what keys the PINs and badges of that site.
    """

    site: str
    name: str
    house: House
    post: Post
    pepper: bytes


@dataclass(frozen=True, slots=True)
class SiteSource:
    """Where the figures of a site are read: the member's database.

    Attributes:
        own: the member's chain, which the site did not write.
    """

    site: str
    name: str
    database: Database
    own: str

    def heard(self) -> str:
        """When the newest entry of the site that came up was written, ISO 8601; "" for
        none.

        Raises:
            KnownError: the journal cannot be read.
        """
        chains = [chain for chain in reading.vector(self.database) if chain != self.own]
        heads = (reading.head(self.database, chain) for chain in chains)
        return max((head.ts for head in heads), default="")


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteSeen:
    """A site as its head office sees it now.

    Attributes:
        active: False once it was detached.
        linked: it is connected at this moment.
        trouble: why its member is not open, in words; "" when it is.
        member: None while it is not open.
    """

    site: str
    name: str
    active: bool = True
    linked: bool = False
    trouble: str = ""
    member: Member | None = None

    @property
    def source(self) -> SiteSource | None:
        """Where its figures are read; None while its member is not open."""
        if self.member is None:
            return None
        house = self.member.house
        return SiteSource(self.site, self.name, house.database, house.terminal)


Sites = Callable[[], tuple[SiteSeen, ...]]
"""The sites of this head office, by name. Any thread."""


class Downflow(Protocol):
    """Has every site know what the head office says of the things that all share.

    Called in the thread of the head office's house.
    """

    def opened(self, member: Member) -> None:
        """A member is open: at the start of the head office, or freshly attached."""
        ...

    def closed(self, site: str) -> None:
        """A member is about to be closed: nothing may be posted to it any more."""
        ...
