"""The hub is gone for good, and another terminal answers programs in its place."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from api_kit import Served, served
from hub_kit import MANAGER, machine, paired, soon
from standardwebhooks import Webhook as Verifier
from webhook_kit import Partner, partner

from app.domain.till.decide import OpenTill
from app.hub.api.api import Api

TWICE = {"Idempotency-Key": "the-same-order"}


class Pair:
    """The hub of the first moment, its heir, and a partner who is told of orders."""

    def __init__(self, first: Served, stack: ExitStack, folder: Path) -> None:
        self.first, self._stack = first, stack
        offer = first.hub.desk.open("Bar", "pos", MANAGER)
        paired(folder / "two", first.hub, offer.code)
        self._two = stack.enter_context(machine(folder / "two"))
        self._two.links()

    def gone(self) -> Served:
        """Ends the first hub once the other terminal has all of it; the heir."""
        soon(lambda: self.first.machine.vector == self._two.vector)
        self.first.hub.stop()
        self._two.link.stop()
        return Served(self._two)


@pytest.fixture
def pair(tmp_path: Path) -> Iterator[Pair]:
    with ExitStack() as stack:
        first = stack.enter_context(served(tmp_path / "one"))
        first.set("webhooks.private", "yes")
        first.do(OpenTill(coins=()))
        yield Pair(first, stack, tmp_path)


@pytest.fixture
def other() -> Iterator[Partner]:
    with partner() as found:
        yield found


def test_a_request_that_is_repeated_at_the_heir_is_not_done_again(pair: Pair) -> None:
    key = pair.first.key()
    asked = {"covers": 2}
    with pair.first.client(key, **TWICE) as client:
        made = client.post("/orders", json=asked)
        assert made.status_code == 201, made.text

    heir = pair.gone()
    with heir.client(key, **TWICE) as client:
        again = client.post("/orders", json=asked)
        assert (again.status_code, again.json()) == (201, made.json())
        assert again.headers["Idempotency-Replayed"] == "true"
        assert again.headers["Location"] == made.headers["Location"]
        other = client.post("/orders", json=asked | {"covers": 3})
        assert (other.status_code, other.json()["code"]) == (
            422,
            "idempotency_key_reused",
        )
    with heir.client(heir.key(), **TWICE) as client:
        assert client.post("/orders", json=asked).status_code == 201  # another program
    assert len(heir.journaled("order.created")) == 2


def test_the_heir_signs_with_the_same_secrets(pair: Pair, other: Partner) -> None:
    told = {"event": "order.created", "target_url": other.url()}
    with pair.first.program() as client:
        made = client.post("/webhooks", json=told).json()

    heir = pair.gone()
    with heir.program() as client:
        client.post("/orders", json={})
    soon(lambda: other.received)
    (received,) = other.received
    verified = Verifier(made["secret"]).verify(received.body, received.headers)
    assert verified["type"] == "order.created"


def test_who_was_logged_in_renews_at_the_heir(pair: Pair) -> None:
    with pair.first.client() as client:
        told = {"person": "marc", "pin": "9999"}
        granted = client.post("/auth/login", json=told).json()

    heir = pair.gone()
    with heir.client(granted["access_token"]) as client:
        assert client.get("/auth/me").json()["code"] == "token_invalid"
        spent = {"refresh_token": granted["refresh_token"]}
        renewed = client.post("/auth/refresh", json=spent).json()
    with heir.client(renewed["access_token"]) as client:
        assert client.get("/auth/me").json()["operator"] == "marc"


def test_a_note_is_forgotten_after_two_days(tmp_path: Path) -> None:
    from app.projections import apply

    with pytest.MonkeyPatch.context() as patch, served(tmp_path / "one") as house:
        key = house.key()

        def repeated(name: str) -> bool:
            with house.client(key, **{"Idempotency-Key": name}) as client:
                answer = client.post("/orders", json={})
            api: Api = house.hub.api
            house.machine.ask(api.settle_now)
            return "Idempotency-Replayed" in answer.headers

        assert not repeated("one")
        assert repeated("one")
        patch.setattr(apply, "NOTES_KEPT_S", -1)
        assert not repeated("two")  # drops what is older
        assert not repeated("one")
