"""What a head office says to its sites: its card, its roles and its people.

It does not remember what it told. It compares, thing by thing, what the head office's
journal says now with what the member's house knows of it, and writes the difference: so a
crash, a new site or one that was away needs no case of its own, and a site that has
everything gets no entry. What a site sells its own way lies beside it, and is left alone.
"""

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import islice
from typing import Any, Final

from app.domain.catalogue.decide import OFFICE_KINDS, price_change
from app.domain.catalogue.events import (
    ArticleSet,
    ArticleSites,
    OfficeVat,
    StationSet,
    VatSet,
)
from app.domain.credits.events import CreditElsewhere, OfficeCredit
from app.domain.settings import OF_OFFICE, SITE_GIFTS, SettingSet
from app.domain.staff.events import (
    CodeKeySet,
    OfficePerson,
    OfficeRole,
    PersonSites,
    RoleSet,
    StaffSet,
)
from app.domain.terminals.events import SiteSet
from app.domain.wire import as_kind, fields_changed, stream_of
from app.domain.world import World
from app.followers.vouchers import (
    OVERDRAWN,
    Stand,
    Vouchers,
    moved,
    not_told,
    overdrawn_by,
    stands_of,
)
from app.services.credentials import seal
from app.services.house import Fact, House
from app.services.people import CodeKey, own_key
from app.services.ports import Post
from app.services.sites import Member
from db.canonical import b64u
from db.errors import KnownError, PersonErasedError

_log = logging.getLogger("sotto.sites")

PIECE: Final = 100
"""Things that are compared at once: less than a frame."""
_SAID = (*OFFICE_KINDS, RoleSet, StaffSet, ArticleSites, PersonSites)
"""Facts of a head office that its sites may have to hear of."""
_CODE_KEY, _SETTING, _CREDIT = "code_key", "setting", "credit"

_HELD: Final[Mapping[str, Callable[[World], Mapping[str, Any]]]] = {
    "category": lambda world: world.catalogue.categories,
    "course": lambda world: world.catalogue.courses,
    "modifier_group": lambda world: world.catalogue.groups,
    "station": lambda world: world.catalogue.stations,
    "article": lambda world: world.catalogue.articles,
    "price_list": lambda world: world.catalogue.price_lists,
    "promotion": lambda world: world.catalogue.promotions,
    "role": lambda world: world.staff.roles,
    "staff": lambda world: world.staff.people,
}
"""Kind of a thing -> where a world has them by id; whose others need comes later."""


@dataclass(slots=True)
class _Telling:
    """A member, and what is to be compared there.

    Attributes:
        things: in their order; asked about when their turn comes, not before.
        busy: the member's thread is comparing some.
        overdrawn: voucher -> cents beyond it that were told of.
    """

    member: Member
    things: dict[str, None] = field(default_factory=dict)
    busy: bool = False
    overdrawn: dict[str, int] = field(default_factory=dict)


class Sharing:
    """Keeps every site up to what the head office says.

    Args:
        house: of the head office; all but `_write` is called in its thread.
        pepper: what keys the head office's codes.
        post: runs a function later in the thread of `house`.
    """

    def __init__(self, house: House, pepper: bytes, post: Post) -> None:
        self._house, self._key, self._post = house, own_key(pepper), post
        self._sites: dict[str, _Telling] = {}
        self._vouchers = Vouchers()
        house.follow(self._on_facts)

    def opened(self, member: Member) -> None:
        """Compares everything, and from now on what changes at either end."""
        telling = self._sites[member.site] = _Telling(member)

        def on_site_facts(facts: tuple[Fact, ...]) -> None:
            things = _changed(facts, exactly=True)
            if things or telling.things:  # or it could not be, and the site is alive
                self._post(partial(self._look, member.site, things))
            if stands := moved(member.house, facts):
                self._post(partial(self._hear, member.site, stands))
            self._mind(telling, facts)

        def begin() -> None:
            member.house.follow(on_site_facts)
            self._post(partial(self._hear, member.site, stands_of(member.house)))

        member.post(begin)
        self._look(member.site, _everything(self._house.world))
        self._look(member.site, map(_voucher, self._vouchers.known()))

    def closed(self, site: str) -> None:
        """Says no more to this site."""
        self._sites.pop(site, None)

    def _hear(self, site: str, stands: Mapping[str, Stand]) -> None:
        """A site sold vouchers or took some; the others are to know."""
        self._vouchers.hear(site, stands)
        for other in self._sites:
            self._look(other, map(_voucher, stands))

    def _mind(self, telling: _Telling, facts: tuple[Fact, ...]) -> None:
        """In the member's thread: tells the site that sold a voucher, and the head
        office, once more was taken for it than there was."""
        member = telling.member
        for credit, cents, words in overdrawn_by(member.house.world, facts):
            if cents > telling.overdrawn.get(credit, 0):
                member.post(partial(member.house.note_soon, OVERDRAWN, words))
                told = f"{member.name} : {words}"
                self._post(partial(self._house.note_soon, OVERDRAWN, told))
            telling.overdrawn[credit] = cents

    def _on_facts(self, facts: tuple[Fact, ...]) -> None:
        things = _changed(facts) if self._sites else []
        left = any(isinstance(fact.event, SiteSet) for fact in facts)
        if left or f"{_SETTING}/{SITE_GIFTS}" in things:
            things += map(_voucher, self._vouchers.known())
        for site in self._sites if things else ():
            self._look(site, things)

    def _look(self, site: str, things: Iterable[str]) -> None:
        telling = self._sites.get(site)
        if telling is not None:
            telling.things.update(dict.fromkeys(things))
            self._go_on(telling)

    def _go_on(self, telling: _Telling) -> None:
        things = list(islice(telling.things, PIECE))
        if telling.busy or not things:
            return
        for thing in things:
            del telling.things[thing]
        telling.busy = True
        site = telling.member.site
        said = [event for thing in things for event in self._said(thing, site)]
        telling.member.post(partial(self._write, telling, things, said))

    def _write(self, telling: _Telling, things: list[str], said: list[object]) -> None:
        """In the member's thread: writes what its house lacks.

        Not before the site's own journal has come so far that it says who the member
        is, and no longer once the site let go of it.
        """
        member = telling.member
        house, upstream = member.house, member.house.world.terminals.upstream
        failed = things
        if upstream is not None and upstream.chain == house.terminal:
            try:
                if lacking := list(_lacking(member, said)):
                    house.record(lacking)
                failed = []
            except KnownError as error:
                _log.info("site %s: %s", member.site, type(error).__name__)
        self._post(partial(self._written, telling, failed))

    def _written(self, telling: _Telling, failed: list[str]) -> None:
        telling.busy = False
        if failed:  # they wait until something happens at either end
            telling.things = dict.fromkeys([*failed, *telling.things])
        elif self._sites.get(telling.member.site) is telling:
            self._go_on(telling)

    def _said(self, thing: str, site: str) -> Iterator[object]:
        """What the head office says of a thing to a site, as its own journal has it."""
        world = self._house.world
        kind, _, key = thing.partition("/")
        if kind == _CODE_KEY:
            yield self._key
        elif kind == _SETTING:
            yield SettingSet(key=key, value=world.settings.text(key))
        elif kind == _CREDIT:
            sites = world.terminals.sites
            shared = world.settings.text(SITE_GIFTS) == "yes"
            yield from self._vouchers.said(key, site, sites, shared=shared)
        elif kind == "vat":
            for since, rate in world.catalogue.vat.get(key, ()):
                yield VatSet(code=key, rate=rate, since=since)
        elif (found := _HELD[kind](world).get(key)) is not None:
            yield self._as_said(found, site)

    def _as_said(self, found: object, site: str) -> object:
        world = self._house.world
        if isinstance(found, ArticleSet):
            here = site in world.catalogue.sites.get(found.id, (site,))
            return found if here else replace(found, active=False)
        if not isinstance(found, StaffSet):
            return found
        here = found.active and site in world.staff.sites.get(found.id, (site,))
        return replace(
            found,
            name=self._house.sealer.unseal(f"staff/{found.id}", found.name) or "",
            active=here,
            pin=found.pin if here and self._key.made(found.pin) else "",
            badge=found.badge if here and self._key.made(found.badge) else "",
        )


def _voucher(credit: str) -> str:
    return f"{_CREDIT}/{credit}"


def _changed(facts: Iterable[Fact], *, exactly: bool = False) -> list[str]:
    """The things that facts of a house are about; `exactly` leaves out what a head office
    says of them."""
    return [
        stream_of(fact.event)
        for fact in facts
        if (type(fact.event) in _SAID if exactly else isinstance(fact.event, _SAID))
        or (isinstance(fact.event, SettingSet) and fact.event.key in OF_OFFICE)
    ]


def _everything(world: World) -> Iterator[str]:
    yield _CODE_KEY
    yield from (f"{_SETTING}/{key}" for key in OF_OFFICE)
    yield from (f"vat/{code}" for code in world.catalogue.vat)
    for kind, held in _HELD.items():
        yield from (f"{kind}/{key}" for key in held(world))


def _lacking(member: Member, said: Iterable[object]) -> Iterator[object]:
    """What is said and not known there yet, as facts."""
    house = member.house
    catalogue, staff, settings = (
        house.world.catalogue,
        house.world.staff,
        house.world.settings,
    )
    vouchers: list[OfficeCredit | CreditElsewhere] = []
    for event in said:
        match event:
            case CodeKey():
                if event.mark not in staff.code_keys:
                    sealed = seal(b64u(event.key), event.mark, member.pepper)
                    yield CodeKeySet(mark=event.mark, sealed=sealed)
            case SettingSet(key=key, value=value):
                if settings.text(key) != value:
                    yield replace(event, was=settings.text(key))
            case VatSet(code=code):
                known = (event.since, event.rate) in catalogue.vat.get(code, ())
                if not known or code not in catalogue.office_vat:
                    yield as_kind(event, OfficeVat)
            case StaffSet():
                yield from _person(house, event)
            case OfficeCredit() | CreditElsewhere():
                vouchers.append(event)
            case StationSet():
                # Until the site has said itself what the place is and what prints there.
                if type(catalogue.stations.get(event.id)) is not StationSet:
                    yield from _thing(house.world, replace(event, printer=""))
            case _:
                yield from _thing(house.world, event)
    yield from not_told(house.world, vouchers)


def _thing(world: World, event: Any) -> Iterator[object]:
    kind = stream_of(event).partition("/")[0]
    held = world.catalogue.office if kind == "article" else _HELD[kind](world)
    kinds = OFFICE_KINDS | {RoleSet: OfficeRole}
    office = next(kinds[each] for each in kinds if isinstance(event, each))
    known = held.get(event.id)
    if isinstance(known, office):
        if fields_changed(event, known):
            yield as_kind(event, office)
            if isinstance(event, ArticleSet):
                before = world.catalogue.articles[event.id]
                own = world.catalogue.own_of(event.id)
                yield from price_change(
                    before, before.price if "price" in own else event.price
                )
    elif getattr(event, "active", True):
        yield as_kind(event, office)


def _person(house: House, event: StaffSet) -> Iterator[object]:
    known = house.world.staff.people.get(event.id)
    if isinstance(known, OfficePerson):
        name = house.sealer.unseal(f"staff/{event.id}", known.name) or ""
        if not fields_changed(event, replace(known, name=name)):
            return
    elif not event.active:
        return
    try:
        sealed = house.sealer.seal(f"staff/{event.id}", event.name)
    except PersonErasedError:
        return  # the site forgot them for good
    yield replace(as_kind(event, OfficePerson), name=sealed)
