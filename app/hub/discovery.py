"""Hubs on this network, by multicast DNS (RFC 6762, 6763): `_sotto._tcp.local.`.

What is announced is a hint, never trusted: the greeting proves who answers. A network
that keeps its machines apart (guest Wi-Fi) announces nothing; then the address is typed.
"""

import ipaddress
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from typing_extensions import override
from zeroconf import (
    Error,
    InterfaceChoice,
    IPVersion,
    ServiceBrowser,
    ServiceInfo,
    ServiceListener,
    Zeroconf,
)

from app.hub.places import address_of, place_at

KIND = "_sotto._tcp.local."
_ANSWER_MS = 1500
_log = logging.getLogger("sotto.discovery")


@dataclass(frozen=True, slots=True)
class FoundHub:
    """A hub that announces itself.

    Attributes:
        site: id of its restaurant; name: of that restaurant.
        chain: of the terminal that carries it.
        addresses: each "host:port", the likeliest first.
    """

    site: str
    name: str
    chain: str
    addresses: tuple[str, ...]


class Discovery:
    """Announces the hub of this process, and listens for others.

    Args:
        interfaces: addresses to use, all when none is named.
        changed: told, in a thread of its own, when a hub came or went.

    Raises:
        OSError: this machine has no network to speak of.
    """

    def __init__(
        self,
        changed: Callable[[], None] = lambda: None,
        interfaces: Sequence[str] = (),
    ) -> None:
        chosen = list(interfaces) or InterfaceChoice.All
        try:
            self._zeroconf = Zeroconf(interfaces=chosen, ip_version=IPVersion.All)
        except OSError:  # a machine without IPv6
            self._zeroconf = Zeroconf(interfaces=chosen, ip_version=IPVersion.V4Only)
        self._found: dict[str, FoundHub] = {}
        self._changed = changed
        self._own: ServiceInfo | None = None
        listener = _Listener(self._came, self._went)
        self._browser = ServiceBrowser(self._zeroconf, KIND, listener)

    def announce(self, hub: FoundHub) -> None:
        """Announces the hub of this process until `hide` or `close`."""
        self.hide()
        hosts, ports = zip(*map(address_of, hub.addresses), strict=True)
        self._own = ServiceInfo(
            KIND,
            f"{hub.chain}-{hub.site[-8:]}.{KIND}",
            addresses=[ipaddress.ip_address(host).packed for host in hosts],
            port=ports[0],
            properties={"site": hub.site, "name": hub.name, "chain": hub.chain},
            server=f"sotto-{hub.chain.lower()}-{hub.site[-8:]}.local.",
        )
        try:
            self._zeroconf.register_service(self._own, allow_name_change=True)
        except Error as error:
            _log.warning("the hub is not announced: %s", type(error).__name__)
            self._own = None

    def hide(self) -> None:
        """Announces nothing any more."""
        if self._own is not None:
            self._zeroconf.unregister_service(self._own)
            self._own = None

    def hubs(self, site: str = "") -> list[FoundHub]:
        """The hubs that announce themselves: of one site, or all."""
        return [hub for hub in list(self._found.values()) if site in ("", hub.site)]

    def close(self) -> None:
        """Stops announcing and listening."""
        self.hide()
        self._browser.cancel()
        self._zeroconf.close()

    def _came(self, name: str) -> None:
        info = self._zeroconf.get_service_info(KIND, name, _ANSWER_MS)
        hosts = info.parsed_scoped_addresses() if info else []
        if info is None or info.port is None or not hosts:
            return
        port = info.port
        told = {
            key.decode(): (value or b"").decode(errors="replace")
            for key, value in info.properties.items()
        }
        self._found[name] = FoundHub(
            told.get("site", ""),
            told.get("name", ""),
            told.get("chain", ""),
            tuple(place_at(host, port) for host in hosts),
        )
        _log.info("hub %s at %s", told.get("chain"), ", ".join(hosts))
        self._changed()

    def _went(self, name: str) -> None:
        if self._found.pop(name, None):
            self._changed()


class _Listener(ServiceListener):
    """Hands on which names come and go."""

    def __init__(
        self, came: Callable[[str], None], went: Callable[[str], None]
    ) -> None:
        self._came, self._went = came, went

    @override
    def add_service(self, zc: Zeroconf, type_: str, name: str) -> None:
        self._came(name)

    @override
    def update_service(self, zc: Zeroconf, type_: str, name: str) -> None:
        self._came(name)

    @override
    def remove_service(self, zc: Zeroconf, type_: str, name: str) -> None:
        self._went(name)
