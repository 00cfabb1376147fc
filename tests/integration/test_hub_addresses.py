"""A hub is reached by IPv4 and IPv6."""

import socket
from pathlib import Path

import pytest
from hub_kit import MANAGER, machine, paired, soon

from app.hub.link import State
from app.hub.places import address_of, own_addresses, place_at, reachable
from app.hub.server import Hub

pytestmark = [pytest.mark.logs, pytest.mark.usefixtures("caplog")]


def has_ipv6() -> bool:
    try:
        socket.create_server(("::1", 0), family=socket.AF_INET6).close()
    except OSError:
        return False
    return True


@pytest.mark.skipif(not has_ipv6(), reason="this machine has no IPv6")
def test_one_terminal_comes_by_ipv6_and_another_by_ipv4(tmp_path: Path) -> None:
    with machine(tmp_path / "one") as one:
        profile = one.opened.profile
        hub = Hub(one.node, profile.keys, one.opened.pepper, port=0)
        hub.start()
        try:
            one.carries(hub)
            for name, host in (("two", "[::1]"), ("three", "127.0.0.1")):
                code = hub.desk.open(name, "pos", MANAGER).code
                paired(tmp_path / name, hub, code, host)
            with machine(tmp_path / "two") as two, machine(tmp_path / "three") as three:
                links = [
                    two.links(place_at("::1", hub.port)),
                    three.links(place_at("127.0.0.1", hub.port)),
                ]
                soon(lambda: all(each.status.state is State.LINKED for each in links))
        finally:
            hub.stop()


def test_places_can_be_read_again() -> None:
    for host in ("192.168.1.2", "fd00::2", "caisse.local"):
        assert address_of(place_at(host, 8443)) == (host, 8443)


def test_this_machine_alone_is_not_reached_by_others() -> None:
    assert own_addresses()[-1] == "127.0.0.1"
    assert reachable(["127.0.0.1"]) == ()
    assert reachable(["192.168.1.2", "fd00::2", "127.0.0.1"]) == (
        "192.168.1.2",
        "fd00::2",
    )
