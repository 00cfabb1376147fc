"""Where machines are found: "host:port", IPv6 in brackets."""

import socket
from collections.abc import Sequence

from app.domain.terminals.events import HubSet
from app.domain.terminals.state import Terminals
from app.services.site import HUB_PORT

_LOOPBACK = "127.0.0.1"
_SOMEWHERE = {socket.AF_INET: "192.0.2.1", socket.AF_INET6: "2001:db8::1"}
"""An address that is nobody's (RFC 5737, RFC 3849)."""


def own_addresses() -> list[str]:
    """The addresses of this machine: those of its routes to others, then its own."""
    found: list[str] = []
    for family, somewhere in _SOMEWHERE.items():
        try:
            with socket.socket(family, socket.SOCK_DGRAM) as probe:
                probe.connect((somewhere, 9))  # nothing is sent: it picks a route
                found.append(probe.getsockname()[0])
        except OSError:
            pass  # no network of this kind
    return [*found, _LOOPBACK]


def reachable(addresses: Sequence[str]) -> tuple[str, ...]:
    """Those under which other machines reach it: none while it has no network."""
    return tuple(address for address in addresses if address != _LOOPBACK)


def place_at(host: str, port: int) -> str:
    """A place as `address_of` reads it."""
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


def address_of(text: str) -> tuple[str, int]:
    """Host and port of "host", "host:port", "v6", "[v6]" or "[v6]:port".

    Raises:
        ValueError: it is none of these.
    """
    text = text.strip()
    host, _, port = text.rpartition(":")
    if not host or text.endswith("]") or (":" in host and not host.endswith("]")):
        host, port = text, str(HUB_PORT)
    host = host.removeprefix("[").removesuffix("]")
    if not host or not port.isdigit() or not 0 < int(port) < 2**16:
        raise ValueError(text)
    return host, int(port)


def port_of(hub: HubSet) -> int:
    """Where a hub listens."""
    return int(hub.addresses[0].rpartition(":")[2])


def heir_places(terminals: Terminals, chain: str) -> list[str]:
    """Where terminals other than `chain` would carry the hub: on the port it had, or on
    its own."""
    hub = terminals.hub
    ports = {port_of(hub), HUB_PORT} if hub and hub.addresses else {HUB_PORT}
    return [
        place_at(host, port)
        for heir in terminals.heirs()
        if heir != chain
        for host in terminals.located.get(heir, ())
        for port in sorted(ports)
    ]
