"""A fresh profile becomes a terminal of a restaurant: it finds the hub, pairs, receives.

From the pairing on it is a terminal, whatever happens: what it did not receive before it
was interrupted comes at its next start.
"""

import logging
import threading

from app.bootstrap import open_house, wall_clock
from app.domain.environment import Environment
from app.house_thread import HouseThread
from app.hub.discovery import Discovery
from app.hub.joining import join
from app.hub.link import Link
from app.services.environment import named_environment
from app.services.ports import Arrived, HubSeen
from app.starting import disk_told, held
from db.keys import open_key
from db.profile import Profile
from db.whole_file import write_whole

RECEIVE_S = 600.0
LOOK_S = 0.1
_log = logging.getLogger("sotto.arrival")


class Arrival:
    """The way of one profile into a restaurant.

    Args:
        environment: the only one whose hubs it joins; None takes what the profile is
            called after, and any when its name says nothing.

    Attributes:
        received: entries that have come so far; read from any thread.
    """

    def __init__(
        self, profile: Profile, environment: Environment | None = None
    ) -> None:
        self.received = 0
        self._profile = profile
        self._environment = environment or named_environment(profile)
        self._over = threading.Event()
        self._discovery: Discovery | None = None

    def look(self) -> None:
        """Begins to listen for hubs that announce themselves; a network may forbid it."""
        try:
            self._discovery = Discovery()
        except OSError as error:
            _log.info("no discovery here: %s", error)

    def hubs(self) -> tuple[HubSeen, ...]:
        """The hubs that announce themselves on this network."""
        found = self._discovery.hubs() if self._discovery is not None else []
        return tuple(HubSeen(hub.name, hub.addresses[0]) for hub in found)

    def join(self, address: str, code: str) -> None:
        """Pairs the profile. Blocks.

        Raises:
            KnownError: the hub is not there or does not take the code; the disk refuses.
        """
        with disk_told():
            self._profile.create()
            key = open_key(self._profile.keys, name="Sotto", now=wall_clock())
            site, pepper = join(address, code, key.jwk, self._environment)
            write_whole(self._profile.keys / "pepper", pepper)
            site.write(self._profile.keys)

    def receive(self, patience: float = RECEIVE_S) -> Arrived:
        """Receives the restaurant, so that its people can log in. Blocks.

        Raises:
            KnownError: the profile cannot be used.
        """
        self._over.clear()
        with (
            held(self._profile),
            open_house(self._profile, demo=False) as opened,
            HouseThread() as thread,
        ):
            site, house = opened.site, opened.house
            link = Link(
                opened.node(thread.post), lambda: [site.address] if site else []
            )
            link.start()
            waited = 0.0
            while waited < patience and not self._over.is_set():
                if link.level.wait(LOOK_S):
                    break
                self.received = sum(house.journal.vector().values())
                waited += LOOK_S
            whole = link.level.is_set()
            link.stop()
            self.received = sum(house.journal.vector().values())
            world = thread.ask(lambda: house.world)
            known = world.terminals.known.get(house.terminal)
            return Arrived(
                chain=house.terminal,
                house=world.settings.text("house.name"),
                name=known.name if known else "",
                role=known.role if known else "",
                whole=whole,
            )

    def close(self) -> None:
        """Whatever is under way ends soon."""
        self._over.set()
        if self._discovery is not None:
            self._discovery.close()
            self._discovery = None
