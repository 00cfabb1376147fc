"""The tips of a period: who gets what by the rule, what a manager has agreed."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from app.domain.rules import SetSetting
from app.domain.staff.events import TipShare, TipsShared
from app.domain.staff.tips import (
    EXEMPT,
    MOST_MINUTES,
    OTHERWISE,
    POINTS,
    RULE,
    ShareTips,
    Worked,
    otherwise,
    points_of,
    shared_out,
    window_of,
)
from app.domain.world import World
from app.presenters.admin.days import day_typed
from app.presenters.admin.words import moment_words
from app.services.house import House
from app.services.people import person_name
from app.services.tips import TipsFound
from resources.texts import amount, long_date, price, short_date, tr
from widgets.dropdown import Entry
from widgets.table_model import Cell, Column, Row

_HOURS = re.compile(r"(\d{1,3})(?:\s*[h:]\s*(\d{1,2})?)?(?:[,.](\d{1,2}))?")
_HOUR = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class TipsDraft:
    """What a manager says of a period before agreeing.

    Attributes:
        minutes: person -> how long they were there, where that is not what the journal says.
        reason: why what was agreed is corrected.
    """

    minutes: Mapping[str, int] = field(default_factory=dict)
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonView:
    """The person whose line is open."""

    person: str
    title: str
    subtitle: str
    hours: str
    points: str
    share: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TipsView:
    """The page.

    Attributes:
        note: what there is to share.
        state: what was agreed, by whom and when, and what came since; "" for nothing.
        act: of the button that agrees; `may` whether there is something to agree.
        agreed: something was, so that a reason is needed.
    """

    note: str
    state: str
    rows: tuple[Row, ...]
    act: str
    may: bool
    agreed: bool


def rule_entries() -> tuple[Entry, ...]:
    """How tips are shared out."""
    return (
        Entry("hours", tr("Selon les heures de présence")),
        Entry("points", tr("Heures × points du rôle")),
        Entry("equal", tr("À parts égales entre présents")),
        Entry("own", tr("Chacun garde les siens")),
    )


def period_entries() -> tuple[Entry, ...]:
    """For how long they are put together."""
    return (
        Entry("day", tr("Chaque jour")),
        Entry("week", tr("Chaque semaine")),
        Entry("month", tr("Chaque mois")),
    )


def tip_columns() -> tuple[Column, ...]:
    """The columns of the shares."""
    return (
        Column("name", tr("Nom"), style="strong"),
        Column("role", tr("Rôle"), 150, drop=2),
        Column("hours", tr("Présence"), 100, "end"),
        Column("points", tr("Points"), 80, "end", drop=1),
        Column("own", tr("Reçus"), 100, "end", drop=3),
        Column("share", tr("Part"), 110, "end", "plain"),
    )


def team(world: World, found: TipsFound, draft: TipsDraft) -> list[Worked]:
    """Whoever may have a part: those who work here, and who was there or took a tip."""
    points = points_of(world.settings.text(POINTS)) or {}
    people = []
    for person in world.staff.people.values():
        minutes = draft.minutes.get(person.id, found.minutes.get(person.id, 0))
        own = found.own.get(person.id, 0)
        if person.active or minutes or own:
            weight = points.get(person.role, 1)
            people.append(Worked(person.id, minutes, weight, own))
    return people


def shares_now(world: World, found: TipsFound, draft: TipsDraft) -> list[TipShare]:
    """What the rule gives each of the team. Who was not there, as a manager says, is named
    with nothing, so that a correction knows it."""
    rule = world.settings.text(RULE)
    shares = shared_out(rule, found.cents, team(world, found, draft))
    named = {each.person for each in shares}
    if shares:
        away = (p for p, minutes in draft.minutes.items() if not minutes)
        shares += [TipShare(person=p, cents=0) for p in away if p not in named]
    return shares


def agreed_of(world: World, first: date, last: date) -> TipsShared | None:
    """What was agreed of a period."""
    agreed = world.staff.tips.get(first.isoformat())
    return agreed if agreed and agreed.last == last.isoformat() else None


def kept_draft(agreed: TipsShared | None) -> TipsDraft:
    """What a correction begins with: the hours that were agreed."""
    if agreed is None:
        return TipsDraft()
    return TipsDraft(minutes={each.person: each.minutes for each in agreed.shares})


def present_tips(
    house: House,
    found: TipsFound,
    draft: TipsDraft,
    first: date,
    last: date,
    *,
    today: date,
) -> TipsView:
    """The page in words; what is not over by `today` is not agreed yet."""
    world = house.world
    agreed = agreed_of(world, first, last)
    by_rule = shares_now(world, found, draft)
    standing = _standing(agreed, found, draft)
    rows = _rows(house, found, draft, by_rule if standing is None else standing)
    over, twice = last <= today, otherwise(world, first.isoformat(), last.isoformat())
    state = _state(house, agreed, found, by_rule)
    if twice:
        state = tr(OTHERWISE)
    elif not over and agreed is None:
        state = tr("En cours : se valide dès le {day}", day=long_date(last))
    return TipsView(
        note=tr("{amount} à répartir", amount=price(found.cents)),
        state=state,
        rows=tuple(rows),
        act=tr("Corriger") if agreed else tr("Valider la répartition"),
        may=bool(by_rule) and standing is None and over and not twice,
        agreed=agreed is not None,
    )


def _standing(
    agreed: TipsShared | None, found: TipsFound, draft: TipsDraft
) -> Sequence[TipShare] | None:
    """The shares that were agreed, while nothing is to be corrected."""
    if agreed is None or draft != kept_draft(agreed):
        return None
    came = sum(each.cents for each in agreed.tips)
    return agreed.shares if came == found.cents else None


def _state(
    house: House,
    agreed: TipsShared | None,
    found: TipsFound,
    by_rule: Sequence[TipShare],
) -> str:
    if agreed is None:
        if found.cents and not by_rule:
            return tr("Dites qui était là : personne n'a encore de part.")
        return tr("Pas encore validé") if found.cents else ""
    words = tr("Validé")
    if agreed.corrects:
        words = tr("Corrigé : {reason}", reason=agreed.reason)
    since = found.cents - sum(each.cents for each in agreed.tips)
    if since:
        words += " · " + tr("{amount} depuis", amount=amount(since, sign=True))
    return words


def _rows(
    house: House, found: TipsFound, draft: TipsDraft, shares: Sequence[TipShare]
) -> list[Row]:
    staff = house.world.staff
    cents = {each.person: each.cents for each in shares}
    people = team(house.world, found, draft)
    known = {each.person for each in people}
    people += [
        Worked(each.person, each.minutes, each.points)
        for each in shares
        if each.person not in known
    ]
    rows = []
    for each in people:
        person = staff.people.get(each.person)
        role = staff.roles.get(person.role) if person else None
        part = cents.get(each.person, 0)
        rows.append(
            Row(
                each.person,
                (
                    person_name(house, each.person),
                    role.name if role else "",
                    Cell(hours_text(each.minutes), sort=each.minutes),
                    Cell(str(each.points), sort=each.points),
                    Cell(amount(each.own) if each.own else "", sort=each.own),
                    Cell(amount(part) if part else "—", sort=part),
                ),
            )
        )
    return rows


def present_tipped(
    house: House,
    found: TipsFound,
    draft: TipsDraft,
    agreed: TipsShared | None,
    person: str,
) -> PersonView | None:
    """One person's line, None when they have none."""
    world = house.world
    each = next((w for w in team(world, found, draft) if w.person == person), None)
    if each is None:
        return None
    shares = _standing(agreed, found, draft)
    if shares is None:
        shares = shares_now(world, found, draft)
    part = next((share.cents for share in shares if share.person == person), 0)
    role = world.staff.roles.get(world.staff.people[person].role)
    return PersonView(
        person=person,
        title=person_name(house, person),
        subtitle=role.name if role else "",
        hours=hours_text(each.minutes),
        points=str(each.points),
        share=price(part),
    )


def tip_story(
    house: House, agreements: Sequence[tuple[TipsShared, str, str]], person: str
) -> list[tuple[str, str]]:
    """What was agreed of a period for one person, the newest first, as (when and by whom,
    how much).

    Args:
        agreements: the fact, when it was written, who wrote it; the oldest first.
    """
    now = house.clock()
    found = []
    for event, ts, op in reversed(agreements):
        part = sum(each.cents for each in event.shares if each.person == person)
        words = f"{moment_words(datetime.fromisoformat(ts), now)} · {person_name(house, op)}"
        if event.reason:
            words += f" · {event.reason}"
        found.append((words, price(part)))
    return found


def hours_text(minutes: int) -> str:
    """ "7 h 30"; "—" for nobody there."""
    hours, rest = divmod(minutes, _HOUR)
    if not minutes:
        return "—"
    return f"{hours}\u202fh\u202f{rest:02d}" if rest else f"{hours}\u202fh"


def parse_hours(text: str) -> int | None:
    """Minutes of what was typed ("7 h 30", "7:30", "7,5", "0"); None for none."""
    plain = text.replace("\u202f", " ").strip().casefold()
    if plain in ("", "—"):
        return 0
    found = _HOURS.fullmatch(plain)
    if found is None:
        return None
    hours, minutes, part = found.groups()
    rest = int(minutes or 0)
    if part:
        rest += round(int(part.ljust(2, "0")) * _HOUR / 100)
    whole = int(hours) * _HOUR + rest
    return whole if rest < _HOUR and whole <= MOST_MINUTES else None


def exempt_until(world: World) -> str:
    """The last day on which tips may be exempt, as it is read: "31/12/2026"."""
    window = window_of(world.settings.text(EXEMPT))
    return short_date(date.fromisoformat(window[1])) if window else ""


def exempt_command(world: World, text: str) -> SetSetting | None:
    """Another last day, as it was typed; None for none, or one that comes too early."""
    window, day = window_of(world.settings.text(EXEMPT)), day_typed(text)
    if window is None or day is None or day.isoformat() < window[0]:
        return None
    return SetSetting(key=EXEMPT, value=f"{window[0]}/{day.isoformat()}")


def tips_command(
    world: World, found: TipsFound, draft: TipsDraft, first: date, last: date
) -> ShareTips:
    """The act that agrees what is on show."""
    agreed = agreed_of(world, first, last)
    return ShareTips(
        first=first.isoformat(),
        last=last.isoformat(),
        rule=world.settings.text(RULE),
        tips=found.tips,
        shares=tuple(shares_now(world, found, draft)),
        corrects=agreed.share if agreed else "",
        reason=draft.reason,
    )
