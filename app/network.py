"""How this terminal stands with the others: alone, linked to a hub, or carrying it.

The journal says who carries the hub (`hub.set`); this room makes it so, at the start and
whenever it changes. A hub looks for another hub of its restaurant as well: when both
were apart and two terminals carried one, they meet and the later fact stands.
"""

import logging
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from threading import Event, Thread
from typing import TYPE_CHECKING

from app.bootstrap import Opened
from app.domain.settings import SEEN
from app.domain.terminals.decide import SayWhere
from app.domain.terminals.events import HubSet, SiteSet, UpstreamSet
from app.domain.vocabulary import Refusal
from app.followers.sharing import Sharing
from app.hub.founding import carry, put_down
from app.hub.places import (
    heir_places,
    own_addresses,
    place_at,
    port_of,
    reachable,
)
from app.hub.programs import HubPrograms
from app.hub.standby import Standby
from app.rooms.pay import PayRoom
from app.services.house import SYSTEM, Actor, Fact, facts_of
from app.services.ports import NetworkStatus, PairingOffer, Post, Programs
from app.services.presence import Presence
from app.services.site import HUB_PORT
from app.services.sites import SITE, SiteSeen
from app.sites import SiteRoom
from app.starting import disk_told
from app.telling import notifier_of
from app.upstream import UpstreamRoom
from db.errors import KnownError
from resources.texts import tr

if TYPE_CHECKING:
    from app.hub.discovery import Discovery
    from app.hub.link import Link
    from app.hub.pairing import CodeDesk
    from app.hub.server import Hub

_BEAT_S = 5.0
"""How often this room looks after what nobody tells it."""
_PORTS = range(HUB_PORT, HUB_PORT + 10)
"""A restaurant and a sandbox may both carry a hub on one machine."""
_TURN_S = 60.0
"""Between two terminals that would take the hub over: the second one sees the first."""
_log = logging.getLogger("sotto.network")


class NetworkRoom:
    """The hub and the link of this process, from `start` to `stop`.

    Every method is called in the thread of the house. Opening ports, joining threads and
    announcing take their time, so they happen in a thread of this room.

    Args:
        post: hands a function to the thread of the house.
        changed: told in that thread when `status` is not what it was.
        clock: seconds that never go back.
        hosts: the addresses of this machine, the likeliest first.

    Attributes:
        sites: those of this head office.
        upstream: the head office of this restaurant.
        pay: the provider on whose pages guests pay.
    """

    def __init__(
        self,
        opened: Opened,
        post: Post,
        changed: Callable[[], None] = lambda: None,
        clock: Callable[[], float] = time.monotonic,
        hosts: Callable[[], list[str]] = own_addresses,
    ) -> None:
        self._opened, self._post, self._changed = opened, post, changed
        self._house = opened.house
        self._node = opened.node(post)
        downflow = Sharing(self._house, opened.pepper, post)
        self.sites = SiteRoom(opened, post, downflow, clock)
        self.upstream = UpstreamRoom(opened, self._node, self._on_upstream, self._again)
        self._hub: Hub | None = None
        self._link: Link | None = None
        self._desk: CodeDesk | None = None
        self._discovery: Discovery | None = None
        self._unfollow: Callable[[], None] = lambda: None
        self._clock, self._seen_s, self._hosts = clock, clock(), hosts
        self._standby = Standby(self._node, clock)
        self._presence = Presence(clock)
        self._failed = ""
        self._former: list[str] = []
        self._worker = ThreadPoolExecutor(1, thread_name_prefix="network")
        self._over = Event()
        self.pay = PayRoom(opened, post, self._over)
        self._beating = Thread(target=self._beat, name="network beat")

    def start(self) -> None:
        """Does what the journal says; what stands in the way is logged and journaled."""
        self._unfollow = self._house.follow(self._follow)
        self._house.apart, self._house.heard = self._apart, self._heard
        if self._node.site_id:
            self._worker.submit(_logged, self._set_up)
        self._beating.start()

    def stop(self) -> None:
        """Ends hub and link and joins their threads."""
        self._unfollow()
        self._over.set()
        if self._beating.is_alive():
            self._beating.join()
        self._worker.submit(_logged, self._close)
        self._worker.shutdown(wait=True)

    def _apart(self) -> bool:
        """Whether this terminal has a hub to listen to and does not hear it."""
        link = self._link
        return link is not None and link.status.state.value != "linked"

    def _heard(self) -> frozenset[str]:
        """The other sites of the head office that are connected to it, as it says."""
        if self._hub is not None:
            return self.upstream.heard()
        return self._link.status.sites if self._link is not None else frozenset()

    def status(self) -> NetworkStatus:
        """How it stands now."""
        known = tuple(self._house.world.terminals.known)
        ahead = self._node.ahead()
        lacking = {chain: tickets for chain, (_, tickets) in ahead.items()}
        return replace(self._presence.look(self._status(), known), lacking=lacking)

    def _status(self) -> NetworkStatus:
        hub = self._hub  # another thread puts it down
        if hub is not None:
            connected = tuple(sorted(hub.peers))
            address = place_at(self._hosts()[0], hub.port)
            upstream = self.upstream.status()
            return NetworkStatus(
                "carrying",
                "",
                connected,
                level=True,
                address=address,
                upstream=upstream,
                whole=not self._opened.database.shared,
            )
        if self._link is None:
            return NetworkStatus()
        link = self._link.status
        return NetworkStatus(
            link.state.value,
            link.hub,
            connected=link.there or (),
            whole=link.there is not None,
            level=self._link.level.is_set(),
            reason=link.reason or link.refused,
            address=self._house.world.terminals.hub_place(link.hub),
            since=link.since,
        )

    def carry(
        self,
        actor: Actor,
        heard: Callable[[str], None],
        ports: Sequence[int] = _PORTS,
    ) -> None:
        """Carries the hub from now on: the first one founds the restaurant's network, a
        later one takes it over.

        Args:
            heard: told in the thread of the house: "" once it is carried, else why not.
            ports: it listens on the first one that is free.
        """
        self._worker.submit(_logged, partial(self._carry, actor, heard, ports))

    def put_down(self, actor: Actor) -> Refusal | None:
        """Carries the hub no longer.

        Raises:
            KnownError: nothing can be written.
        """
        return put_down(self._node, actor)

    def open_pairing(self, name: str, role: str, actor: Actor) -> PairingOffer | None:
        """Opens a code for a new terminal, or for a `SITE` of this head office; None
        when the hub is not carried here."""
        if self._hub is None:
            return None
        site = role == SITE
        self._desk = desk = self.sites.door.desk if site else self._hub.desk
        offer = desk.open(name, role, actor)
        uri = "" if site else f"sotto://{self.status().address}/{offer.code}"
        return PairingOffer(offer.code, uri, desk.seconds_left())

    def pairing_left(self) -> int:
        """Seconds that the code opened last still holds, 0 when it is not open."""
        return self._desk.seconds_left() if self._desk is not None else 0

    def close_pairing(self) -> None:
        """The code opened last is void."""
        if self._desk is not None:
            self._desk.close()

    def programs(self) -> Programs | None:
        """What the hub that is carried here knows of programs."""
        hub = self._hub
        return HubPrograms(hub.api) if hub is not None and hub.api is not None else None

    def seen_sites(self) -> tuple[SiteSeen, ...]:
        """The sites of this head office."""
        return self.sites.seen()

    def attach(
        self, address: str, code: str, actor: Actor, heard: Callable[[str], None]
    ) -> None:
        """Attaches this restaurant to the head office at an address.

        Args:
            heard: told in the thread of the house: "" once it is attached, else why not.
        """
        self.upstream.attach(address, code, actor, heard)

    def _follow(self, facts: Sequence[Fact]) -> None:
        if any(isinstance(f.event, HubSet | UpstreamSet | SiteSet) for f in facts):
            self._again()

    def _again(self) -> None:
        self._worker.submit(_logged, self._set_up)

    # In the room's own thread

    def _carry(
        self, actor: Actor, heard: Callable[[str], None], ports: Sequence[int]
    ) -> None:
        try:
            hub = self._hub or self._served_on(ports)
        except KnownError as error:
            self._post(partial(heard, error.text()))
            return
        name = self._name()

        def write() -> None:
            before, self._hub = self._hub, hub  # what is written asks for it at once
            try:
                refused = carry(
                    *(self._node, hub.port, actor),
                    name=name,
                    role="pos",
                    hosts=self._hosts(),
                )
                words = told(refused) if refused else ""
            except KnownError as error:
                words = error.text()
            if words:
                self._hub = before
            if words and before is None:
                self._worker.submit(_logged, hub.stop)
            heard(words)

        self._post(write)

    def _set_up(self) -> None:
        """Hub, link and announcement as the journal has them now."""
        carried = self._house.world.terminals.hub
        ours = carried is not None and carried.chain == self._node.chain
        self.upstream.set_up(carried=ours)
        if self._opened.database.shared:  # each process there is the hub: see `carry`
            self._announce()
            self.sites.open_all()
            self._tell()
            return
        if ours and self._hub is None and carried is not None:
            self._serve(port_of(carried))
        if not ours and self._hub is not None:
            self._hub.stop()
            self._hub = None
        if not ours:
            self._end_failure()
        if self._link is None:
            from app.hub.link import Link

            self._link = Link(self._node, self._addresses, self._tell)
            self._link.start()
        told = self._house.journal.entries(stream="hub", readable=True)
        hubs = [f.event for f in facts_of(told) if isinstance(f.event, HubSet)]
        self._former = [place for hub in reversed(hubs) for place in hub.addresses]
        self._announce()
        self.sites.open_all()
        self._tell()

    def _serve(self, port: int) -> None:
        """Opens the port; a failure is told once, and tried again at each beat."""
        try:
            self._hub = self._served(port)
        except KnownError as error:
            if self._failed != error.text():
                self._failed = error.text()
                words = f"{self._name()} : {self._failed}"
                self._post(partial(self._house.note_soon, "HUB_FAILED", words))
        else:
            self._end_failure()

    def _end_failure(self) -> None:
        """The hub is carried after all, here or elsewhere: nobody need see to it."""
        if self._failed:
            self._failed = ""
            self._post(partial(self._house.note_soon, f"{SEEN}HUB_FAILED"))

    def _name(self) -> str:
        known = self._house.world.terminals.known.get(self._node.chain)
        number = self._node.chain.lstrip("C")
        return known.name if known else tr("Caisse {number}", number=number)

    def _beat(self) -> None:
        """In a thread of its own, which does nothing but keep the time."""
        while not self._over.wait(_BEAT_S):
            self._worker.submit(_logged, self._look_after)

    def _look_after(self) -> None:
        """What nobody tells: a port that is free by now, another address of this
        machine, a hub that is gone for good, a site that can be opened by now."""
        if self.sites.try_again():
            self._tell()
        terminals, chain = self._house.world.terminals, self._node.chain
        carried, hosts = terminals.hub, self._hosts()
        outside = reachable(hosts)
        if carried is None or chain not in terminals.known:
            return
        if outside and outside[0] not in terminals.located.get(chain, ()):
            self._post(partial(self._say_where, outside))
        if not carried.chain:
            return
        shared = self._opened.database.shared and self._hub is not None
        silent = shared and self._standby.look(carried)
        if carried.chain != chain and not silent:
            self._take_over(carried)
        elif self._hub is None:
            self._set_up()
        elif silent or (
            outside and place_at(outside[0], self._hub.port) not in carried.addresses
        ):
            self._post(partial(self._say_where, hosts, self._hub.port))

    def _say_where(self, hosts: Sequence[str], port: int = 0) -> None:
        """Tells the others where this machine is now; with a port, where its hub is."""
        system = Actor(SYSTEM)
        try:
            if port:
                carry(self._node, port, system, name="", role="pos", hosts=hosts)
            else:
                self._house.run(SayWhere(addresses=tuple(hosts)), system)
        except KnownError as error:
            _log.info("not said where this machine is: %s", type(error).__name__)

    def _take_over(self, carried: HubSet) -> None:
        """Carries the hub in place of one that has been away for as long as is set;
        every terminal has its own turn, so two seldom do it at once."""
        now = self._clock()
        minutes = self._house.world.settings.number("hub.takeover")
        heirs = self._house.world.terminals.heirs()
        seeking = self._link is not None and self._link.status.state.value == "seeking"
        if not (seeking and minutes and self._node.chain in heirs):
            self._seen_s = now
            return
        turn = heirs.index(self._node.chain)
        if now - self._seen_s >= 60 * minutes + turn * _TURN_S:
            self._seen_s = now
            self._carry(Actor(SYSTEM), _note_refusal, (port_of(carried),))

    def _served_on(self, ports: Sequence[int]) -> "Hub":
        from app.hub.server import PortTakenError

        for port in ports[:-1]:
            try:
                return self._served(port)
            except PortTakenError:
                _log.info("port %d is taken", port)
        return self._served(ports[-1])

    def _served(self, port: int) -> "Hub":
        from app.hub.server import Hub  # and a web framework: only who carries it

        keys, pepper = self._opened.profile.keys, self._opened.pepper
        with disk_told():
            notifier = notifier_of(self._opened)
            hub = Hub(
                self._node,
                keys,
                pepper,
                port=port,
                notifier=notifier,
                pages=self.pay.pages,
                sites=self.sites.door,
                heard=self.upstream.heard,
                changed=self._tell,
            )
            hub.start()
        return hub

    def _close(self) -> None:
        self.upstream.close()
        for part in (self._link, self._hub):
            if part is not None:
                part.stop()
        self.sites.close()
        if self._discovery is not None:
            self._discovery.close()

    def _announce(self) -> None:
        from app.hub.discovery import Discovery, FoundHub

        if self._discovery is None:
            try:
                self._discovery = Discovery()
            except OSError as error:
                _log.info("no discovery here: %s", error)
                return
        if self._hub is None:
            self._discovery.hide()
            return
        name = self._house.world.settings.text("house.name")
        places = self._places(self._hub.port)
        hub = FoundHub(self._node.site_id, name, self._node.chain, places)
        self._discovery.announce(hub)

    def _addresses(self) -> list[str]:
        """Where the hub may be: where the journal says that it is or was, where it was
        at the pairing, who announces itself, and the terminals that may have taken it
        over meanwhile; never this terminal."""
        found = list(self._former)
        if self._node.site is not None:
            found.append(self._node.site.address)
        if self._discovery is not None:
            for announced in self._discovery.hubs(self._node.site_id):
                found += announced.addresses
        found += heir_places(self._house.world.terminals, self._node.chain)
        hub = self._hub
        own = set(self._places(hub.port)) if hub else set()
        return [address for address in dict.fromkeys(found) if address not in own]

    def _places(self, port: int) -> tuple[str, ...]:
        return tuple(place_at(host, port) for host in self._hosts())

    def _on_upstream(self) -> None:
        """In any thread: this site's own terminals hear which others are there."""
        hub = self._hub
        if hub is not None:
            hub.look()
        self._tell()

    def _tell(self) -> None:
        self._post(self._changed)


def told(refusal: Refusal) -> str:
    """A refusal in words, its fields filled in."""
    return tr(refusal.text).format(**dict(refusal.values))


def _note_refusal(words: str) -> None:
    if words:
        _log.warning("the hub was not taken over: %s", words)


def _logged(work: Callable[[], None]) -> None:
    """Nobody asks the worker what became of a task."""
    try:
        work()
    except Exception:
        _log.exception("the network was not set up")
        raise
