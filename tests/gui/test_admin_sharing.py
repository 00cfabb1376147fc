"""Forms where there are several sites: what is ours, what the head office's, and where."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import pytest
from gui_kit import FixedClock, board, demo_house, desk_for
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.bootstrap import Opened
from app.domain.catalogue.decide import SetCatalogue
from app.domain.catalogue.events import ArticleOwn, ArticleSites, OfficeArticle
from app.domain.settings import SettingSet
from app.domain.staff.events import OfficePerson, OfficeRole, PersonSites
from app.domain.terminals.events import SiteSet, UpstreamSet
from app.domain.wire import as_kind
from app.services.house import Actor
from app.windows.admin.card.articles import ArticlesSection
from app.windows.admin.settings import SettingsSection
from app.windows.admin.team.page import PEOPLE, ROLES, TeamSection
from resources.texts import set_language

ATTACHED = UpstreamSet(site="s1", chain="C9", name="Maison Vidal", address="siege:8443")
DISH = "magret"
Section = TypeVar("Section", ArticlesSection, SettingsSection, TeamSection)


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Opened]:
    set_language("fr")
    with demo_house(tmp_path, FixedClock()) as made:
        yield made


def shown(opened: Opened, qtbot: QtBot, kind: type[Section]) -> Section:
    desk = desk_for(opened, "marc", "admin")
    desk.pepper = opened.pepper
    made = kind(desk, board())
    desk.setParent(made)
    qtbot.addWidget(made)
    made.show()
    return made


@pytest.fixture
def site(opened: Opened) -> Opened:
    """The house as a site: the dish, its cook and a role are the head office's."""
    world = opened.house.world
    opened.house.record(
        [
            ATTACHED,
            as_kind(world.catalogue.articles[DISH], OfficeArticle),
            as_kind(world.staff.people["lea"], OfficePerson),
            as_kind(world.staff.roles["waiter"], OfficeRole),
        ]
    )
    return opened


def dish(opened: Opened) -> OfficeArticle:
    found = opened.house.world.catalogue.articles[DISH]
    assert isinstance(found, OfficeArticle)
    return found


def enabled(form: QWidget, *names: str) -> list[bool]:
    return [form.fields[name].isEnabled() for name in names]  # type: ignore[attr-defined]


def test_at_a_site_only_what_may_be_ours_can_be_typed(
    site: Opened, qtbot: QtBot
) -> None:
    section = shown(site, qtbot, ArticlesSection)
    section.show_place(DISH)
    form = section.form
    assert "Maison Vidal" in form.office.words.accessibleName()
    assert enabled(form, "name", "vat", "barcodes", "alcohol") == [False] * 4
    assert enabled(form, "price", "button", "station", "favourite") == [True] * 4
    assert not form.questions.isEnabled()
    assert not form.names.isEnabled()
    assert not form.allergens["milk"].isEnabled()

    site.house.record([SettingSet(key="sites.prices", value="no")])
    section.show_place(DISH)
    assert enabled(form, "price", "button") == [False, True]


def test_a_price_of_ours_is_shown_beside_the_head_office_s_and_goes_back(
    site: Opened, qtbot: QtBot
) -> None:
    section = shown(site, qtbot, ArticlesSection)
    section.show_place(DISH)
    form, before = section.form, dish(site).price
    form.fields["price"].edit.setText("19,90")  # type: ignore[attr-defined]
    form.fields.edited.emit("price", "19,90")
    form.save.click()
    assert dish(site).price == 1990
    assert site.house.world.catalogue.own[DISH] == {"price": 1990}
    assert list(form.office.ways) == ["price"]
    assert any(key == "follow" for key, _ in form._acts)

    form.office.ways["price"].click()
    assert dish(site).price == before
    assert form.office.ways == {}
    assert form.fields["price"].text == f"{before // 100},{before % 100:02d}"  # type: ignore[attr-defined]


def test_everything_goes_back_to_the_head_office_at_once(
    site: Opened, qtbot: QtBot
) -> None:
    own = {"price": 1990, "button": "Canard", "favourite": 3, "active": False}
    site.house.record(
        [ArticleOwn(article=DISH, field=name, value=own[name]) for name in own]
    )
    section = shown(site, qtbot, ArticlesSection)
    section.show_place(DISH)
    assert set(section.form.office.ways) == own.keys()
    section.form.act_requested.emit("follow")
    assert dish(site) == site.house.world.catalogue.office[DISH]


def test_an_article_of_ours_has_nothing_of_the_head_office(
    site: Opened, qtbot: QtBot
) -> None:
    section = shown(site, qtbot, ArticlesSection)
    section.show_place("entrecote")
    assert section.form.office.isHidden()
    assert section.form.sites.isHidden()
    assert enabled(section.form, "name", "vat") == [True, True]


def test_what_the_head_office_changes_is_shown_in_the_open_form(
    site: Opened, qtbot: QtBot
) -> None:
    section = shown(site, qtbot, ArticlesSection)
    section.show_place(DISH)
    site.house.record([replace(dish(site), name="Magret du Gers")])
    assert section.form.fields["name"].text == "Magret du Gers"  # type: ignore[attr-defined]


def test_a_person_and_a_role_of_the_head_office_are_only_read(
    site: Opened, qtbot: QtBot
) -> None:
    section = shown(site, qtbot, TeamSection)
    section.opened.emit(PEOPLE, "lea")
    form = section.person_form
    assert "Maison Vidal" in form.note.accessibleName()
    assert not any(enabled(form, "name", "role", "pin", "badge"))
    assert form.more.isHidden()
    section.opened.emit(ROLES, "waiter")
    assert not section.role_form.name.isEnabled()
    assert not any(box.isEnabled() for box in section.role_form.rights.values())
    section.opened.emit(PEOPLE, "marc")
    assert all(enabled(form, "name", "role", "pin", "badge"))
    assert form.note.isHidden()


def test_the_head_office_says_where_an_article_is_sold(
    opened: Opened, qtbot: QtBot
) -> None:
    opened.house.record(
        [SiteSet(site="s1", name="Lyon"), SiteSet(site="s2", name="Nice")]
    )
    section = shown(opened, qtbot, ArticlesSection)
    section.show_place(DISH)
    choice, catalogue = section.form.sites, opened.house.world.catalogue
    assert choice.everywhere.isChecked()
    assert not choice.boxes["s1"].isEnabled()
    choice.everywhere.click()
    assert catalogue.sites[DISH] == ("s1", "s2")
    choice.boxes["s1"].click()
    assert catalogue.sites[DISH] == ("s2",)
    opened.house.run(SetCatalogue(event=ArticleSites(id=DISH)), Actor("marc"))
    assert choice.everywhere.isChecked()
    assert DISH not in catalogue.sites


def test_the_head_office_says_whether_sites_have_prices(
    opened: Opened, qtbot: QtBot
) -> None:
    section = shown(opened, qtbot, SettingsSection)
    section.show_place("")
    assert section.form.own_prices.isHidden()
    assert section.form.site_gifts.isHidden()
    opened.house.record([SiteSet(site="s1", name="Lyon")])
    section.show_place("")
    assert not section.form.own_prices.isHidden()
    assert not section.form.site_gifts.isHidden()
    section.form.own_prices.chosen.emit("no")
    section.form.save.click()
    assert opened.house.world.settings.text("sites.prices") == "no"


def test_the_head_office_says_where_a_person_works(
    opened: Opened, qtbot: QtBot
) -> None:
    lea = opened.house.world.staff.people["lea"]
    old = replace(lea, pin="$argon2id$of before")
    opened.house.record([SiteSet(site="s1", name="Lyon"), old])
    section = shown(opened, qtbot, TeamSection)
    section.opened.emit(PEOPLE, "lea")
    form, staff = section.person_form, opened.house.world.staff
    assert not form.note.isHidden()
    form.sites.everywhere.click()
    form.sites.boxes["s1"].click()
    assert staff.sites["lea"] == ()
    opened.house.record([PersonSites(id="lea")])
    assert form.sites.everywhere.isChecked()
