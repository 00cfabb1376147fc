"""The approved platform over a real socket: deposits, states, cuts, kills; never twice."""

from collections.abc import Callable, Iterator
from concurrent.futures import Future
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from fiscal_kit import close, sell
from gui_kit import FixedClock, demo_house
from invoice_kit import bill
from pay_kit import run

from app.bootstrap import Opened
from app.connectors.notifier import Notifier
from app.connectors.platform import Places, PlatformClient
from app.connectors.platform_simulator import CLIENT, PlatformSimulator
from app.couriers import ALARM, Courier
from app.domain.invoices.decide import SendFlow
from app.domain.invoices.reports import REFUSED, SENT, TAKEN, WAITING
from app.domain.rules import SetSetting
from app.fiscal.accounting import closings_of
from app.fiscal.ereporting import (
    Period,
    days_to_report,
    due_reports,
    make_report,
    report_of,
)
from app.fiscal.issuing import kept
from app.projections.invoices import flows
from app.rooms.invoice import InvoiceRoom
from app.services.house import SYSTEM, Actor
from app.services.ports import NotSentError

DIRECTORY = {
    "732829320": {
        "siren": "732829320",
        "businessName": "Dupont & Fils",
        "administrativeStatus": "A",
    },
    "73282932000074": {
        "siren": "732829320",
        "siret": "73282932000074",
        "name": "Dupont Lyon",
        "administrativeStatus": "C",
        "address": {
            "addressLine1": "1 rue X",
            "postalCode": "69001",
            "locality": "Lyon",
        },
    },
}


class Here:
    """An executor whose thread is this one."""

    def submit(self, work: Callable[..., None], *args: object) -> Future[None]:
        work(*args)
        return Future()


class Ticking:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def platform() -> Iterator[PlatformSimulator]:
    simulator = PlatformSimulator()
    simulator.directory = dict(DIRECTORY)
    simulator.start()
    yield simulator
    simulator.stop()


def client_of(platform: PlatformSimulator, **account: str) -> PlatformClient:
    base = platform.address
    places = Places(
        f"{base}/flow-service", f"{base}/directory-service", f"{base}/token"
    )
    return PlatformClient(places, CLIENT | account)


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Opened]:
    with demo_house(tmp_path / "profile", FixedClock()) as house:
        run(house, SetSetting(key="platform.flows", value="sim://"))
        yield house


class Bringing:
    """A courier in this thread, with a clock that one sets."""

    def __init__(self, opened: Opened, platform: PlatformSimulator) -> None:
        self.opened, self.clock = opened, Ticking()
        client = client_of(platform)
        self.courier = Courier(
            opened.house,
            opened.profile.invoices,
            lambda: client,
            lambda work: work(),
            Here(),  # type: ignore[arg-type]  # all that is asked of an executor
            self.clock,
        )
        self.courier.start()
        self.unfollow = opened.house.follow(self.courier.follow)

    def wait(self, seconds: float = 10.0) -> None:
        self.clock.now += seconds
        self.courier.look()

    def state(self, subject: str) -> str:
        with self.opened.house.database.read() as connection:
            return flows(connection, subject)[subject].state


def due(house):
    """What is to be reported now."""
    days = days_to_report(house)
    closed = closings_of(house.database, *days) if days else ()
    return list(due_reports(house, closed))


def test_an_invoice_is_deposited_and_taken(opened, platform):
    bringing = Bringing(opened, platform)
    sell(opened)
    (event,) = bill(opened)
    (flow,) = platform.flows.values()

    assert bringing.state(event.invoice) == SENT
    assert flow.content == kept(opened.profile.invoices, event)
    assert flow.info["trackingId"] == event.invoice
    assert flow.info["flowSyntax"] == "Factur-X"
    assert flow.info["processingRule"] == "B2B"
    bringing.wait()
    assert bringing.state(event.invoice) == TAKEN


def test_a_flow_that_is_checked_for_long_is_asked_about_again(opened, platform):
    platform.pending = 2
    bringing = Bringing(opened, platform)
    sell(opened)
    (event,) = bill(opened)
    for _ in range(2):
        bringing.wait(4000)
        assert bringing.state(event.invoice) == SENT
    bringing.wait(4000)

    assert bringing.state(event.invoice) == TAKEN


@pytest.mark.parametrize("trouble", [503, 429, 500])
def test_a_failure_is_tried_again(opened, platform, trouble):
    platform.answers.extend([trouble, trouble])
    bringing = Bringing(opened, platform)
    sell(opened)
    (event,) = bill(opened)
    assert bringing.state(event.invoice) == WAITING
    bringing.wait(4000)
    bringing.wait(4000)

    assert bringing.state(event.invoice) == SENT
    assert len(platform.flows) == 1


def test_a_deposit_whose_answer_was_lost_is_not_deposited_again(opened, platform):
    bringing = Bringing(opened, platform)
    platform.answers.extend([0])
    sell(opened)
    (event,) = bill(opened)
    bringing.wait(4000)

    assert len(platform.flows) == 1
    assert bringing.state(event.invoice) in (SENT, TAKEN)


def test_a_kill_between_deposit_and_note_deposits_once(opened, platform):
    sell(opened)
    (event,) = bill(opened)
    content = kept(opened.profile.invoices, event)
    client_of(platform).deposit(
        event.file, content, event.invoice, {"flowSyntax": "Factur-X"}
    )
    bringing = Bringing(opened, platform)
    bringing.wait()
    bringing.wait()

    assert len(platform.flows) == 1
    assert bringing.state(event.invoice) == TAKEN


def test_a_refused_file_waits_for_a_person(opened, platform):
    platform.answers.extend([200, 422])
    bringing = Bringing(opened, platform)
    sell(opened)
    (event,) = bill(opened)

    assert bringing.state(event.invoice) == REFUSED
    (words,) = opened.house.world.settings.alarms[ALARM]
    assert event.number in words
    bringing.wait(4000)
    assert not platform.flows
    run(opened, SendFlow(subject=event.invoice))
    assert bringing.state(event.invoice) == SENT


def test_a_token_that_is_over_is_asked_for_again(platform):
    client = client_of(platform)
    assert client.company("732829320")
    platform.forget_tokens()

    assert client.company("732829320")
    assert platform.requests.count("POST /token") == 2


def test_a_wrong_account_is_said(platform):
    with pytest.raises(NotSentError, match="401"):
        client_of(platform, client_secret="wrong").company("732829320")


def test_the_directory_finds_by_number_and_by_name(platform):
    client = client_of(platform)

    found = client.company("73282932000074")
    assert found is not None
    assert (found.name, found.city, found.active) == ("Dupont Lyon", "Lyon", False)
    assert client.company("552100554") is None
    assert [each.siren for each in client.companies("dupont")] == ["732829320"]
    assert client.companies("durand") == []


def test_a_platform_that_is_away_is_said():
    base = "http://127.0.0.1:1"
    client = PlatformClient(Places(base, base, f"{base}/token"), CLIENT)
    with pytest.raises(NotSentError) as told:
        client.company("732829320")
    assert not told.value.final


def test_reports_are_made_corrected_and_deposited(tmp_path, platform):
    clock = FixedClock()
    with demo_house(tmp_path / "profile", clock) as opened:
        house, folder = opened.house, opened.profile.invoices
        day = house.business_day(clock())
        for key, value in (
            ("platform.flows", "sim://"),
            ("platform.number", "0042"),
            ("platform.name", "PA"),
            ("ereporting.since", day),
        ):
            run(opened, SetSetting(key=key, value=value))
        bringing = Bringing(opened, platform)
        sell(opened)
        assert due(house) == []
        close(opened)
        clock.forward(days=40)
        made = [make_report(house, folder, each, Actor(SYSTEM)) for each in due(house)]
        bringing.wait()

        assert {each.kind for each in made} == {"transactions", "payments"}
        assert {each.type for each in made} == {"IN"}
        assert {f.type for f in platform.flows.values()} == {
            "AggregatedCustomerTransactionReport",
            "AggregatedCustomerPaymentReport",
        }
        assert all(bringing.state(each.report) == TAKEN for each in made)
        assert due(house) == []

        # A closing that came once its period was reported has it reported anew.
        known = next(each for each in made if each.kind == "transactions")
        days = date.fromisoformat(known.first), date.fromisoformat(known.last)
        closed = closings_of(house.database, known.first, known.last)
        without = replace(known, closings=known.closings[:-1])
        late = report_of(house, Period(known.kind, *days), closed, without)
        assert (late.type, late.times) == ("RE", 2)
        assert (late.report, late.closings) == (known.report[:-1] + "2", known.closings)


def test_a_year_that_nobody_reported_comes_at_once(tmp_path):
    clock = FixedClock()
    with demo_house(tmp_path / "profile", clock) as opened:
        house = opened.house
        for key, value in (
            ("platform.number", "0042"),
            ("platform.name", "PA"),
            ("ereporting.since", "2026-11-01"),
        ):
            run(opened, SetSetting(key=key, value=value))
        sell(opened)
        close(opened)
        clock.forward(days=365)
        assert days_to_report(house) == ("2026-11-01", "2027-11-20")
        assert [(each.period.kind, str(each.period.first)) for each in due(house)] == [
            ("payments", "2026-11-01"),
            ("transactions", "2026-11-11"),
        ]


def test_outside_production_nothing_leaves_but_to_the_simulator(opened):
    room = InvoiceRoom(
        opened, lambda work: work(), lambda: Notifier(opened.profile.keys)
    )
    run(opened, SetSetting(key="platform.flows", value="https://pa.example/flow"))
    run(opened, SetSetting(key="platform.token", value="https://pa.example/token"))
    room.set_account(CLIENT)
    assert room.has_account()
    assert room.client() is None
    run(opened, SetSetting(key="outside.open", value="yes"))
    assert room.client() is not None
    run(opened, SetSetting(key="platform.token", value="http://pa.example/token"))
    assert room.client() is None
    run(opened, SetSetting(key="platform.flows", value="sim://"))
    client = room.client()
    assert client is not None
    assert client.company("732829320") is None
    room.stop()
