"""Where a webhook may go: the internet, and nothing behind a name that leads inside."""

import asyncio
import ipaddress
import socket
from typing import Any

import pytest

from app.hub.webhooks.addresses import ForbiddenError, public, target_of


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "127.8.8.8",
        "0.0.0.0",
        "10.0.0.7",
        "172.16.0.1",
        "192.168.1.254",
        "169.254.169.254",
        "100.64.0.1",
        "192.0.2.1",
        "198.18.0.1",
        "224.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "fe80::1",
        "fc00::1",
        "fd12:3456::1",
        "fec0::1",
        "ff02::1",
        "::ffff:127.0.0.1",
        "::ffff:192.168.1.1",
        "64:ff9b::c0a8:101",
        "2002:7f00:1::",
        "2001:0:4136:e378:8000:63bf:3fff:fdd2",
        "2001:db8::1",
    ],
)
def test_machines_inside_are_no_targets(address: str) -> None:
    assert not public(ipaddress.ip_address(address))


@pytest.mark.parametrize("address", ["1.1.1.1", "93.184.216.34", "2606:4700::1111"])
def test_machines_of_the_internet_are(address: str) -> None:
    assert public(ipaddress.ip_address(address))


def asked(
    monkeypatch: pytest.MonkeyPatch,
    found: list[str],
    url: str,
    *,
    private: bool = False,
) -> Any:
    """The target of a URL whose name resolves to `found`."""

    def resolve(name: str, port: int, *_: Any, **__: Any) -> list[Any]:
        if not found:
            raise socket.gaierror
        return [
            (socket.AF_INET, socket.SOCK_STREAM, 6, "", (each, port)) for each in found
        ]

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    return asyncio.run(target_of(url, private=private))


def test_a_name_is_resolved_once_and_its_address_is_asked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    target = asked(monkeypatch, ["93.184.216.34"], "https://a.example:8443/told?x=1")
    assert target.url == "https://93.184.216.34:8443/told?x=1"
    assert (target.name, target.host) == ("a.example", "a.example:8443")
    target = asked(monkeypatch, ["2606:4700::1111"], "https://a.example")
    assert target.url == "https://[2606:4700::1111]:443/"
    assert target.host == "a.example"


@pytest.mark.parametrize(
    ("found", "url", "why"),
    [
        (["93.184.216.34", "10.0.0.1"], "https://a.example/", "private"),
        (["127.0.0.1"], "https://localhost.a.example/", "private"),
        (["93.184.216.34"], "http://a.example/", "tls_needed"),
        ([], "https://nowhere.example/", "unresolved"),
    ],
)
def test_one_address_inside_is_enough_to_refuse(
    monkeypatch: pytest.MonkeyPatch, found: list[str], url: str, why: str
) -> None:
    with pytest.raises(ForbiddenError, match=why):
        asked(monkeypatch, found, url)


@pytest.mark.parametrize(
    "url",
    ["https://0x7f.1/", "https://2130706433/", "https://127.1/", "https://[::1]/"],
)
def test_odd_ways_to_write_loopback_lead_nowhere(url: str) -> None:
    with pytest.raises(ForbiddenError):
        asyncio.run(target_of(url, private=False))


def test_a_house_may_allow_its_own_machines(monkeypatch: pytest.MonkeyPatch) -> None:
    target = asked(monkeypatch, ["192.168.1.9"], "http://printer.lan/x", private=True)
    assert target.url == "http://192.168.1.9:80/x"
