"""A minute has so many requests, whichever minute."""

from app.hub.api.rates import MINUTE_S, Rates


def test_the_window_moves_with_the_clock() -> None:
    now = [0.0]
    rates = Rates(lambda: now[0])
    for second in (0, 10, 20):
        now[0] = second
        assert rates.hit("a", 3).let_in
    refused = rates.hit("a", 3)
    assert (refused.let_in, refused.left, refused.reset) == (False, 0, 40)
    assert rates.hit("b", 3).left == 2
    now[0] = MINUTE_S
    assert rates.hit("a", 3).let_in
    assert not rates.hit("a", 3).let_in
    now[0] = MINUTE_S + 10
    assert rates.hit("a", 3).let_in


def test_callers_who_are_quiet_are_forgotten(monkeypatch) -> None:
    monkeypatch.setattr("app.hub.api.rates._MOST_CALLERS", 2)
    now = [0.0]
    rates = Rates(lambda: now[0])
    rates.hit("a", 1), rates.hit("b", 1), rates.hit("c", 1)
    assert len(rates._came) == 2
    now[0] = 100
    rates.hit("d", 1)
    assert list(rates._came) == ["d"]
