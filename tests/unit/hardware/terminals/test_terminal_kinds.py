"""What can be chosen in the settings: addresses there and back, nothing secret in them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware.terminals.caisse_ap import Action
from hardware.terminals.caisse_ap_dialogue import CaisseAp
from hardware.terminals.dialogue import CAPS
from hardware.terminals.kind import Kind, Setup, setup_of
from hardware.terminals.kinds import GENERIC, KINDS, OWN, kind_of

_WORDS = st.text(st.characters(min_codepoint=33, max_codepoint=0x17F), max_size=20)


@given(
    st.sampled_from(["tcp", "serial", "adyen-cloud"]),
    _WORDS,
    st.dictionaries(st.from_regex(r"[a-z]{1,8}", fullmatch=True), _WORDS),
)
def test_an_address_comes_back_as_it_was_typed(
    scheme: str, place: str, options: dict[str, str]
) -> None:
    given_ = Setup(scheme=scheme, place=place, options=options, secrets={"key": "s3"})
    again = setup_of(given_.address)
    said = {name: value for name, value in options.items() if value}
    assert (again.scheme, again.place, again.options) == (scheme, place, said)
    assert again.secrets == {}


def test_an_address_without_a_scheme_is_on_the_network() -> None:
    assert setup_of("192.168.1.40:8888").scheme == "tcp"


def test_a_model_nobody_knows_is_the_plainest_one() -> None:
    assert kind_of("minitel", "tcp://192.168.1.40") is GENERIC
    assert kind_of("minitel", "sim://") is OWN


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.key)
def test_a_kind_says_what_it_can_do_and_asks_for_what_it_needs(kind: Kind) -> None:
    assert kind.caps <= CAPS
    assert kind.caps
    for way in kind.ways:
        keys = [option.key for option in way.options]
        assert keys[0] == ""
        assert len(keys) == len(set(keys))
        for option in way.options:
            assert option.default in dict(option.choices) or not option.choices
            assert not option.example.endswith("…") or not option.allows("")
        assert "" in way.wrong(Setup(scheme=way.scheme, place=""))


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.key)
def test_a_simulated_one_is_driven_as_its_kind_says(kind: Kind) -> None:
    if kind.simulator is None:
        pytest.skip("pseudo-terminals are POSIX's")
    sim = kind.simulator(None)
    sim.power(on=True)
    dialogue = kind.dialogue(sim.setup)
    assert dialogue.caps == kind.caps
    dialogue.close()
    sim.power(on=False)


def test_two_tills_at_one_terminal_have_numbers_of_their_own() -> None:
    setup = setup_of("tcp://192.168.1.40?till=02&ipc=323540032810")
    dialogue = KINDS["payxpert"].dialogue(setup)
    assert isinstance(dialogue, CaisseAp)
    frame = dialogue._settings.frame(dialogue._settings.question(Action.IDENTIFICATION))
    assert frame == b"CZ0040320CJ012323540032810CA00202CD001I"


@pytest.mark.parametrize("address", ["serial:///dev/x?format=9Z9", "serial://?baud=1"])
def test_a_line_that_cannot_be_is_said(address: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        KINDS["concert"].dialogue(setup_of(address))
