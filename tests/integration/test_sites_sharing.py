"""What a head office says reaches its sites: once, whole, and beside what is theirs."""

import random
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from hub_kit import MANAGER, Machine, machine, paired, soon
from sharing_kit import HeadOffice, head_office
from sites_kit import place

from app.domain.catalogue.decide import FollowOffice, SetCatalogue
from app.domain.catalogue.events import (
    ArticleSet,
    ArticleSites,
    CategorySet,
    OfficeArticle,
    VatSet,
)
from app.domain.rules import SetSetting
from app.domain.staff.decide import SetStaff
from app.domain.staff.events import OfficePerson, PersonSites, StaffSet
from app.domain.terminals.decide import RevokeTerminal
from app.domain.wire import as_kind, to_data
from app.services.house import House
from app.services.people import (
    badge_hashes,
    check_pin,
    code_keys,
    hash_badge,
    hash_pin,
    own_key,
    person_name,
)
from db.errors import DiskFullError

DISH = "magret"


@pytest.fixture
def office(tmp_path: Path) -> Iterator[HeadOffice]:
    with head_office(tmp_path) as made:
        yield made


def edit(office: HeadOffice, **changes: object) -> None:
    found = office.here.world.catalogue.articles[DISH]
    office.here.do(SetCatalogue(event=replace(found, **changes)))  # type: ignore[arg-type]


def test_a_fresh_site_gets_the_card_the_roles_and_the_people(
    office: HeadOffice,
) -> None:
    lyon = office.open(office.branch("Lyon"))
    ours, theirs = office.here.world, lyon.site.world

    for name in ("categories", "courses", "groups", "price_lists", "articles"):
        mine, held = getattr(ours.catalogue, name), getattr(theirs.catalogue, name)
        assert [to_data(held[key]) for key in mine] == [
            to_data(each) for each in mine.values()
        ]
    assert theirs.catalogue.vat == ours.catalogue.vat
    assert {s.printer for s in theirs.catalogue.stations.values()} == {""}
    assert theirs.staff.people.keys() == ours.staff.people.keys()
    for person in ours.staff.people:
        assert person_name(lyon.site.house, person) == person_name(
            office.here.house, person
        )
        assert theirs.rights_of(person) == ours.rights_of(person)


def test_who_has_everything_gets_no_entry(office: HeadOffice) -> None:
    lyon = office.open(office.branch("Lyon"))
    edit(office, name="Magret du Gers")
    assert office.settle(lyon) == 1
    edit(office, price=2600)
    assert office.settle(lyon) == 2  # and that its price is another

    office.sharing.closed(lyon.id)
    office.starts()
    office.open(lyon)
    assert office.settle(lyon) == 0


def test_a_site_that_was_not_open_gets_the_last_word_only(office: HeadOffice) -> None:
    lyon = office.open(office.branch("Lyon"))
    office.sharing.closed(lyon.id)
    for price in (2600, 2700, 2800):
        edit(office, price=price)
    assert office.settle(lyon) == 0
    office.open(lyon)
    assert lyon.site.world.catalogue.articles[DISH].price == 2800


def test_a_site_that_left_is_told_nothing_until_it_is_back(office: HeadOffice) -> None:
    lyon = office.open(office.branch("Lyon"))
    attached = lyon.site.world.terminals.upstream
    member = lyon.site.world.terminals.known["C2"]
    lyon.site.do(RevokeTerminal(chain="C2"))
    lyon.meet()
    edit(office, price=2600)
    assert office.settle(lyon) == 0
    lyon.site.house.record([member, attached])
    office.settle(lyon)
    assert lyon.site.world.catalogue.articles[DISH].price == 2600


def test_a_price_of_a_site_stays_and_the_rest_follows(office: HeadOffice) -> None:
    lyon, nice = (office.open(office.branch(name)) for name in ("Lyon", "Nice"))
    dish = lyon.site.world.catalogue.articles[DISH]
    lyon.site.do(SetCatalogue(event=replace(dish, price=1990)))
    edit(office, price=2600, name="Magret du Gers")
    office.settle(lyon, nice)

    sold = lyon.site.world.catalogue.articles[DISH]
    assert (sold.name, sold.price) == ("Magret du Gers", 1990)
    assert lyon.member.world.catalogue.articles[DISH] == sold
    assert nice.site.world.catalogue.articles[DISH].price == 2600
    lyon.site.do(FollowOffice(article=DISH))
    assert lyon.site.world.catalogue.articles[DISH].price == 2600

    lyon.site.do(SetCatalogue(event=replace(sold, price=1990)))
    office.here.do(SetSetting(key="sites.prices", value="no"))
    office.settle(lyon, nice)
    assert lyon.site.world.catalogue.articles[DISH].price == 2600
    lyon.site.house.load()  # the read tables say the same
    assert lyon.site.world.catalogue.articles[DISH].price == 2600
    assert lyon.site.world.catalogue.own[DISH] == {"price": 1990}


@pytest.mark.parametrize("seed", range(3))
def test_whatever_is_changed_where_all_agree_in_the_end(
    office: HeadOffice, seed: int
) -> None:
    """The head office, a site and its member, apart now and then."""
    dice = random.Random(seed)
    lyon = office.open(office.branch("Lyon"))
    site, head = lyon.site, office.here
    dishes = ["magret", "entrecote", "frites"]
    own: dict[tuple[str, str], object] = {}
    opened = True
    for number in range(40):
        office.clock.forward(seconds=1)
        dish, act = dice.choice(dishes), dice.randrange(6)
        if act == 0:
            found = head.world.catalogue.articles[dish]
            changed = replace(found, price=1000 + number, button=f"n° {number}")
            head.do(SetCatalogue(event=changed))
        elif act == 1:
            name, value = dice.choice(
                [("price", 2000 + number), ("kitchen", f"{number}")]
            )
            event = replace(site.world.catalogue.articles[dish], **{name: value})
            site.do(SetCatalogue(event=event))
            own[dish, name] = value
        elif act == 2:
            site.do(FollowOffice(article=dish, fields=("price",)))
            own.pop((dish, "price"), None)
        elif act == 3:
            where = dice.choice([None, (), (lyon.id,)])
            head.do(SetCatalogue(event=ArticleSites(id=dish, sites=where)))
        elif act == 4:
            office.settle(lyon)
        elif opened:
            office.sharing.closed(lyon.id)
            opened = False
        else:
            office.open(lyon)
            opened = True
    if not opened:
        office.open(lyon)
    office.settle(lyon)

    for dish in dishes:
        said = head.world.catalogue.articles[dish]
        sold = site.world.catalogue.articles[dish]
        here = lyon.id in head.world.catalogue.sites.get(dish, (lyon.id,))
        assert sold.active == here
        assert sold.button == said.button
        assert sold.price == own.get((dish, "price"), said.price)
        assert sold.kitchen == own.get((dish, "kitchen"), said.kitchen)
    assert lyon.member.world.catalogue == site.world.catalogue
    site.house.load()
    assert lyon.member.world.catalogue == site.world.catalogue
    assert office.settle(lyon) == 0


def test_an_article_for_some_sites_is_sold_there_alone(office: HeadOffice) -> None:
    lyon, nice = (office.open(office.branch(name)) for name in ("Lyon", "Nice"))
    office.here.do(SetCatalogue(event=ArticleSites(id=DISH, sites=(nice.id,))))
    office.settle(lyon, nice)
    assert not lyon.site.world.catalogue.articles[DISH].active
    assert nice.site.world.catalogue.articles[DISH].active

    late = office.open(office.branch("Brest"))
    assert DISH not in late.site.world.catalogue.articles
    office.here.do(SetCatalogue(event=ArticleSites(id=DISH)))
    office.settle(lyon, nice, late)
    for branch in (lyon, nice, late):
        assert branch.site.world.catalogue.articles[DISH].active


def test_a_site_that_writes_over_a_thing_of_the_head_office_gets_it_again(
    office: HeadOffice,
) -> None:
    """As a terminal does that did not know yet of the attachment."""
    lyon = office.open(office.branch("Lyon"))
    catalogue = lyon.site.world.catalogue
    said = catalogue.articles[DISH]
    mains = catalogue.categories[said.category]
    lyon.site.house.record(
        [
            replace(as_kind(said, ArticleSet), price=1),
            replace(as_kind(mains, CategorySet), name="À nous"),
            VatSet(code="standard", rate=1, since="2014-01-01"),
        ]
    )
    lyon.meet()
    office.settle(lyon)

    assert catalogue.articles[DISH] == said
    assert catalogue.categories[mains.id] == mains
    assert catalogue.vat == office.here.world.catalogue.vat


def test_codes_and_badges_of_the_head_office_open_the_site(office: HeadOffice) -> None:
    lyon = office.branch("Lyon")
    pepper = office.here.opened.pepper
    lea = office.here.world.staff.people["lea"]
    badge = hash_badge("BADGE-77", pepper)
    lea = replace(lea, pin=hash_pin("7391", pepper), badge=badge)
    office.here.do(SetStaff(event=lea))
    office.open(lyon)

    staff = lyon.site.world.staff
    keys = code_keys(staff, lyon.site.opened.pepper)
    assert check_pin("7391", staff.people["lea"].pin, keys)
    assert not check_pin("7392", staff.people["lea"].pin, keys)
    assert staff.holder_of(*badge_hashes("BADGE-77", keys)) == "lea"
    elsewhere = code_keys(staff, b"of another house")
    assert not check_pin("7391", staff.people["lea"].pin, elsewhere)


def test_a_code_from_before_marks_stays_at_the_head_office(office: HeadOffice) -> None:
    lea = office.here.world.staff.people["lea"]
    _, _, old = lea.pin.partition("$")
    office.here.do(SetStaff(event=replace(lea, pin=f"${old}")))
    lyon = office.open(office.branch("Lyon"))
    assert lyon.site.world.staff.people["lea"].pin == ""


def test_who_leaves_the_head_office_leaves_every_site(office: HeadOffice) -> None:
    lyon, nice = (office.open(office.branch(name)) for name in ("Lyon", "Nice"))
    lea = office.here.world.staff.people["lea"]
    office.here.do(SetStaff(event=PersonSites(id="lea", sites=(nice.id,))))
    office.settle(lyon, nice)
    gone = lyon.site.world.staff.people["lea"]
    assert (gone.active, gone.pin, gone.badge) == (False, "", "")
    assert nice.site.world.staff.people["lea"].active

    office.here.do(SetStaff(event=replace(lea, active=False)))
    office.settle(lyon, nice)
    assert not nice.site.world.staff.people["lea"].active
    office.here.do(SetStaff(event=lea))
    office.settle(lyon, nice)
    assert nice.site.world.staff.people["lea"].pin == lea.pin


def test_a_site_that_sold_before_keeps_its_own_articles_and_people(
    office: HeadOffice,
) -> None:
    lyon = office.branch("Lyon", demo=True)
    own = replace(lyon.site.world.catalogue.articles[DISH], id="own", name="À nous")
    zoe = StaffSet(id="zoe", name="", role="manager")
    lyon.site.house.record([own, zoe])
    office.open(lyon)

    assert lyon.site.world.catalogue.articles["own"] == own
    assert lyon.site.world.staff.people["zoe"] == zoe
    assert isinstance(lyon.site.world.catalogue.articles[DISH], OfficeArticle)
    printers = {s.printer for s in lyon.site.world.catalogue.stations.values()}
    assert "" not in printers


def test_what_failed_is_said_once_the_site_is_heard_of(
    office: HeadOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    lyon = office.open(office.branch("Lyon"))

    def full(*_: object, **__: object) -> None:
        raise DiskFullError

    with monkeypatch.context() as patched:
        patched.setattr(lyon.member.house, "record", full)
        edit(office, price=2600)
        assert office.settle(lyon) == 0
    lyon.site.open_till()
    office.settle(lyon)
    assert lyon.site.world.catalogue.articles[DISH].price == 2600


def dish_is_called(house: House, name: str) -> bool:
    found = house.world.catalogue.articles.get(DISH)
    return found is not None and found.name == name


def is_of_office(house: House, person: str) -> bool:
    return isinstance(house.world.staff.people.get(person), OfficePerson)


@pytest.mark.logs
def test_every_terminal_of_a_site_gets_it_over_the_network(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """One that joined before, and one that joins later."""
    with (
        place(tmp_path / "office") as office,
        place(tmp_path / "lyon") as lyon,
        ExitStack() as stack,
    ):

        def joined(name: str) -> Machine:
            hub = lyon.room._hub
            assert hub is not None
            code = lyon.machine.ask(lambda: hub.desk.open(name, "pos", MANAGER).code)
            paired(tmp_path / name, hub, code)
            made = stack.enter_context(machine(tmp_path / name))
            made.links()
            return made

        before = joined("before")
        lyon.attach(office, "Lyon")
        late = joined("late")
        dish = office.house.world.catalogue.articles[DISH]
        office.machine.do(SetCatalogue(event=replace(dish, name="Magret du Gers")))
        lea = office.house.world.staff.people["lea"]
        own = own_key(office.machine.opened.pepper)
        for terminal in (lyon.machine, before, late):
            house = terminal.house
            soon(partial(dish_is_called, house, "Magret du Gers"))
            soon(partial(is_of_office, house, "lea"))
            assert house.world.staff.people["lea"].pin == lea.pin
            assert person_name(house, "lea") == "Léa"
            keys = code_keys(house.world.staff, terminal.opened.pepper)
            assert keys[own.mark] == own.key
        ours = replace(late.house.world.catalogue.articles[DISH], price=1990)
        late.do(SetCatalogue(event=ours))
        soon(
            lambda: (
                office.member("Lyon").house.world.catalogue.own
                == {DISH: {"price": 1990}}
            )
        )
        assert office.house.world.catalogue.articles[DISH].price == dish.price
