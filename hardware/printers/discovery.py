"""Printers on the network: those that announce themselves, and those that only listen.

Looked for when somebody asks, never by itself: a search opens a connection to port 9100 of
each neighbour. A printer that announces itself (`_pdl-datastream._tcp`, as office printers
do) is believed. One that does not is asked who it is by GS I; it is not asked while another
till talks to it, for it has one connection only. Office printers are told from receipt
printers by the languages they announce: bytes of ESC/POS would come out of them as a page.
"""

import ipaddress
import logging
import re
import socket
import time
from collections.abc import Collection, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from hardware.plugged import PRINTER, Plugged

PORT = 9100
SERVICE = "_pdl-datastream._tcp.local."
_CONNECT_S, _ANSWER_S, _LISTEN_S = 0.5, 0.7, 2.0
_AT_ONCE = 64
_MAKER, _MODEL = b"\x1dIB", b"\x1dIC"
_BLOCK = re.compile(rb"_([\x20-\x7e]*)\x00")
_OFFICE = ("postscript", "pcl", "pclm", "urf", "pdf", "pwg-raster")
_BELIEVED = (
    ("TM-T20", "epson_tm_t20"),
    ("TM-T88", "epson_tm_t88"),
    ("TM-M10", "epson_tm_p20"),
    ("TM-P20", "epson_tm_p20"),
    ("TM-M", "epson_tm_m30"),
    ("TM-U220", "epson_tm_u220"),
    ("TSP", "star_escpos"),
    ("MC-PRINT", "star_escpos"),
    ("CT-S", "citizen_ct"),
    ("CT-E", "citizen_ct"),
    ("SRP-", "bixolon_srp"),
    ("SUNMI", "sunmi_80"),
    ("XP-58", "xprinter_58"),
    ("XP-", "xprinter_80"),
    ("RP-D", "seiko_rp"),
    ("RP-E", "seiko_rp"),
    ("RONGTA", "rongta_80"),
)
"""What is in a printer's name -> the profile to begin with. Names lie (clones answer
"TM-T88V"): the trial page and the probe have the last word."""
_log = logging.getLogger("sotto.print")


@dataclass(frozen=True, slots=True)
class Announced:
    """What a printer says of itself by multicast DNS.

    Attributes:
        office: it prints pages in a language of office printers.
    """

    host: str
    port: int
    name: str
    office: bool


def network_printers(known: Collection[str] = ()) -> list[Plugged]:
    """Receipt printers in reach; takes some seconds, for a thread of its own.

    Args:
        known: addresses ("tcp://host:9100") that are driven already: not spoken to.
    """
    with ThreadPoolExecutor(1) as pool:
        listening = pool.submit(_announced)
        open_hosts = listeners(_neighbours())
        announced = {each.host: each for each in listening.result()}
    found = []
    for host in sorted({*open_hosts, *announced}, key=ipaddress.ip_address):
        said = announced.get(host)
        if said is not None and said.office:
            continue
        address = f"tcp://{host}:{said.port if said else PORT}"
        name = said.name if said else ""
        if not name and address not in known:
            name = asked_name(host, PORT)
        found.append(
            Plugged(address=address, path=host, label=name, maker="", kind=PRINTER)
        )
    return found


def believed(name: str) -> str:
    """The profile to begin with for a printer of this name."""
    upper = name.upper()
    found = (profile for words, profile in _BELIEVED if words in upper)
    return next(found, "generic_80")


def listeners(hosts: Iterable[str], port: int = PORT) -> list[str]:
    """Those of these hosts that take a connection at `port`."""
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        tried = pool.map(lambda host: (host, _listens(host, port)), hosts)
        return [host for host, listens in tried if listens]


def asked_name(host: str, port: int) -> str:
    """ "EPSON TM-m30" by GS I, "" when it says nothing; nothing is printed."""
    try:
        with socket.create_connection((host, port), timeout=_CONNECT_S) as link:
            link.settimeout(_ANSWER_S)
            said = [_asked(link, question) for question in (_MAKER, _MODEL)]
    except OSError as error:
        _log.info("%s does not say who it is: %s", host, error)
        return ""
    maker, model = said
    return model if maker.upper() in model.upper() else f"{maker} {model}".strip()


def _asked(link: socket.socket, question: bytes) -> str:
    """The block that answers; status bytes that come unasked are passed over."""
    link.sendall(question)
    heard, until = b"", time.monotonic() + _ANSWER_S
    while time.monotonic() < until and len(heard) < 1024:
        try:
            more = link.recv(256)
        except TimeoutError:
            break
        heard += more
        block = _BLOCK.search(heard)
        if block is not None or not more:
            return block[1].decode("ascii").strip() if block else ""
    return ""


def _listens(host: str, port: int) -> bool:
    try:
        socket.create_connection((host, port), timeout=_CONNECT_S).close()
    except OSError:
        return False
    return True


def _neighbours() -> list[str]:
    """Every other address around those of this machine."""
    import ifaddr

    own = (ip for adapter in ifaddr.get_adapters() for ip in adapter.ips if ip.is_IPv4)
    return list(dict.fromkeys(host for ip in own for host in around(str(ip.ip))))


def around(own: str) -> list[str]:
    """The other hosts of the /24 of an address; none of a public or loopback one.

    Shops have networks of that size; of a larger one only this part is searched.
    """
    address = ipaddress.IPv4Address(own)
    if address.is_loopback or not address.is_private:
        return []
    network = ipaddress.IPv4Network((own, 24), strict=False)
    return [str(host) for host in network.hosts() if host != address]


def _announced() -> list[Announced]:
    """Who announces a raw printing port within `_LISTEN_S`; none without multicast."""
    from zeroconf import ServiceBrowser, Zeroconf

    names: set[str] = set()
    try:
        zeroconf = Zeroconf()
    except OSError as error:
        _log.info("no multicast here: %s", error)
        return []
    try:
        browser = ServiceBrowser(
            zeroconf, SERVICE, handlers=[lambda **change: names.add(change["name"])]
        )
        time.sleep(_LISTEN_S)
        browser.cancel()
        infos = [zeroconf.get_service_info(SERVICE, name, 500) for name in names]
        return [
            announced(host, info.port or PORT, info.name, info.decoded_properties)
            for info in infos
            if info is not None
            for host in info.parsed_addresses()
            if ":" not in host
        ]
    finally:
        zeroconf.close()


def announced(
    host: str, port: int, name: str, properties: dict[str, str | None]
) -> Announced:
    """What the TXT record of an announcement comes to (Bonjour Printing 1.2.1)."""
    says = properties.get("ty") or properties.get("product") or ""
    pdl = (properties.get("pdl") or "").lower()
    label = says.strip("() ") or name.removesuffix(f".{SERVICE}")
    return Announced(host, port, label, any(word in pdl for word in _OFFICE))
