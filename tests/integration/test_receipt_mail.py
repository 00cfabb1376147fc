"""A receipt by mail: sent, tried again, given up; nobody remembers the address."""

from collections.abc import Callable
from pathlib import Path

import pytest
from credit_kit import event_of, take
from gui_kit import FixedClock, demo_house
from pay_kit import make_order, run

from app.bootstrap import Opened
from app.domain.receipts.events import MailEnded, ReceiptDuplicated, ReceiptIssued
from app.followers.mailing import ALARM, MailingFollower
from app.presenters.admin.documents import present_document
from app.projections.queries import document
from app.services.documents import MAILS, mail_of
from app.services.ports import NotToldError

TO = "anne.martin@example.com"


class Mailbox:
    """Takes mails; `broken` is what it answers instead, the next answer first."""

    def __init__(self) -> None:
        self.came: list[tuple[str, str, str, str, bytes]] = []
        self.broken: list[NotToldError] = []

    def channels(self) -> frozenset[str]:
        return frozenset({"email"})

    def mail_file(
        self, to: str, subject: str, text: str, name: str, content: bytes
    ) -> None:
        if self.broken:
            raise self.broken.pop(0)
        self.came.append((to, subject, text, name, content))


class Seconds:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def opened(tmp_path: Path):
    with demo_house(tmp_path / "profile", FixedClock()) as opened:
        yield opened


def follower(opened: Opened, box: Mailbox, clock: Seconds) -> MailingFollower:
    made = MailingFollower(
        opened.house, lambda: box, _at_once, lambda work: work(), clock
    )
    made.start()
    made.look()
    return made


def _at_once(work: Callable[[], None]) -> None:
    work()


def receipt(opened: Opened) -> tuple[ReceiptIssued, str]:
    order = make_order(opened, table="t12")
    issued = event_of(take(opened, order, issued="digital"), ReceiptIssued)
    with opened.house.database.read() as connection:
        stored = document(connection, issued.receipt)
    assert stored is not None
    return issued, stored.number


def ask(opened: Opened, issued: ReceiptIssued, number: str, *, original: bool):
    house = opened.house
    command = mail_of(
        house, issued.order, issued.receipt, number, TO, original=original
    )
    return run(opened, command)


def note(opened: Opened, issued: ReceiptIssued) -> str:
    with opened.house.database.read() as connection:
        stored = document(connection, issued.receipt)
    return present_document(opened.house, stored).note


def test_the_original_goes_and_its_address_is_forgotten(opened: Opened) -> None:
    box = Mailbox()
    opened.house.follow(follower(opened, box, Seconds()).follow)
    issued, number = receipt(opened)
    facts = ask(opened, issued, number, original=True)
    assert not [f for f in facts if isinstance(f.event, ReceiptDuplicated)]
    ((to, subject, text, name, file),) = box.came
    assert (to, name) == (TO, f"{number}.pdf")
    assert subject == f"Le Vieux Moulin · Ticket {number}"
    assert "elle n’est pas gardée" in text
    assert file.startswith(b"%PDF")
    assert opened.house.sealer.persons(MAILS) == []
    assert TO not in "".join(str(e.data) for e in opened.house.journal.entries())
    assert "envoyé par e-mail" in note(opened, issued)

    copies = ask(opened, issued, number, original=False)
    assert event_of(copies, ReceiptDuplicated).medium == "email"
    assert len(box.came) == 2


def test_a_server_that_is_away_is_asked_again_also_after_a_restart(
    opened: Opened,
) -> None:
    box, clock = Mailbox(), Seconds()
    first = follower(opened, box, clock)
    unfollow = opened.house.follow(first.follow)
    issued, number = receipt(opened)
    box.broken = [NotToldError("ConnectionRefusedError"), NotToldError("smtp 451")]
    ask(opened, issued, number, original=True)
    first.look()  # too early
    assert len(box.broken) == 1
    assert "e-mail en attente" in note(opened, issued)
    clock.now += 10
    first.look()
    assert (box.broken, box.came) == ([], [])
    unfollow()
    again = follower(opened, box, clock)
    assert len(box.came) == 1
    again.look()
    assert len(box.came) == 1


@pytest.mark.parametrize("days", [0, 1])
def test_what_is_turned_away_is_told(opened: Opened, days: int) -> None:
    box, clock = Mailbox(), Seconds()
    made = follower(opened, box, clock)
    opened.house.follow(made.follow)
    ended: list[MailEnded] = []
    opened.house.follow(
        lambda facts: ended.extend(
            f.event for f in facts if isinstance(f.event, MailEnded)
        )
    )
    issued, number = receipt(opened)
    box.broken = [NotToldError("smtp 550", final=not days)] * 2
    ask(opened, issued, number, original=True)
    opened.house.clock.forward(days=days)
    clock.now += 10
    made.look()
    assert [each.failure for each in ended] == ["smtp 550"]
    assert opened.house.world.settings.alarms[ALARM] == (number,)
    assert "e-mail non parti (smtp 550)" in note(opened, issued)
    assert opened.house.sealer.persons(MAILS) == []
