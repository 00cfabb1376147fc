"""What a terminal may do at all, whoever stands at it."""

import pytest
from domain_kit import Till

from app.domain.terminals.decide import EnrolTerminal, SetLimits
from app.domain.till.decide import MoveCash, OpenDrawer
from app.presenters.admin.network import PRESETS

X, Y = "x" * 43, "y" * 43


@pytest.fixture
def till() -> Till:
    """The bar's tablet, C1, beside the till at the counter, C2."""
    till = Till()
    for chain, name in (("C1", "Bar"), ("C2", "Comptoir")):
        till.do(EnrolTerminal(chain=chain, x=chain + X[2:], y=Y, name=name, role="pos"))
    return till


def limit(till: Till, chain: str, *barred: str) -> None:
    till.do(SetLimits(chain=chain, barred=frozenset(barred)))


def test_the_bars_tablet_opens_no_drawer_even_for_the_manager(till: Till) -> None:
    limit(till, "C1", "till.drawer", "till.close")
    drawer = OpenDrawer(reason="Monnaie")
    assert till.refuses(drawer, "lea") == "terminal_barred"
    assert till.refuses(drawer, "tom") == "terminal_barred"
    refusal = till.run(drawer, "lea")
    assert not refusal.right  # nobody is asked to approve what cannot be


def test_where_orders_are_paid_for_the_till_is_opened(till: Till) -> None:
    limit(till, "C1", *PRESETS["orders"])
    till.open()
    order = till.seat("t1")
    till.take(order, "soup")
    till.pay(order)
    assert till.due(order) == 0
    for barred in (OpenDrawer(reason="Monnaie"), MoveCash(amount=100, reason="change")):
        assert till.refuses(barred) == "terminal_barred"


def test_elsewhere_everybody_keeps_their_rights(till: Till) -> None:
    limit(till, "C2", "till.drawer")
    till.do(OpenDrawer(reason="Monnaie"), "lea")
    assert till.refuses(OpenDrawer(reason="Monnaie"), "tom") == "right_missing"


def test_what_was_barred_comes_back(till: Till) -> None:
    limit(till, "C1", "till.drawer")
    limit(till, "C1")
    till.do(OpenDrawer(reason="Monnaie"), "lea")


def test_one_terminal_stays_where_this_can_be_changed_back(till: Till) -> None:
    limit(till, "C2", "device.edit")
    locked = SetLimits(chain="C1", barred=frozenset({"device.edit"}))
    assert till.refuses(locked, "lea") == "last_terminal"


def test_a_terminal_that_may_not_be_set_does_not_free_itself(till: Till) -> None:
    limit(till, "C1", "device.edit")
    free = SetLimits(chain="C1", barred=frozenset())
    assert till.refuses(free, "lea") == "terminal_barred"


@pytest.mark.parametrize(
    ("chain", "right", "why"),
    [("C9", "till.close", "terminal_unknown"), ("C1", "fly", "right_unknown")],
)
def test_only_rights_of_terminals_that_exist(
    till: Till, chain: str, right: str, why: str
) -> None:
    command = SetLimits(chain=chain, barred=frozenset({right}))
    assert till.refuses(command, "lea") == why
