"""The sites of a head office as its hub knows them."""

from collections.abc import Callable

from app.hub.attaching import AttachingDesk
from app.hub.messages import GreetingError, TurnedAwayError
from app.hub.node import Node
from app.hub.peer import Peer
from app.services.sites import Sites


class SiteDoor:
    """Where sites come in; each meets its own member and no other.

    Args:
        left: told, in the network's thread, that a site says it is detached.

    Attributes:
        desk: attaches one more.
        seen: the sites as they stand.
        nodes: site -> its member, while it may come in.
        peers: site -> the terminal of it that is connected.
    """

    def __init__(
        self, desk: AttachingDesk, seen: Sites, left: Callable[[str], None]
    ) -> None:
        self.desk, self.seen, self._left = desk, seen, left
        self.nodes: dict[str, Node] = {}
        self.peers: dict[str, Peer] = {}

    def others(self, site: str) -> tuple[str, ...]:
        """The sites that are connected beside this one."""
        return tuple(sorted(each for each in self.peers if each != site))

    def look(self) -> None:
        """Tells each site which others are connected, where that changed. Any thread."""
        for peer in list(self.peers.values()):
            peer.look()

    def shut(self, site: str) -> None:
        """A site does not come in any more, and is told so. Any thread."""
        self.nodes.pop(site, None)
        peer = self.peers.get(site)
        if peer is not None:
            peer.end("site")

    def parted(self, site: str, error: GreetingError) -> None:
        """An exchange with a site has ended like this."""
        if isinstance(error, TurnedAwayError) and error.code == "revoked":
            self._left(site)
