"""Terminals and a hub on loopback: real TLS, real sockets, real journals."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hub_kit import MANAGER, Machine, machine, pair_of_machines, soon

from app.domain.orders.commands import AddLine, OpenOrder, SendOrder
from app.domain.terminals.decide import RevokeTerminal
from app.domain.till.decide import OpenTill
from app.hub.joining import JoinFailedError, join
from app.hub.link import State
from app.services.house import journal_types
from db.verify import verify


@pytest.fixture
def pair(tmp_path: Path) -> Iterator[tuple[Machine, Machine]]:
    with pair_of_machines(tmp_path) as machines:
        yield machines


def level(one: Machine, two: Machine) -> None:
    soon(lambda: one.vector == two.vector)


def test_a_paired_terminal_gets_the_whole_restaurant(
    pair: tuple[Machine, Machine],
) -> None:
    one, two = pair
    assert two.house.terminal == "C2"
    assert not two.house.world.staff.people

    link = two.links()

    level(one, two)
    assert link.level.wait(10)
    assert link.status.state is State.LINKED
    assert link.status.hub == "C1"
    assert two.house.world.catalogue.articles == one.house.world.catalogue.articles
    people = two.house.world.staff.people
    name = two.opened.sealer.unseal("staff/marc", people["marc"].name)
    assert name == one.opened.sealer.unseal("staff/marc", people["marc"].name)
    assert two.opened.pepper == one.opened.pepper
    assert list(one.hub.peers) == ["C2"]
    soon(lambda: link.status.there == ("C2",))


def test_an_order_taken_on_one_is_served_on_the_other(
    pair: tuple[Machine, Machine],
) -> None:
    one, two = pair
    two.links()
    level(one, two)
    two.do(OpenTill(coins=()))
    (created, *_) = two.do(OpenOrder(table="t12", covers=2))
    order = created.event.order
    article = next(iter(one.house.world.catalogue.articles))
    two.do(AddLine(order=order, article=article))
    soon(lambda: order in one.house.world.book.orders)
    one.do(OpenTill(coins=()))
    one.do(AddLine(order=order, article=article))
    level(one, two)
    two.do(SendOrder(order=order))
    level(one, two)

    first, second = (machine.house.world.book for machine in (one, two))
    assert first.orders[order].lines == second.orders[order].lines
    assert sum(first.lines[n].quantity for n in first.orders[order].lines) == 2000
    assert first.lines == second.lines
    for each in (one, two):
        report = verify(each.house.database, types=journal_types())
        assert report.errors == ()


def test_what_was_done_apart_is_exchanged_once_they_meet_again(
    pair: tuple[Machine, Machine],
) -> None:
    one, two = pair
    link = two.links()
    level(one, two)
    port = one.hub.port
    one.hub.stop()
    soon(lambda: link.status.state is State.SEEKING)
    two.do(OpenTill(coins=()))
    two.do(OpenOrder(table="t12", covers=2))
    one.do(OpenTill(coins=()))
    one.do(OpenOrder(table="t11", covers=2))
    assert one.vector != two.vector

    one.carries_hub(port)

    level(one, two)
    assert len(one.house.world.book.orders) == len(two.house.world.book.orders)


def test_a_wrong_code_pairs_nobody_and_three_are_enough(tmp_path: Path) -> None:
    with machine(tmp_path / "one") as one:
        hub = one.carries_hub()
        offer = hub.desk.open("Bar", "pos", MANAGER)
        wrong = f"{(int(offer.code) + 1) % 10**6:06d}"
        for _ in range(3):
            with pytest.raises(JoinFailedError, match="code"):
                join(f"127.0.0.1:{hub.port}", wrong, one.node.signer.jwk)
        with pytest.raises(JoinFailedError, match="closed"):
            join(f"127.0.0.1:{hub.port}", offer.code, one.node.signer.jwk)
        assert list(one.house.world.terminals.known) == ["C1"]


@pytest.mark.logs
def test_a_revoked_terminal_gets_nothing_more(
    pair: tuple[Machine, Machine], caplog: pytest.LogCaptureFixture
) -> None:
    one, two = pair
    link = two.links()
    level(one, two)

    one.do(RevokeTerminal(chain="C2"))

    soon(lambda: link.status.state is State.TURNED_AWAY)
    assert link.status.reason == "revoked"
    one.do(OpenTill(coins=()))
    assert two.vector["C1"] < one.vector["C1"]
    assert one.hub.peers == {}


@pytest.mark.logs
def test_a_terminal_that_was_never_paired_is_turned_away(
    pair: tuple[Machine, Machine], tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    one, _ = pair
    with machine(tmp_path / "stranger") as stranger:
        stranger.carries_hub()  # a site of its own
        link = stranger.links(f"127.0.0.1:{one.hub.port}")
        soon(lambda: link.status.state is State.TURNED_AWAY)
        assert link.status.reason == "site"
        assert one.hub.peers == {}
