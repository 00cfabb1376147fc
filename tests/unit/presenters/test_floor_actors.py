"""Who changed a table elsewhere is named; who did it here knows."""

from domain_kit import Till

from app.domain.floor.decide import ClearTable
from app.domain.orders.commands import MoveOrder
from app.domain.vocabulary import Meta
from app.presenters.floor.actors import actors


def test_the_last_hand_at_a_table_is_named_to_the_others() -> None:
    till = Till()
    till.seat("t1")
    facts = [(fact.event, fact.meta) for fact in till.known["C1"]]
    (opened,) = [parts for parts in facts if parts[1].op == "lea"]
    assert actors(till.world, [opened], "tom", "C1") == {"t1": "lea"}
    assert actors(till.world, [opened], "lea", "C2") == {"t1": "lea"}
    assert not actors(till.world, [opened], "lea", "C1")

    order = opened[0].order  # type: ignore[attr-defined]  # an order was opened
    till.do(MoveOrder(order=order, table="t2"), "tom")
    till.do(ClearTable(table="t1"), "ines")
    facts = [(fact.event, fact.meta) for fact in till.known["C1"]]
    assert actors(till.world, facts, "lea", "C1") == {"t2": "tom", "t1": "ines"}
    nobody = [(opened[0], Meta(op="", order=("", "C2", 1)))]
    assert not actors(till.world, nobody, "lea", "C1")
