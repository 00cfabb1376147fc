"""Who is not a terminal of the restaurant, and terminals that are out of their minds."""

import asyncio
import gc
import os
import resource
import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from pathlib import Path

import pytest
from hub_kit import MANAGER, Machine, machine, pair_of_machines, paired, soon
from line_kit import HELLO, Line, line
from sqlalchemy import text
from websockets.exceptions import ConnectionClosed

from app.domain.terminals.decide import RevokeTerminal
from app.domain.till.decide import OpenTill
from app.hub.messages import Given
from db.canonical import b64u
from db.exchange import batch
from db.keys import open_key

pytestmark = [pytest.mark.logs, pytest.mark.usefixtures("caplog")]


@pytest.fixture
def pair(tmp_path: Path) -> Iterator[tuple[Machine, Machine]]:
    with pair_of_machines(tmp_path) as machines:
        yield machines


Pair = tuple[Machine, Machine]


def greeted(far: Line, one: Machine, two: Machine) -> dict[str, int]:
    """`two` is there and has all that `one` has."""
    site, have = one.node.site_id, one.house.journal.vector()
    return far.greet(two.node.signer, "C2", site, have)


def refusals(machine: Machine) -> list[str]:
    found = machine.house.journal.entries(types=["event.recorded"])
    return [e.data["detail"] for e in found if e.data["code"] == "ENTRIES_REFUSED"]


def still_serves(one: Machine, two: Machine) -> None:
    two.links(f"127.0.0.1:{one.hub.port}")
    soon(lambda: two.vector == one.vector)


@pytest.mark.parametrize(
    "hello",
    [
        "",
        "{",
        "[]",
        "null",
        "[" * 60_000,
        '{"site": 1}',
        '{"chain": {}, "nonce": [], "site": null}',
        '{"refused": {"a": 1}}',
        '{"chain": "C2", "nonce": "\\ud800", "site": "SITE"}',
        '{"chain": "C2", "site": "SITE"}',
        '{"chain": "\\u0000", "nonce": "", "site": "SITE"}',
        '{"entries": [], "keys": {}, "more": false}',
    ],
)
def test_whatever_is_said_before_the_greeting_gets_nothing(
    pair: Pair, hello: str, caplog: pytest.LogCaptureFixture
) -> None:
    one, two = pair
    with line(one.hub) as far:
        far.say(hello.replace("SITE", one.node.site_id))
        far.end()
    assert "Traceback" not in caplog.text
    still_serves(one, two)


def test_a_stranger_may_not_say_much(pair: Pair) -> None:
    one, _ = pair
    with line(one.hub) as far:
        with suppress(ConnectionClosed):
            far.say({"site": "x" * 2**20})
        assert far.end() == ""


def test_a_forged_or_replayed_greeting_gets_nothing(pair: Pair, tmp_path: Path) -> None:
    one, two = pair
    site, now = one.node.site_id, one.house.clock()
    (tmp_path / "keys").mkdir()
    forged = open_key(tmp_path / "keys", name="Sotto", now=now)
    with line(one.hub) as far:
        far.say({**HELLO, "site": site, "chain": "C2"})
        far.say({"proof": far.proof(forged, "C2", far.hear()), "have": {}})
        assert far.end() == "proof"
    with line(one.hub) as far:
        far.say({**HELLO, "site": site, "chain": "C2"})
        heard = far.proof(two.node.signer, "C2", far.hear())
    with line(one.hub) as far:  # who saw that one says it again
        far.say({**HELLO, "site": site, "chain": "C2"})
        far.say({"proof": heard, "have": {}})
        assert far.end() == "proof"
    with line(one.hub) as far:  # a proof about another certificate
        far.say({**HELLO, "site": site, "chain": "C2"})
        other = far.proof(two.node.signer, "C2", far.hear(), tls="0" * 64)
        far.say({"proof": other, "have": {}})
        assert far.end() == "proof"
    assert one.hub.peers == {}


@pytest.mark.parametrize(
    "message",
    [
        "[]",
        '"entries"',
        "[" * 60_000,
        '{"entries": 1, "keys": {}}',
        '{"entries": [1], "keys": {}}',
        '{"entries": [[]], "keys": {}}',
        '{"entries": [[7]], "keys": {}}',
        '{"entries": [["a"]], "keys": []}',
        '{"entries": [], "keys": {"a": 1}}',
        '{"have": []}',
        '{"have": {"C1": "1"}, "refused": []}',
        '{"have": {"C1": 1}, "refused": [["C1"]]}',
        '{"have": {"C1": 1}, "refused": 7}',
        '{"have": {"C1": -1}, "refused": []}',
        '{"more": true}',
    ],
)
def test_a_terminal_that_talks_nonsense_is_shown_the_door(
    pair: Pair, message: str, caplog: pytest.LogCaptureFixture
) -> None:
    one, two = pair
    with line(one.hub) as far:
        greeted(far, one, two)
        far.say(message)
        assert far.end() == "form"
    soon(lambda: not one.hub.peers)
    assert "Traceback" not in caplog.text
    still_serves(one, two)


@pytest.mark.parametrize(
    ("spoil", "code"),
    [
        (lambda run: ["x.y.z"], "BAD_JWS"),
        (lambda run: [f"x.{b64u(b'[' * 60_000)}.z"], "BAD_JWS"),
        (lambda run: [*run[:-1], run[-1][:-86] + "A" * 86], "BAD_SIG"),
        (lambda run: run[1:], "SEQ_GAP"),
    ],
)
def test_entries_that_are_not_intact_are_refused_and_told_once(
    pair: Pair, spoil: Callable[[list[str]], list[str]], code: str
) -> None:
    one, two = pair
    still_serves(one, two)
    two.link.stop()
    two.do(OpenTill(coins=()))
    two.ask(lambda: two.house.note("A"))
    run = batch(two.house.database, one.house.journal.vector(), 400)["C2"]
    before = one.house.journal.vector()["C2"]
    for _ in range(2):
        with line(one.hub) as far:
            greeted(far, one, two)
            answer = far.give(spoil(run))
            assert [refused[:2] for refused in answer["refused"]] == [["C2", code]]
    assert one.house.journal.vector()["C2"] == before
    (told,) = one.ask(lambda: refusals(one))
    assert told.split()[0::2] == ["C2", code]
    assert one.house.world.settings.alarms["ENTRIES_REFUSED"]
    still_serves(one, two)


def test_a_chain_that_nobody_enrolled_is_refused(pair: Pair, tmp_path: Path) -> None:
    one, two = pair
    with machine(tmp_path / "other", demo=False) as other:
        (run,) = batch(other.house.database, {}, 400).values()  # a C1 of its own
        with line(one.hub) as far:
            greeted(far, one, two)
            answer = far.give(run)
        assert answer["refused"] == [["C1", "FORK", 1]]


def test_a_chain_may_come_before_what_enrolled_it(pair: Pair, tmp_path: Path) -> None:
    one, two = pair  # its clock was behind when it was opened
    paired(tmp_path / "three", one.hub, one.hub.desk.open("3", "pos", MANAGER).code)
    with machine(tmp_path / "three") as three:
        (run,) = batch(three.house.database, {}, 400).values()
    (first,) = batch(one.house.database, {}, 4000).values()
    given = Given([run, first], {}, more=False)
    assert asyncio.run(two.node.take(given, "C1")) == []
    assert set(two.house.journal.vector()) == {"C1", "C2", "C3"}
    assert refusals(two) == []


def test_keys_come_only_with_what_is_about_their_person(pair: Pair) -> None:
    one, two = pair
    still_serves(one, two)
    two.link.stop()
    two.ask(lambda: two.house.note("A"))
    run = batch(two.house.database, one.house.journal.vector(), 400)["C2"]
    mine = one.opened.sealer.keys(["staff/marc"])["staff/marc"]
    with line(one.hub) as far:
        greeted(far, one, two)
        keys = {"staff/marc": b64u(os.urandom(32)), "customer/x": b64u(b"short")}
        assert far.give(run, keys=keys)["refused"] == []
    assert one.opened.sealer.keys(["staff/marc", "customer/x"]) == {"staff/marc": mine}


def test_who_says_it_has_less_than_it_took_is_not_given_the_same_for_ever(
    pair: Pair,
) -> None:
    one, two = pair
    with line(one.hub) as far:
        far.greet(two.node.signer, "C2", one.node.site_id, {})
        assert far.hear()["entries"]
        far.say({"have": {"C1": 0}, "refused": []})
        assert far.end() == "form"


def test_a_terminal_that_answers_nothing_is_given_nothing_more(pair: Pair) -> None:
    one, two = pair
    with line(one.hub) as far:
        far.greet(two.node.signer, "C2", one.node.site_id, {})
        first = far.hear()
        for _ in range(50):
            one.ask(lambda: one.house.note("A"))
        with pytest.raises(TimeoutError):
            far.connection.recv(0.3)
        far.take(first)
        assert far.hear()["entries"]  # it goes on where it was


def test_who_is_revoked_while_it_keeps_silent_is_put_out(pair: Pair) -> None:
    one, two = pair
    with line(one.hub) as far:
        greeted(far, one, two)
        soon(lambda: "C2" in one.hub.peers)
        one.do(RevokeTerminal(chain="C2"))
        assert far.end() == "revoked"
    with line(one.hub) as far:
        far.say({**HELLO, "site": one.node.site_id, "chain": "C2"})
        assert far.end() == "revoked"


def test_half_open_connections_keep_nobody_out(pair: Pair) -> None:
    one, two = pair
    port, before = one.hub.port, resource.getrlimit(resource.RLIMIT_NOFILE)
    one.hub.stop()
    with ExitStack() as stack:
        stack.callback(resource.setrlimit, resource.RLIMIT_NOFILE, before)
        resource.setrlimit(resource.RLIMIT_NOFILE, (1024, before[1]))  # as on a desktop
        one.carries_hub(port)
        for _ in range(1000):
            half = socket.create_connection(("127.0.0.1", one.hub.port))
            stack.callback(half.close)
        still_serves(one, two)


def test_a_damaged_entry_here_holds_up_its_own_chain_only(pair: Pair) -> None:
    one, two = pair
    two.ask(lambda: two.house.note("A"))

    def damage() -> None:
        with one.house.database.write() as connection:
            connection.execute(text("DROP TRIGGER journal_no_update"))
            connection.execute(
                text("UPDATE journal SET jws = 'a.b.' WHERE chain = 'C1' AND seq = 90")
            )

    one.ask(damage)
    two.links(f"127.0.0.1:{one.hub.port}")
    soon(lambda: one.house.journal.vector().get("C2") == two.vector["C2"])
    soon(lambda: one.ask(lambda: refusals(one)))
    assert "BAD_JWS" in one.ask(lambda: refusals(one))[0]
    assert 0 < two.house.journal.vector()["C1"] < 90


@pytest.mark.filterwarnings("error::ResourceWarning")
def test_who_does_not_hang_up_is_cut_off_when_the_hub_stops(pair: Pair) -> None:
    one, _ = pair
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    with (
        socket.create_connection(("127.0.0.1", one.hub.port)) as plain,
        context.wrap_socket(plain) as silent,
    ):
        one.hub.stop()
        with suppress(ConnectionResetError):
            assert silent.recv(1) == b""
    gc.collect()  # a line that was left open would be told
