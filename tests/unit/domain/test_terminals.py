"""Terminals: enrolled by a manager, named, revoked; one of them carries the hub."""

import dataclasses

from domain_kit import Till

from app.domain.terminals.decide import (
    AttachTo,
    CarryHub,
    ChangeTerminal,
    EnrolTerminal,
    RevokeTerminal,
    SayWhere,
    SetSite,
)
from app.domain.terminals.events import HEAD_OFFICE, HubSet, TerminalSet
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


def test_a_terminal_says_where_it_is_found_once_for_each_place():
    made = Till()
    where = SayWhere(addresses=("192.168.1.21", "fd00::21"))
    made.do(where)
    assert made.world.terminals.located == {"C1": where.addresses}
    assert made.do(where) == ()
    made.do(SayWhere(addresses=("192.168.1.30",)))
    assert made.world.terminals.located == {"C1": ("192.168.1.30",)}


OFFICE = AttachTo(chain="C2", x="x2", y="y2", name=" Siège ", address="10.0.0.9:8443")


def attached() -> Till:
    made = Till()
    made.do(CarryHub(site=SITE, addresses=("10.0.0.1:8443",)))
    made.do(OFFICE)
    return made


def test_a_head_office_becomes_a_terminal_that_is_none_of_the_house():
    made = attached()
    terminals = made.world.terminals

    assert terminals.known["C2"].role == HEAD_OFFICE
    assert (terminals.upstream.name, terminals.upstream.site) == ("Siège", SITE)
    made.do(EnrolTerminal(chain="C1", x="x1", y="y1", name="Caisse", role="pos"))
    assert not terminals.several  # tickets keep their numbers
    assert terminals.heirs() == []  # and it never takes the hub over
    assert not terminals.may_know_persons("C2")
    assert not terminals.may_know_persons("C9")
    assert terminals.may_know_persons("C1")


def test_attaching_again_changes_nothing_and_an_address_can_move():
    made = attached()

    assert made.do(OFFICE) == ()
    moved = dataclasses.replace(OFFICE, address="10.0.0.8:8443")
    made.do(moved)
    assert made.world.terminals.upstream.address == "10.0.0.8:8443"


def test_a_restaurant_without_a_hub_or_a_right_is_not_attached():
    assert Till().refuses(OFFICE) == "hub_missing"
    assert attached().refuses(OFFICE, person="tom") == "right_missing"


def test_a_head_office_comes_by_no_other_way_and_stays_what_it_is():
    made = attached()

    assert made.refuses(dataclasses.replace(BAR, role=HEAD_OFFICE)) == "terminal_role"
    assert made.refuses(BAR) == "terminal_role"
    changed = ChangeTerminal(chain="C2", name="Bar", role="pos")
    assert made.refuses(changed) == "terminal_role"
    made.do(EnrolTerminal(chain="C3", x="x3", y="y3", name="Bar", role="pos"))
    taken = dataclasses.replace(OFFICE, chain="C3", x="x3", y="y3")
    assert made.refuses(taken) == "terminal_taken"


def test_revoking_the_head_office_detaches_and_attaching_again_brings_it_back():
    made = attached()
    made.do(RevokeTerminal(chain="C2"))

    assert made.world.terminals.upstream is None
    assert made.world.terminals.jwk("C2") is None
    made.do(OFFICE)
    assert made.world.terminals.jwk("C2") is not None


def test_another_head_office_takes_the_place_of_the_first():
    made = attached()
    made.do(dataclasses.replace(OFFICE, chain="C5", x="x5", y="y5", name="Autre"))

    assert made.world.terminals.upstream.chain == "C5"
    assert not made.world.terminals.known["C2"].active


def test_a_head_office_names_its_sites_and_lets_go_of_them():
    made = Till()
    made.do(SetSite(site=SITE, name=" Bastille "))
    assert made.world.terminals.sites[SITE].name == "Bastille"
    assert made.do(SetSite(site=SITE, name="Bastille")) == ()
    made.do(SetSite(site=SITE, name="Bastille", active=False))
    assert not made.world.terminals.sites[SITE].active
