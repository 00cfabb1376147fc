"""Where messages may go: to machines of the internet, not to those of the house.

Whoever may set a webhook up could otherwise have the hub ask a router, a card terminal
or the hub itself (SSRF). A name is resolved once, every address it has is looked at, and
the connection goes to one of them: a name that changes its mind meanwhile changes nothing.
"""

import asyncio
import ipaddress
import socket
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

Ip = ipaddress.IPv4Address | ipaddress.IPv6Address

_RESOLVE_S = 5.0
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")


class ForbiddenError(Exception):
    """An address that nothing is sent to: "tls_needed", "private", "unresolved"."""


@dataclass(frozen=True, slots=True)
class Target:
    """Where a message goes.

    Attributes:
        url: with the address of the machine in place of its name.
        name: the machine's name, for its certificate.
        host: the Host header.
    """

    url: str
    name: str
    host: str


async def target_of(address: str, *, private: bool) -> Target:
    """The one machine behind an address.

    Args:
        private: machines of this network are allowed, and no TLS.

    Raises:
        ForbiddenError: nothing may be sent there.
    """
    parts = urlsplit(address)
    name = parts.hostname or ""
    if parts.scheme != "https" and not private:
        raise ForbiddenError("tls_needed")
    port = parts.port or (443 if parts.scheme == "https" else 80)
    found = await _resolved(name, port)
    if not private and not all(public(ip) for ip in found):
        raise ForbiddenError("private")
    ip = found[0]
    where = f"[{ip}]" if ip.version == 6 else str(ip)
    pinned = SplitResult(
        parts.scheme, f"{where}:{port}", parts.path or "/", parts.query, ""
    )
    host = f"[{name}]" if ":" in name else name
    return Target(pinned.geturl(), name, f"{host}:{parts.port}" if parts.port else host)


def public(ip: Ip) -> bool:
    """Whether it is a machine of the internet, also behind what wraps IPv4 in IPv6."""
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour
        if ip in _NAT64:
            inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if inner is not None:
            return public(inner)
        if ip.teredo is not None or ip.is_site_local:
            return False
    return ip.is_global and not ip.is_multicast


async def _resolved(name: str, port: int) -> list[Ip]:
    loop = asyncio.get_running_loop()
    try:
        asked = loop.getaddrinfo(name, port, type=socket.SOCK_STREAM)
        answers = await asyncio.wait_for(asked, _RESOLVE_S)
        found = [ipaddress.ip_address(str(each[4][0])) for each in answers]
    except (OSError, ValueError, TimeoutError) as error:
        raise ForbiddenError("unresolved") from error
    if not found:
        raise ForbiddenError("unresolved")
    return found
