"""What guests paid by telephone is right in the books: both verifiers agree, deeply."""

from pathlib import Path

from fiscal_kit import FLOAT, archive, close
from gui_kit import FixedClock, demo_house
from pay_kit import run

from app.bootstrap import open_house
from app.domain.orders.commands import AddLine, LetGuestsIn, OpenOrder
from app.domain.orders.events import Portion
from app.domain.orders.table_orders import GUEST
from app.domain.payments.commands import (
    GuestPay,
    GuestTakeaway,
    RecordOutcome,
    ReturnPayment,
    TakePayment,
)
from app.domain.rules import SetSetting
from app.domain.till.decide import OpenTill
from app.fiscal import verifier_sotto
from app.fiscal.checking import verify_profile
from app.fiscal.periods import close_due
from db.profile import Profile

CLOCK, CODE = FixedClock(), "4821"


def part(number: int) -> str:
    return f"01K6SHARE{number:017d}"


def test_both_verifiers_find_an_evening_of_telephones_right(tmp_path: Path) -> None:
    folder = tmp_path / "profile"
    with demo_house(folder, CLOCK) as opened:
        for key, value in (("guests.pay", "online"), ("guests.fetch", "yes")):
            run(opened, SetSetting(key=key, value=value), "marc")
        run(opened, OpenOrder(table="t12", covers=3, order="o1"))
        run(opened, AddLine(order="o1", article="terrine", quantity=3000))
        run(opened, LetGuestsIn(order="o1", code=CODE))
        book = opened.house.world.book
        (line,) = book.orders["o1"].lines
        third = Portion(line=line, of=3, taken=(0,))
        dishes = {"portions": (third,), "tip": 55}
        for number, how in enumerate((dishes, {"amount": 700}, {"amount": 1200})):
            asked = GuestPay(
                table="t12", code=CODE, share=part(number), provider="stripe", **how
            )
            run(opened, asked, GUEST)
        lines = (AddLine(order="", article="terrine", merge=False),)
        fetched = GuestTakeaway(share=part(9), lines=lines, provider="sumup")
        run(opened, fetched, GUEST)
        given_up = GuestTakeaway(share=part(8), lines=lines, provider="sumup")
        run(opened, given_up, GUEST)
        orders = {p: o.id for o in book.orders.values() for p in o.payments}
        for payment, order in orders.items():
            paid = book.orders[order].payments[payment]
            over = payment == part(8)
            outcome = RecordOutcome(
                order=order,
                payment=payment,
                state="aborted" if over else "approved",
                amount=0 if over else paid.amount + paid.tip,
            )
            run(opened, outcome, GUEST)
        assert book.closed(book.orders["o1"])
        close(opened)
    profile = Profile(folder)
    assert verify_profile(profile, deep=True).errors == ()
    with open_house(profile, clock=CLOCK) as again:
        made = archive(again, tmp_path / "usb")
    found = verifier_sotto.verify(tmp_path / "usb" / made.file).findings
    assert [each for each in found if each.code != "DECLARED"] == []


def test_what_is_paid_over_the_closing_and_given_back_is_in_the_day_it_came(
    tmp_path: Path,
) -> None:
    folder, clock = tmp_path / "profile", FixedClock()
    with demo_house(folder, clock) as opened:
        run(opened, SetSetting(key="guests.pay", value="online"), "marc")
        run(opened, OpenOrder(table="t12", covers=2, order="o1"))
        run(opened, AddLine(order="o1", article="terrine", quantity=2000))
        run(opened, LetGuestsIn(order="o1", code=CODE))
        for number, cents in enumerate((700, 1200)):
            asked = GuestPay(
                table="t12",
                code=CODE,
                share=part(number),
                amount=cents,
                provider="sumup",
            )
            run(opened, asked, GUEST)
        clock.forward(days=1)
        close_due(opened.house)  # the law waits for no telephone
        for number, cents in enumerate((700, 1200)):
            paid = RecordOutcome(
                order="o1", payment=part(number), state="approved", amount=cents
            )
            run(opened, paid, GUEST)
        book = opened.house.world.book
        assert book.closed(book.orders["o1"])
        run(opened, OpenTill(coins=FLOAT), "marc")
        run(opened, OpenOrder(table="t12", covers=2, order="o2"))
        run(opened, AddLine(order="o2", article="terrine"))
        run(opened, LetGuestsIn(order="o2", code=CODE))
        asked = GuestPay(
            table="t12", code=CODE, share=part(2), amount=950, provider="sumup"
        )
        run(opened, asked, GUEST)
        run(opened, TakePayment(order="o2", method="cash", amount=950))
        paid = RecordOutcome(order="o2", payment=part(2), state="approved", amount=950)
        run(opened, paid, GUEST)
        back = ReturnPayment(order="o2", payment=part(2), reason="twice")
        run(opened, back, "marc")
        close(opened)
        *_, last = opened.house.journal.entries(types=["till.day_closed"])
        figures = {each["key"]: each["value"] for each in last.data["figures"]}
        told = [figures[f"tender.{name}.amount"] for name in ("online", "cash")]
        assert [*told, figures["document.sale.ttc"]] == [1900, 950, 2850]
    assert verify_profile(Profile(folder), deep=True).errors == ()
    with open_house(Profile(folder), clock=clock) as again:
        made = archive(again, tmp_path / "usb")
    found = verifier_sotto.verify(tmp_path / "usb" / made.file).findings
    assert [each for each in found if each.code != "DECLARED"] == []
