"""What the head office holds of its sites: in each of them it is one more terminal.

A head office is a restaurant's journal of its own. For each site that is attached to it,
it has a member: a profile that is an ordinary enrolled terminal of that site, with the
role `HEAD_OFFICE` (`domain/terminals`). What the site writes comes up into the member's
house; what the head office says to the site, the member's house writes.
"""

from dataclasses import dataclass
from typing import Protocol

from app.services.house import House
from app.services.ports import Post


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
