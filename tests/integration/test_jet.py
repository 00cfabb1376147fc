"""Every event of the catalogue, by what really triggers it: one entry each, no more.

A code that is added to the catalogue needs its trigger here.
"""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from fiscal_kit import MARC, archive, close, refund, sell
from gui_kit import FixedClock, demo_house
from pay_kit import make_order, run
from tamper_kit import put, rewritten, stored

from app.bootstrap import SOFTWARE, Opened, open_house
from app.caretaker import Caretaker
from app.cli.main import main
from app.domain import jet
from app.domain.catalogue.decide import SetCatalogue
from app.domain.catalogue.events import VatSet
from app.domain.orders.commands import CancelOrder, Discount, SetOrderNote, VoidLine
from app.domain.payments.commands import CorrectPayment, DuplicateReceipt
from app.domain.rules import SetSetting
from app.domain.staff.decide import LogIn, LogOut, SetStaff
from app.domain.till.decide import CountTill, OpenDrawer
from app.domain.till.events import Coins
from app.fiscal.archive import record_archive
from app.fiscal.breach import check_before_closing
from app.fiscal.core import note_unattested
from app.fiscal.periods import close_due
from app.services.health_history import SETTLE_S, HealthHistory
from app.services.keys import replace_lost_key, rotate_key
from app.services.starts import note_start, note_stop
from app.troubles import Troubles
from db.keys import KEY_FILE
from db.profile import Profile
from hardware.health import DeviceState, Health

ZONE = "+01:00/+02:00"


@dataclass
class Bench:
    """The demo restaurant, a clock to move, and a folder for what leaves it."""

    opened: Opened
    clock: FixedClock
    folder: Path

    def run(self, command: object, **more: str) -> None:
        run(self.opened, command, **more)  # type: ignore[arg-type]  # any command

    @property
    def keys(self) -> Path:
        return self.opened.profile.keys

    def lines(self, order: str) -> list[str]:
        return [
            line.id
            for line in self.opened.house.world.book.lines_of(order_of(self, order))
        ]


def order_of(bench: Bench, order: str):
    return bench.opened.house.world.book.orders[order]


def nothing(bench: Bench) -> None:
    """It happened when the house was opened for the first time."""


def logged_in(bench: Bench) -> None:
    bench.run(LogIn(person="marc", window="pos"))


def logged_out(bench: Bench) -> None:
    bench.run(LogOut(person="marc", window="pos"))


def start(software: str = SOFTWARE, zone: str = ZONE) -> Callable[[Bench], None]:
    def trigger(bench: Bench) -> None:
        note_start(bench.opened.house, software, zone)

    return trigger


def stop(bench: Bench) -> None:
    note_stop(bench.opened.house, SOFTWARE, ZONE)


def closed(bench: Bench) -> None:
    sell(bench.opened)
    close(bench.opened, counted=3)


def long_after(bench: Bench) -> None:
    closed(bench)
    bench.clock.forward(days=40)
    close_due(bench.opened.house, thorough=True)


def read_tables_changed(bench: Bench) -> None:
    sell(bench.opened)
    with bench.opened.house.database.write() as connection:
        connection.exec_driver_sql("UPDATE day_sum SET value = 1 WHERE family = 'vat'")
    close(bench.opened)


def archived(bench: Bench) -> None:
    closed(bench)
    made = archive(bench.opened, bench.folder / "usb")
    record_archive(bench.opened.house, made, MARC)


def archived_a_year(bench: Bench) -> None:
    closed(bench)
    made = archive(bench.opened, bench.folder / "usb")
    whole = replace(made, first_day="2025-11-21")
    record_archive(bench.opened.house, whole, MARC)


def cared_for(bench: Bench) -> None:
    caretaker = Caretaker(bench.opened)
    caretaker.start()
    caretaker.stop()


def altered(bench: Bench) -> None:
    sell(bench.opened)
    database = bench.opened.database
    seq = bench.opened.house.journal.head().seq
    jws = stored(database, seq)
    put(database, seq, rewritten(jws, lambda body: body.update(op="x")))
    check_before_closing(bench.opened.house)


def counted(bench: Bench) -> None:
    bench.run(CountTill(coins=(Coins(value=5000, count=3),)), person="marc")


def refunded(bench: Bench) -> None:
    sell(bench.opened, method="cash")
    refund(bench.opened, "C1-000001")


def setting(key: str, value: str) -> Callable[[Bench], None]:
    def trigger(bench: Bench) -> None:
        bench.run(SetSetting(key=key, value=value), person="marc")

    return trigger


def voided(bench: Bench) -> str:
    order = make_order(bench.opened, (("bar_roti", 1, (1,)),), sent=True)
    (line,) = bench.lines(order)
    bench.run(VoidLine(order=order, line=line, reason="erreur"))
    return order


def cancelled(bench: Bench) -> None:
    bench.run(CancelOrder(order=voided(bench), reason="partis"))


def tipped(bench: Bench) -> None:
    sell(bench.opened, method="cash", tip=200)


def duplicated(bench: Bench) -> None:
    order = sell(bench.opened)
    (receipt,) = order_of(bench, order).receipts
    bench.run(DuplicateReceipt(order=order, receipt=receipt.id, number="C1-000001"))


def corrected(bench: Bench) -> None:
    order = sell(bench.opened)
    (payment,) = order_of(bench, order).payments
    command = CorrectPayment(
        order=order, payment=payment, method="cash", reason="erreur"
    )
    bench.run(command)


def drawer(bench: Bench) -> None:
    bench.run(OpenDrawer(reason="monnaie"))


def discounted(bench: Bench) -> None:
    order = make_order(bench.opened)
    bench.run(Discount(order=order, reason="geste", percent=5000))


def clock_back(bench: Bench) -> None:
    bench.clock.forward(hours=-1)
    make_order(bench.opened)


def clock_ahead(bench: Bench) -> None:
    caretaker = Caretaker(bench.opened, steady=lambda: 0.0)
    bench.clock.forward(days=2)
    caretaker.look()
    caretaker.stop()


def key_away(bench: Bench) -> None:
    """Pulled out and put back."""
    (bench.keys / KEY_FILE).rename(bench.keys / "away")
    bench.opened.signer._held = None  # type: ignore[attr-defined]  # it is on a stick
    make_order(bench.opened)
    make_order(bench.opened, table="t14")
    (bench.keys / "away").rename(bench.keys / KEY_FILE)
    make_order(bench.opened, table="t15")


def rotated(bench: Bench) -> None:
    rotate_key(bench.opened.house, bench.keys, bench.opened.signer, MARC)


def key_lost(bench: Bench) -> None:
    replace_lost_key(bench.opened.house, bench.keys, bench.opened.signer, MARC)


def hub(*links: str) -> Callable[[Bench], None]:
    def trigger(bench: Bench) -> None:
        troubles = Troubles(bench.opened.house)
        for link in links:
            troubles.see_network(link)

    return trigger


def printer_fails(bench: Bench) -> None:
    devices = bench.opened.house.world.settings.devices
    printer = next(d.id for d in devices.values() if d.kind == "printer")
    seconds = iter((0.0, 1.0, 1.0 + SETTLE_S, 99.0))
    looking = HealthHistory(bench.opened.house, lambda: next(seconds))
    offline = DeviceState.OFFLINE
    for state in (DeviceState.READY, offline, offline, offline):
        looking.look({printer: Health(state=state, since=datetime.now(UTC))})


def backed_up(bench: Bench) -> None:
    caretaker = Caretaker(bench.opened)
    closed(bench)
    caretaker.stop()


def vat(bench: Bench) -> None:
    event = VatSet(code="standard", rate=2100, since="2027-01-01")
    bench.run(SetCatalogue(event=event), person="marc")


def price(bench: Bench) -> None:
    article = bench.opened.house.world.catalogue.articles["cafe"]
    event = replace(article, price=article.price + 10)
    bench.run(SetCatalogue(event=event), person="marc")


def role(bench: Bench) -> None:
    found = next(iter(bench.opened.house.world.staff.roles.values()))
    event = replace(found, name=f"{found.name} bis")
    bench.run(SetStaff(event=event), person="marc")


def person(**change: object) -> Callable[[Bench], None]:
    def trigger(bench: Bench) -> None:
        lea = bench.opened.house.world.staff.people["lea"]
        event = replace(lea, badge="", **change)  # type: ignore[arg-type]  # its fields
        bench.run(SetStaff(event=event), person="marc")

    return trigger


def card_number(bench: Bench) -> None:
    order = make_order(bench.opened)
    bench.run(SetOrderNote(order=order, kitchen="4111111111111111"))


def unattested(bench: Bench) -> None:
    house = bench.opened.house
    house.mark = None  # only beside real trade it is none of the law's business
    note_unattested(house)


TRIGGERS: dict[str, Callable[[Bench], object]] = {
    "JET_INIT": nothing,
    "KEY_CREATED": nothing,
    "LOGIN": logged_in,
    "LOGOUT": logged_out,
    "APP_START": start(),
    "APP_STOP": stop,
    "UPDATE_MINOR": start("Sotto 9.9.9 · F1.9"),
    "UPDATE_MAJOR": start("Sotto 9.9.9 · F2.0"),
    "TZ_CHANGE": start(zone="+04:00/+04:00"),
    "CLOSE_DAY": closed,
    "CLOSE_MONTH": long_after,
    "ARCHIVE_PARTIAL": archived,
    "ARCHIVE_YEAR": archived_a_year,
    "VERIFY_OK": cared_for,
    "VERIFY_FAILED": altered,
    "TABLES_CHANGED": read_tables_changed,
    "INTEGRITY_BREACH": altered,
    "DRAWER_COUNT": counted,
    "REFUND_LINE": refunded,
    "IDENTITY_CHANGE": setting("house.siret", "73282932000074"),
    "PARAM_CHANGE": setting("note.threshold", "0"),
    "SALE_CANCELLED": cancelled,
    "NON_ITEM_AMOUNT": tipped,
    "DUPLICATE": duplicated,
    "PAYMENT_CORRECTION": corrected,
    "DRAWER_NO_SALE": drawer,
    "LINE_VOID": voided,
    "DISCOUNT_OVER_LIMIT": discounted,
    "CLOCK_BACKWARD": clock_back,
    "CLOCK_FORWARD": clock_ahead,
    "DEGRADED_START": key_away,
    "DEGRADED_END": key_away,
    "KEY_ROTATED": rotated,
    "KEY_LOST": key_lost,
    "HUB_LOST": hub("linked", "seeking", "seeking"),
    "HUB_BACK": hub("linked", "seeking", "linked"),
    "PRINTER_FAIL": printer_fails,
    "BACKUP": backed_up,
    "VAT_RATE_CHANGE": vat,
    "PRICE_CHANGE": price,
    "RIGHTS_CHANGE": role,
    "USER_CREATED": person(id="new"),
    "USER_DISABLED": person(active=False),
    "PAN_REDACTED": card_number,
    "CORE_UNATTESTED": unattested,
}
ELSEWHERE = {
    "CLOSE_YEAR": "test_periods: a year that is over",
    "CHAIN_ROLLBACK": "below: it takes a start",
    "RESTORE": "below: it takes a command",
    "EXPORT": "below: it takes a command",
    "WITNESS_UNREACHABLE": "below: it takes a start",
    "IMPORT": "test_article_import: it takes a window",
    "TRAINING_ON": "test_training",
    "TRAINING_OFF": "test_training",
}
"""Codes whose trigger is tried by another test."""

EXPECTED = {"REFUND_LINE": 7}
"""Codes of which one act leaves more than one: one for each line of the refund."""


@contextmanager
def bench(folder: Path) -> Iterator[Bench]:
    clock = FixedClock()
    with demo_house(folder / "profile", clock) as opened:
        note_start(opened.house, SOFTWARE, ZONE)
        yield Bench(opened, clock, folder)


def told(opened: Opened) -> list[str]:
    entries = opened.house.journal.entries(readable=True)
    return [code for e in entries for code, _ in jet.told_by(e.type, e.data)]


def test_every_code_of_the_catalogue_has_a_trigger() -> None:
    known = set(jet.EVENTS) | set(jet.NF525)
    stands = {"DUPLICATE", "DRAWER_NO_SALE", "LINE_VOID", "PAYMENT_CORRECTION"}
    stands |= {"PARAM_CHANGE", "VAT_RATE_CHANGE", "DEGRADED_START", "DEGRADED_END"}
    stands |= {"KEY_CREATED", "KEY_ROTATED", "KEY_LOST", "TRAINING_ON", "TRAINING_OFF"}
    assert set(TRIGGERS) | set(ELSEWHERE) == known | stands
    assert not set(jet.NEVER) & set(TRIGGERS)


@pytest.mark.parametrize("code", TRIGGERS)
def test_a_trigger_leaves_exactly_one_entry(code: str, tmp_path: Path) -> None:
    trigger = TRIGGERS[code]
    with bench(tmp_path) as made:
        before = 0 if trigger is nothing else told(made.opened).count(code)
        trigger(made)
        found = told(made.opened).count(code) - before
        assert found == EXPECTED.get(code, 1)
        assert not set(told(made.opened)) & set(jet.NEVER)


def test_those_that_take_a_start_or_a_command(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder, clock = tmp_path / "profile", FixedClock()
    with demo_house(folder, clock) as opened:
        sell(opened)
        close(opened)
    kept = tmp_path / "kept.db"
    shutil.copy(folder / "sotto.db", kept)
    with open_house(Profile(folder), clock=clock) as opened:
        opened.house.note("APP_START")
    shutil.copy(kept, folder / "sotto.db")
    for leftover in ("sotto.db-wal", "sotto.db-shm"):
        (folder / leftover).unlink(missing_ok=True)
    here = ["--profile", str(folder)]
    days = ["--from", "2026-11-20", "--to", "2026-11-20", "--into", str(tmp_path)]
    assert main(["fiscal", "fec", *days, *here]) == 0
    with open_house(Profile(folder), clock=clock) as opened:
        codes = told(opened)
        assert (codes.count("CHAIN_ROLLBACK"), codes.count("EXPORT")) == (1, 1)
    (folder / "keys" / "C1.head").unlink()
    with open_house(Profile(folder), clock=clock) as opened:
        assert told(opened).count("WITNESS_UNREACHABLE") == 1
    capsys.readouterr()


def test_numbers_stand_only_where_they_are_sourced() -> None:
    assert jet.number_of("CLOSE_DAY") == "50"
    assert jet.number_of("DUPLICATE") == ""
    assert jet.told_by("order.line_added", {}) == []
    assert jet.told_by("receipt.refunded", {"lines": None}) == []
