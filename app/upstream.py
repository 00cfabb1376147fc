"""The head office that this restaurant is attached to, as this terminal reaches it.

The terminal that carries the hub dials, because a restaurant sits behind a box. Nothing
here waits for the head office: a site works without it.
"""

from collections.abc import Callable
from functools import partial
from threading import Thread
from typing import TYPE_CHECKING

from app.bootstrap import Opened
from app.hub.node import Node
from app.services.house import Actor
from app.services.ports import UpstreamStatus
from db.errors import KnownError
from resources.texts import tr

if TYPE_CHECKING:
    from app.hub.link import Link


class UpstreamRoom:
    """The link to the head office, while this terminal carries the hub.

    Args:
        changed: told, in any thread, when `status` is not what it was.
        again: has `set_up` called in the thread for it.
    """

    def __init__(
        self,
        opened: Opened,
        node: Node,
        changed: Callable[[], None],
        again: Callable[[], None],
    ) -> None:
        self._opened, self._house, self._node = opened, opened.house, node
        self._changed, self._again = changed, again
        self._attaching = False
        self._link: Link | None = None
        self._linked, self._since = False, self._house.clock()

    def status(self) -> UpstreamStatus:
        """How it stands now."""
        if self._link is None:
            return UpstreamStatus()
        link, since = self._link.status, self._since
        reason = link.reason or link.refused
        return UpstreamStatus(link.state.value, since.isoformat(), reason)

    def heard(self) -> frozenset[str]:
        """The other sites that are connected to the head office, as it says."""
        link = self._link
        return link.status.sites if link is not None else frozenset()

    def set_up(self, *, carried: bool) -> None:
        """Dials, or does so no longer, as the journal has it now. Not in the thread of
        the house.

        Args:
            carried: this terminal carries the hub.
        """
        if self._attaching:
            return  # the head office does not know this restaurant yet
        wanted = carried and self._house.world.terminals.upstream is not None
        if wanted and self._link is None:
            from app.hub.link import Link

            self._linked, self._since = False, self._house.clock()
            self._link = Link(self._node, self._addresses, self._heed)
            self._link.start()
        elif not wanted:
            self.close()

    def close(self) -> None:
        """Ends the link. Not in the thread of the house."""
        link, self._link = self._link, None
        if link is not None:
            link.stop()

    def attach(
        self, address: str, code: str, actor: Actor, heard: Callable[[str], None]
    ) -> None:
        """Attaches this restaurant to the head office at an address.

        Args:
            heard: told in the thread of the house: "" once it is attached, else why not.
        """
        work = partial(self._attach, address, code, actor, heard)
        Thread(target=work, name="attaching", daemon=True).start()

    def _attach(
        self, address: str, code: str, actor: Actor, heard: Callable[[str], None]
    ) -> None:
        try:
            self.attach_now(address, code, actor)
        except KnownError as error:
            words = error.text()
        except TimeoutError:
            words = tr("La machine est trop occupée : essayez de nouveau.")
        else:
            words = ""
        self._node.post(partial(heard, words))

    def attach_now(self, address: str, code: str, actor: Actor) -> None:
        """The same, and waits. Not in the thread of the house.

        Raises:
            KnownError: it is not attached.
            TimeoutError: the house is busy.
        """
        from app.hub.attaching import attach

        code = code.replace(" ", "")
        self._attaching = True
        try:
            attach(self._node, self._opened.pepper, address, code, actor)
        finally:
            self._attaching = False
            self._again()

    def _addresses(self) -> list[str]:
        upstream = self._house.world.terminals.upstream
        return [upstream.address] if upstream is not None else []

    def _heed(self) -> None:
        link = self._link
        linked = link is not None and link.status.state.value == "linked"
        if linked is not self._linked:
            self._linked, self._since = linked, self._house.clock()
        self._changed()
