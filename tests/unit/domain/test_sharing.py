"""A site sells what its head office says, and what it has its own way stays its own."""

from collections.abc import Iterable
from dataclasses import replace
from itertools import permutations

import pytest
from domain_kit import Till, world_of
from hypothesis import given
from hypothesis import strategies as st

from app.domain.catalogue.decide import FollowOffice, Raise, SetCatalogue
from app.domain.catalogue.events import (
    ArticleOwn,
    ArticleSet,
    ArticleSites,
    CategorySet,
    OfficeArticle,
    OfficeCategory,
    OfficePriceList,
    OfficeStation,
    OfficeVat,
    PriceListSet,
    StationSet,
    VatSet,
)
from app.domain.rules import SetSetting
from app.domain.settings import EventRecorded, SettingSet
from app.domain.staff.decide import SetStaff
from app.domain.staff.events import OfficePerson, OfficeRole, PersonSites
from app.domain.terminals.events import SiteSet, UpstreamSet
from app.domain.vocabulary import RIGHTS
from app.domain.wire import as_kind

ATTACHED = UpstreamSet(site="s1", chain="C9", name="Siège", address="siege:8443")


def office(till: Till, article: str, **changes: object) -> OfficeArticle:
    found = as_kind(till.world.catalogue.articles[article], OfficeArticle)
    return replace(found, **changes)  # type: ignore[arg-type]


@pytest.fixture
def site() -> Till:
    """A site to which the head office has said its beer, at 6,50."""
    till = Till()
    till.write((ATTACHED, office(till, "beer", name="Bière du siège")))
    return till


def beer(till: Till) -> ArticleSet:
    return till.world.catalogue.articles["beer"]


def save(till: Till, **changes: object) -> tuple[object, ...]:
    return till.do(SetCatalogue(event=replace(beer(till), **changes)))  # type: ignore[arg-type]


def test_an_article_of_the_head_office_is_sold_as_it_says(site: Till) -> None:
    assert beer(site).name == "Bière du siège"
    site.write((office(site, "beer", price=700),))
    assert beer(site).price == 700


def test_a_site_has_its_own_price_and_the_rest_goes_on_following(site: Till) -> None:
    assert save(site, price=690) == (
        ArticleOwn(article="beer", field="price", value=690),
        EventRecorded(code="PRICE_CHANGE", detail="Bière du siège : 6,50 -> 6,90"),
    )
    site.write((replace(office(site, "beer"), name="Blonde", price=800),))
    assert (beer(site).name, beer(site).price) == ("Blonde", 690)


def test_a_field_that_was_not_touched_stays_own_when_the_head_office_says_the_same(
    site: Till,
) -> None:
    save(site, price=700)
    site.write((office(site, "beer", price=700),))
    save(site, button="Bière")
    site.write((office(site, "beer", price=750, button=""),))
    assert (beer(site).price, beer(site).button) == (700, "Bière")


def test_what_is_typed_as_the_head_office_has_it_is_no_longer_own(site: Till) -> None:
    save(site, price=690)
    assert save(site, price=650)[0] == ArticleOwn(article="beer", field="price")
    site.write((office(site, "beer", price=800),))
    assert beer(site).price == 800


def test_back_to_the_head_office_in_one_field_or_in_all(site: Till) -> None:
    save(site, price=690, button="Bière", active=False)
    site.do(FollowOffice(article="beer", fields=("active",)))
    assert beer(site).active
    assert beer(site).price == 690
    site.do(FollowOffice(article="beer"))
    assert beer(site) == site.world.catalogue.office["beer"]
    assert site.do(FollowOffice(article="beer")) == ()
    assert site.refuses(FollowOffice(article="soup")) == "article_unknown"


@pytest.mark.parametrize(
    "changes",
    [{"name": "Pression"}, {"vat_on_site": "reduced"}, {"allergens": ("eggs",)}],
)
def test_what_touches_vat_or_the_dish_is_the_head_office_s(
    site: Till, changes: dict[str, object]
) -> None:
    wanted = SetCatalogue(event=replace(beer(site), **changes))  # type: ignore[arg-type]
    assert site.refuses(wanted) == "of_head_office"


def test_the_head_office_may_keep_prices_to_itself(site: Till) -> None:
    save(site, price=690, button="Bière")
    site.write((SettingSet(key="sites.prices", value="no"),))
    assert (beer(site).price, beer(site).button) == (650, "Bière")
    wanted = SetCatalogue(event=replace(beer(site), price=690))
    assert site.refuses(wanted) == "price_of_head_office"
    save(site, button="Demi")
    site.write((SettingSet(key="sites.prices", value="yes"),))
    assert (beer(site).price, beer(site).button) == (690, "Demi")
    assert site.refuses(SetSetting(key="sites.prices", value="no")) == "of_head_office"


def test_a_site_does_not_sell_what_the_head_office_has_retired(site: Till) -> None:
    site.write((office(site, "beer", active=False),))
    wanted = SetCatalogue(event=replace(beer(site), active=True))
    assert site.refuses(wanted) == "retired_by_head_office"
    site.write((ArticleOwn(article="beer", field="active", value=True),))
    assert not beer(site).active


def test_a_site_has_articles_of_its_own_and_keeps_all_when_it_is_detached(
    site: Till,
) -> None:
    local = replace(site.world.catalogue.articles["soup"], price=1)
    assert site.do(SetCatalogue(event=local))[0] == local
    save(site, price=690)
    site.write((replace(ATTACHED, chain=""),))
    (written,) = save(site, name="Pression")
    assert type(written) is ArticleSet
    assert (beer(site).name, beer(site).price) == ("Pression", 690)
    assert not site.world.catalogue.of_office(written)


def test_other_things_of_the_head_office_are_changed_there(site: Till) -> None:
    drinks = site.world.catalogue.categories["drinks"]
    site.write(
        (
            as_kind(drinks, OfficeCategory),
            OfficeVat(code="standard", rate=2000, since="2014-01-01"),
        )
    )
    for event in (
        replace(drinks, name="Bar"),
        VatSet(code="standard", rate=1900, since="2027-01-01"),
    ):
        assert site.refuses(SetCatalogue(event=event)) == "of_head_office"
    assert site.do(SetCatalogue(event=replace(drinks, id="own", name="À nous")))
    assert type(site.last[0]) is CategorySet


def test_a_site_s_own_price_list_does_not_push_the_head_office_s_back(
    site: Till,
) -> None:
    theirs = OfficePriceList(id="office", name="Siège", rank=2, prices=())
    own = [
        PriceListSet(id=i, name=i, rank=n, prices=()) for i, n in (("a", 4), ("b", 6))
    ]
    site.write((theirs, *own))
    assert site.refuses(Raise(kind="price_list", id="a")) == "of_head_office"
    site.do(Raise(kind="price_list", id="b"))
    lists = site.world.catalogue.price_lists
    assert {key: each.rank for key, each in lists.items()} == {
        "office": 2,
        "b": 4,
        "a": 6,
    }
    assert type(lists["b"]) is PriceListSet


def test_a_station_is_the_site_s_as_soon_as_it_says_so(site: Till) -> None:
    hot = site.world.catalogue.stations["hot"]
    said = as_kind(replace(hot, name="Grill", printer=""), OfficeStation)
    site.write((said, replace(said, id="grill")))
    assert site.world.catalogue.stations["hot"] == hot
    assert site.world.catalogue.stations["grill"].name == "Grill"
    site.write((replace(said, id="grill", name="Feu"),))
    assert site.world.catalogue.stations["grill"].name == "Feu"
    ours = replace(site.world.catalogue.stations["grill"], printer="p_grill")
    (written,) = site.do(SetCatalogue(event=ours))
    assert type(written) is StationSet
    site.write((replace(said, id="grill", name="Four"),))
    assert site.world.catalogue.stations["grill"] == written


def test_people_and_roles_of_the_head_office_are_changed_there(site: Till) -> None:
    role = OfficeRole(id="regional", name="Directrice", rights=tuple(RIGHTS))
    person = OfficePerson(id="zoe", name="Zoé", role="regional")
    site.write((role, person))
    assert "staff.edit" in site.world.rights_of("zoe")
    for event in (replace(person, active=False), replace(role, rights=())):
        assert site.refuses(SetStaff(event=event)) == "of_head_office"
    site.write((replace(person, active=False),))
    assert not site.world.rights_of("zoe")


def test_a_head_office_says_at_which_sites() -> None:
    till = Till()
    till.write((SiteSet(site="s1", name="Lyon"),))
    till.do(SetCatalogue(event=ArticleSites(id="beer", sites=("s1",))))
    till.do(SetStaff(event=PersonSites(id="tom", sites=())))
    assert till.world.catalogue.sites == {"beer": ("s1",)}
    assert till.world.staff.sites == {"tom": ()}
    till.do(SetCatalogue(event=ArticleSites(id="beer")))
    till.do(SetStaff(event=PersonSites(id="tom")))
    assert till.world.catalogue.sites == till.world.staff.sites == {}
    elsewhere = ArticleSites(id="beer", sites=("s2",))
    assert till.refuses(SetCatalogue(event=elsewhere)) == "site_unknown"
    nobody = PersonSites(id="nobody")
    assert till.refuses(SetStaff(event=nobody)) == "person_unknown"
    nothing = ArticleSites(id="nothing")
    assert till.refuses(SetCatalogue(event=nothing)) == "article_unknown"


def test_whoever_is_told_in_whichever_order_sells_the_same(site: Till) -> None:
    """Facts that change one article never depend on when they are folded."""
    facts = (
        office(site, "beer", price=800),
        ArticleOwn(article="beer", field="price", value=690),
        SettingSet(key="sites.prices", value="no"),
    )
    found = set()
    for order in permutations(facts):
        till = Till()
        till.write(order)
        found.add(beer(till))
    assert len(found) == 1


OWN = st.one_of(
    st.tuples(st.just("price"), st.integers(1, 5) | st.none()),
    st.tuples(st.just("button"), st.sampled_from(["a", "b"]) | st.none()),
    st.tuples(st.just("active"), st.sampled_from([False]) | st.none()),
)
ACTS = st.lists(
    st.one_of(
        st.tuples(st.just("office"), st.integers(1, 9), st.booleans()),
        st.tuples(st.sampled_from(["one", "two"]), OWN),
        st.tuples(st.just("meet")),
    ),
    max_size=25,
)


def _meet(tills: Iterable[Till]) -> None:
    for till in tills:
        for other in tills:
            if other is not till:
                till.receive(other.chain, other.known[other.chain])


@given(ACTS)
def test_terminals_that_were_apart_agree_and_no_override_is_lost(
    acts: list[tuple[object, ...]],
) -> None:
    member, one, two = tills = Till("C9"), Till("C1"), Till("C2")
    member.write((ATTACHED, office(member, "beer")))
    _meet(tills)
    named = {"one": one, "two": two}
    for act in acts:
        for till in tills:
            till.wait(seconds=1)
        match act:
            case ("office", price, active):
                member.write((office(member, "beer", price=price, active=active),))
            case ("meet",):
                _meet(tills)
            case (str(name), (str(field), None)):
                named[name].do(FollowOffice(article="beer", fields=(field,)))
            case (str(name), (str(field), value)):
                own = ArticleOwn(article="beer", field=field, value=value)  # type: ignore[arg-type]
                named[name].write((own,))
    _meet(tills)

    assert beer(one) == beer(two) == beer(member)
    facts = sorted(
        (fact for chain in one.known.values() for fact in chain),
        key=lambda fact: fact.meta.order,
    )
    last = {}
    for event, _ in facts:
        if isinstance(event, ArticleOwn):
            last[event.field] = event.value
        elif isinstance(event, OfficeArticle):
            said = event
    if not said.active:
        last["active"] = None
    for field, value in last.items():
        wanted = getattr(said, field) if value is None else value
        assert getattr(beer(one), field) == wanted
    assert world_of(facts).catalogue == one.world.catalogue
