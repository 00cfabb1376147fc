"""The sites and the head office in words."""

from datetime import date, datetime
from types import SimpleNamespace
from typing import Any

import pytest

from app.domain.terminals.events import SiteSet, UpstreamSet
from app.domain.world import World
from app.presenters.admin.network import (
    ATTACH,
    DETACH,
    attach_errors,
    present_upstream,
)
from app.presenters.admin.sites import period, present_sites, state_cell
from app.reports.sites import DIMENSIONS, Share, SiteFigures, SitesReport
from app.services.ports import NetworkStatus, UpstreamStatus
from app.services.sites import SiteSeen

NOW = datetime.fromisoformat("2026-11-20T20:34:00+01:00")
MEMBER: Any = SimpleNamespace()
BASTILLE = SiteSeen(site="b", name="Bastille", linked=True, member=MEMBER)
CLICHY = SiteSeen(site="c", name="Clichy", member=MEMBER)


def report() -> SitesReport:
    sites = (
        SiteFigures("b", "Bastille", 10_000, 9_000, 4, 8, "", ""),
        SiteFigures("c", "Clichy", 5_001, 4_500, 3, 4, "2026-11-19T23:12:00+01:00"),
    )
    shares = dict.fromkeys(DIMENSIONS, (Share("plats", "Plats", (7_000, 0)),))
    return SitesReport("2026-11-20", "2026-11-20", sites, shares)


def values(chosen: str) -> list[str]:
    view = present_sites((BASTILLE, CLICHY), report(), chosen, NOW)
    return [figure.value for figure in view.figures]


def test_the_figures_are_of_all_sites_or_of_the_chosen_one() -> None:
    assert values("") == ["150,01\xa0€", "7", "12", "21,43\xa0€"]
    assert values("c") == ["50,01\xa0€", "3", "4", "16,67\xa0€"]
    of_clichy = present_sites((BASTILLE, CLICHY), report(), "c", NOW)
    assert of_clichy.shares["category"] == ()  # it sold none of them
    assert of_clichy.note == "1 relié sur 2"


def test_who_sold_nothing_has_no_average() -> None:
    nothing = SiteFigures("b", "Bastille", 0, 0, 0, 0, "", "")
    report = SitesReport("2026-11-20", "2026-11-20", (nothing,), {})
    view = present_sites((BASTILLE,), report, "", NOW)
    assert view.figures[-1].value == "—"
    row = view.rows[0].cells
    assert [c.text for c in row if not isinstance(c, str)][5] == "—"


@pytest.mark.parametrize(
    ("site", "since", "words"),
    [
        (BASTILLE, "", "relié"),
        (CLICHY, "2026-11-19T23:12:00+01:00", "dernière nouvelle hier 23:12"),
        (CLICHY, "", "pas relié"),
        (SiteSeen(site="d", name="D", trouble="abîmé"), "", "pas ouvert"),
        (SiteSeen(site="d", name="D", active=False, linked=True), "", "détaché"),
    ],
)
def test_a_site_says_whether_it_is_there(
    site: SiteSeen, since: str, words: str
) -> None:
    assert state_cell(site, since, NOW).text == words


def test_a_week_begins_on_monday_and_a_month_ends_on_its_last_day() -> None:
    friday = date(2024, 2, 23)
    assert period(friday, "day") == (friday, friday)
    assert period(friday, "week") == (date(2024, 2, 19), date(2024, 2, 25))
    assert period(friday, "month") == (date(2024, 2, 1), date(2024, 2, 29))


def upstream(link: str, reason: str = "") -> NetworkStatus:
    since = "2026-11-20T19:12:00+01:00"
    return NetworkStatus("carrying", upstream=UpstreamStatus(link, since, reason))


def test_a_head_office_that_is_away_alarms_nobody() -> None:
    world = World()
    alone = present_upstream(world, upstream("none"), NOW)
    assert alone is not None
    assert alone.act == ATTACH
    assert present_upstream(world, NetworkStatus("linked"), NOW) is None

    world.terminals.evolve(UpstreamSet(site="s", chain="C2", name="X", address="a:1"))
    for status, words, tone in (
        (upstream("linked"), "Relié depuis 19:12", "success"),
        (upstream("seeking"), "Pas de liaison depuis 19:12. Rien ne change", "on_var"),
        (upstream("turned_away", "site"), "il ne le connaît plus", "warning"),
        (NetworkStatus("linked"), "La machine qui porte le hub", "on_var"),
    ):
        view = present_upstream(world, status, NOW)
        assert view is not None
        assert words in view.words
        assert (view.tone, view.act) == (tone, DETACH)


def test_a_head_office_is_not_asked_to_have_one() -> None:
    world = World()
    world.terminals.evolve(SiteSet(site="b", name="Bastille"))
    assert present_upstream(world, upstream("none"), NOW) is None


def test_an_address_and_six_digits_are_wanted() -> None:
    assert attach_errors(" ", "12345").keys() == {"address", "code"}
    assert attach_errors("siege:8443", "123 456") == {}
