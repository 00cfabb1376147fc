"""Terminals: enrolled by a manager, named, revoked; one of them carries the hub."""

from domain_kit import Till

from app.domain.terminals.decide import (
    CarryHub,
    ChangeTerminal,
    EnrolTerminal,
    RevokeTerminal,
)
from app.domain.terminals.events import HubSet, TerminalSet
from app.domain.terminals.state import Terminals

SITE = "018f3c1e-7b2a-7c3d-9e4f-5a6b7c8d9e0f"
BAR = EnrolTerminal(chain="C2", x="x2", y="y2", name=" Bar ", role="pos")


def till() -> Till:
    made = Till()
    made.do(BAR)
    return made


def test_an_enrolled_terminal_is_known_by_its_key():
    made = till()

    jwk = made.world.terminals.jwk("C2")

    assert jwk == {"kty": "EC", "crv": "P-256", "x": "x2", "y": "y2"}
    assert made.world.terminals.known["C2"].name == "Bar"
    assert made.world.terminals.jwk("C3") is None


def test_only_a_manager_enrols():
    assert Till().refuses(BAR, person="tom") == "right_missing"


def test_a_name_and_a_role_can_change_and_nonsense_is_refused():
    made = till()
    made.do(ChangeTerminal(chain="C2", name="Passe", role="kitchen"))

    assert made.world.terminals.known["C2"].role == "kitchen"
    assert made.world.terminals.known["C2"].x == "x2"
    for name, role, code in (
        ("", "pos", "terminal_name"),
        ("x" * 41, "pos", "terminal_name"),
        ("Bar", "toilets", "terminal_role"),
    ):
        changed = ChangeTerminal(chain="C2", name=name, role=role)
        assert made.refuses(changed) == code
    changed = ChangeTerminal(chain="C9", name="Bar", role="pos")
    assert made.refuses(changed) == "terminal_unknown"


def test_a_revoked_terminal_has_no_key_any_more():
    made = till()
    made.do(RevokeTerminal(chain="C2"))

    assert made.world.terminals.jwk("C2") is None
    assert made.refuses(RevokeTerminal(chain="C1")) in (
        "terminal_own",
        "terminal_unknown",
    )


def test_one_chain_keeps_its_first_key():
    other = EnrolTerminal(chain="C2", x="x9", y="y9", name="Bar", role="pos")
    made = till()

    assert made.refuses(other) == "terminal_taken"
    state = Terminals(known=dict(made.world.terminals.known))
    state.evolve(TerminalSet(chain="C2", x="x9", y="y9", name="Late"))
    assert state.known["C2"].x == "x2"


def test_the_next_chain_is_the_first_free_one():
    made = till()

    assert made.world.terminals.next_chain(("C1",)) == "C3"


def test_the_hub_moves_and_only_its_carrier_takes_it_down():
    one = Till()
    one.do(CarryHub(site=SITE, addresses=("10.0.0.1:8443",)))
    assert one.world.terminals.hub.chain == "C1"
    again = CarryHub(site=SITE, addresses=("10.0.0.1:8443",))
    assert one.do(again) == ()

    other = CarryHub(site="other", addresses=("10.0.0.1:8443",))
    assert one.refuses(other) == "site_other"
    one.do(CarryHub(site=SITE, addresses=()))
    assert one.world.terminals.hub.chain == ""


def test_the_terminal_that_carries_the_hub_is_not_revoked():
    made = till()
    made.world.terminals.hub = HubSet(site=SITE, chain="C2", addresses=("a:1",))
    assert made.refuses(RevokeTerminal(chain="C2")) == "terminal_hub"


def test_heirs_of_the_hub_come_in_one_order_for_all():
    terminals = Terminals()
    for chain, role, active in (
        ("C1", "pos", True),
        ("C2", "kitchen", True),
        ("C3", "pos", False),
        ("C4", "pos", True),
        ("C5", "hub", True),
    ):
        terminals.evolve(
            TerminalSet(chain=chain, x=chain, y="", name="T", role=role, active=active)
        )
    terminals.evolve(HubSet(site=SITE, chain="C1", addresses=("a:1",)))
    assert terminals.heirs() == ["C5", "C4", "C2"]
