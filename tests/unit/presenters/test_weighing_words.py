"""What a scale says, in words."""

import pytest
from pos_world import plain

from app.presenters.pos.weighing import present_weighing, trouble_words
from hardware.scales.weighing import Reading, Trouble


def test_what_is_stable_can_be_sold_at_its_price() -> None:
    view = present_weighing(Reading(net=250, tare=50), 2490, 50)
    assert (plain(view.weight), plain(view.amount)) == ("0,250 kg", "6,23 €")
    assert plain(view.detail) == "brut 0,300 kg · tare 0,050 kg"
    assert (view.ready, view.can_tare, view.tared, view.lost) == (
        True,
        True,
        True,
        False,
    )


@pytest.mark.parametrize("trouble", Trouble)
def test_every_trouble_says_what_to_do(trouble: Trouble) -> None:
    view = present_weighing(Reading(net=250, trouble=trouble), 2490, 0)
    assert view.state == trouble_words(trouble)
    assert (view.ready, view.amount, view.can_tare) == (False, "", False)


def test_a_scale_that_is_gone_leaves_the_keyboard() -> None:
    view = present_weighing(None, 2490, 0)
    assert (view.lost, view.ready) == (True, False)
    assert view.weight == "—"
