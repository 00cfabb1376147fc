"""What was not charged, added up by who did it, who allowed it and why."""

from pathlib import Path

from credit_kit import event_of, take
from gui_kit import FixedClock, demo_house
from pay_kit import make_order

from app.domain.catalogue.decide import SetCatalogue
from app.domain.catalogue.promotions import PromotionSet
from app.domain.kitchen.decide import BumpDishes
from app.domain.orders.commands import (
    AddLine,
    CompLine,
    Discount,
    OpenOrder,
    RemoveDiscount,
    SendOrder,
    VoidLine,
)
from app.domain.orders.events import LineDiscounted
from app.domain.payments.commands import Disposed, RefundReceipt
from app.domain.receipts.events import ReceiptIssued
from app.domain.vocabulary import Refusal
from app.presenters.admin.losses import csv_rows, present_losses, read_losses
from app.projections.queries import day_sums
from app.services.house import Actor, Fact

DAY = "2026-11-20"


def test_what_was_not_charged_is_added_up_with_what_it_cost(tmp_path: Path) -> None:
    with demo_house(tmp_path, FixedClock()) as opened:
        house, marc = opened.house, Actor("lea", approver="marc")

        def do(command: object, actor: Actor = marc) -> tuple[Fact, ...]:
            done = house.run(command, actor)  # type: ignore[arg-type]  # any
            assert not isinstance(done, Refusal), done
            return done

        do(OpenOrder(table="t7", order="o"))
        for line, article in (("soup", "soupe_oignon"), ("water", "eau_gazeuse")):
            do(AddLine(order="o", article=article, line=line))
        do(SendOrder(order="o"))
        [dish] = house.world.book.lines["soup"].dishes
        do(BumpDishes(order="o", station=dish.station, dishes=(dish.id,)))
        taken_back = do(Discount(order="o", line="water", amount=100, reason="geste"))
        given = [f.event for f in taken_back if isinstance(f.event, LineDiscounted)]
        do(RemoveDiscount(order="o", discount=given[0].discount))
        do(VoidLine(order="o", line="soup", reason="Trop long"))
        do(CompLine(order="o", line="water", reason="Maison"), Actor("marc"))

        losses = read_losses(house, DAY, DAY)
        rows = {
            by: csv_rows(present_losses(house, losses, by, DAY, DAY))
            for by in ("person", "approver", "reason")
        }
        cost = house.world.catalogue.articles["soupe_oignon"].cost

    assert cost
    waste = f"{cost // 100},{cost % 100:02d}"
    voided = ("8,50", "", "", "", waste, "1")
    offered = ("", "", "6,00", "", "", "1")
    assert rows["person"] == [("Léa", *voided), ("Marc", *offered)]
    assert rows["approver"] == [("Marc", *voided), ("sans accord", *offered)]
    assert rows["reason"] == [("Trop long", *voided), ("Maison", *offered)]


def test_what_is_given_back_is_a_loss_and_what_is_thrown_away_costs(
    tmp_path: Path,
) -> None:
    with demo_house(tmp_path, FixedClock()) as opened:
        house, marc = opened.house, Actor("marc")
        order = make_order(opened, (("soupe_oignon", 2, ()), ("eau_gazeuse", 1, ())))
        document = event_of(take(opened, order), ReceiptIssued)
        done = house.run(
            RefundReceipt(
                original=document,
                number="C1-000001",
                back=((0, 1000), (1, 1000)),
                reason="Plat renvoyé",
                method="cash",
                disposed=(
                    Disposed(line=0, disposition="waste"),
                    Disposed(line=1, disposition="stock", reason="Article rendu"),
                ),
            ),
            marc,
        )
        assert not isinstance(done, Refusal), done
        losses = read_losses(house, DAY, DAY)
        rows = csv_rows(present_losses(house, losses, "reason", DAY, DAY))
        cost = house.world.catalogue.articles["soupe_oignon"].cost

    waste = f"{cost // 100},{cost % 100:02d}"
    assert rows == [
        ("Plat renvoyé", "", "", "", "8,50", waste, "1"),
        ("Article rendu", "", "", "", "6,00", "", "1"),
    ]


def test_what_an_offer_gave_is_nobodys_discount(tmp_path: Path) -> None:
    """Its reason says which offer it was; no waiter is reproached with it."""
    with demo_house(tmp_path, FixedClock()) as opened:
        house, lea = opened.house, Actor("lea")
        third = PromotionSet(id="third", name="Le 3e offert", rank=1, bought=2)
        commands = (
            OpenOrder(table="t7", order="o"),
            AddLine(order="o", article="soupe_oignon", quantity=3000),
        )
        for command, actor in (
            (SetCatalogue(event=third), Actor("marc")),
            *((each, lea) for each in commands),
        ):
            assert not isinstance(house.run(command, actor), Refusal)
        losses = read_losses(house, DAY, DAY)
        by = {
            name: csv_rows(present_losses(house, losses, name, DAY, DAY))
            for name in ("person", "reason")
        }
        with house.database.read() as connection:
            theirs = day_sums(connection, DAY, family="operator")
            counted = day_sums(connection, DAY, family="control")
    given = ("", "8,50", "", "", "", "1")
    assert by["person"] == [("Sotto", *given)]
    assert by["reason"] == [("Le 3e offert", *given)]
    assert ("operator", "lea", "discounts") not in theirs
    assert counted["control", "discount", "amount"] == 850
