"""Sharing tips out: the rule of the pool, what each gets, what a manager agrees.

Tips are no turnover (`fiscal.md` G-05): they are the team's. The rule says who gets what;
a manager sees it, may say that somebody was there for longer or not at all, and agrees.
What was agreed is corrected by another agreement alone.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from app.domain.money import apportion
from app.domain.staff.events import DayTips, TipShare, TipsShared
from app.domain.vocabulary import Context, Refusal, command, need
from app.domain.world import World

RULE, PERIOD, POINTS = "tips.rule", "tips.period", "tips.points"
"""Settings: one of `RULES`, of `PERIODS`, and the points of roles ("role=3,role=2")."""
EXEMPT: Final = "tips.exempt"
"""Setting: first and last day on which tips may be free of charges and tax for those who
earn no more than 1.6 SMIC, "2022-01-01/2026-12-31".

Source: loi n° 2021-1900, art. 5, prolonged by the finance acts of 2024 and 2025; the last
day is to be confirmed each year (`fiscal.md` G-05).
"""
RULES: Final = ("own", "equal", "hours", "points")
"""Each keeps those of their own; equal parts of who was there; by the hours that they were
there; by those hours times the points of their role."""
PERIODS: Final = ("day", "week", "month")
OTHERWISE: Final = "Une partie de ces jours est déjà répartie autrement."
MOST_MINUTES: Final = 31 * 24 * 60
MOST_POINTS: Final = 99
_POINTS: Final = re.compile(r"([^,=]+=\d{1,2}(,|$))*")
_WINDOW: Final = re.compile(r"(\d{4}-\d\d-\d\d)/(\d{4}-\d\d-\d\d)")


@dataclass(frozen=True, slots=True)
class Worked:
    """One of the team in a period: minutes there, points of their role, cents of tips that
    they were given themselves."""

    person: str
    minutes: int
    points: int
    own: int = 0


@command
class ShareTips:
    """Agree who gets what of the tips of a period; `corrects` the agreement before it.

    `tips` is summed from the journal (`app.services.tips`).
    """

    first: str
    last: str
    rule: str
    tips: tuple[DayTips, ...]
    shares: tuple[TipShare, ...]
    corrects: str = ""
    reason: str = ""


def shared_out(rule: str, cents: int, team: Sequence[Worked]) -> list[TipShare]:
    """What each gets by a rule; the shares add up to `cents`, or there are none where
    nobody has a part in it."""
    weights = [_weight(rule, each) for each in team]
    if cents <= 0 or not sum(weights):
        return []
    return [
        TipShare(
            person=each.person, cents=part, minutes=each.minutes, points=each.points
        )
        for each, part in zip(team, apportion(cents, weights), strict=True)
        if part or each.minutes
    ]


def _weight(rule: str, each: Worked) -> int:
    """Without points a role has no part, whatever the rule: that of an employer, say."""
    if rule != "own" and not each.points:
        return 0
    match rule:
        case "own":
            return max(0, each.own)
        case "equal":
            return int(each.minutes > 0)
        case "hours":
            return each.minutes
        case _:
            return each.minutes * each.points


def share_tips(
    world: World, command: ShareTips, context: Context
) -> tuple[object, ...] | Refusal:
    """What is agreed, or why not."""
    refused = need(
        context, "staff.edit", "Répartir les pourboires demande un responsable."
    )
    if refused:
        return refused
    if not command.first <= command.last <= context.bday:
        return Refusal("tips_early", "Cette période n'est pas encore là.")
    there = sum(each.cents for each in command.tips)
    given = sum(each.cents for each in command.shares)
    if there <= 0 or there != given or command.rule not in RULES:
        return Refusal("tips_unshared", "Tous les pourboires ne sont pas répartis.")
    if not all(_right(world, each) for each in command.shares):
        return Refusal("tips_wrong", "Une part n'est pas possible.")
    if otherwise(world, command.first, command.last):
        return Refusal("tips_twice", OTHERWISE)
    before = world.staff.tips.get(command.first)
    if (before.share if before else "") != command.corrects:
        return Refusal("tips_agreed", "C'est déjà validé : corrigez ce qui l'est.")
    if before and not command.reason.strip():
        return Refusal("reason_missing", "Dites pourquoi c'est corrigé.")
    return (
        TipsShared(
            share=context.new_id(),
            first=command.first,
            last=command.last,
            rule=command.rule,
            tips=command.tips,
            shares=command.shares,
            corrects=command.corrects,
            reason=command.reason.strip(),
        ),
    )


def otherwise(world: World, first: str, last: str) -> bool:
    """Whether some of these days were shared out as part of another period."""
    return any(
        (other.first, other.last) != (first, last)
        and other.first <= last
        and first <= other.last
        for other in world.staff.tips.values()
    )


def _right(world: World, share: TipShare) -> bool:
    return (
        share.person in world.staff.people
        and share.cents >= 0
        and 0 <= share.minutes <= MOST_MINUTES
        and 0 <= share.points <= MOST_POINTS
    )


def points_of(setting: str) -> dict[str, int] | None:
    """Role -> its points, of what the setting says; None where it says nothing right."""
    if not _POINTS.fullmatch(setting):
        return None
    pairs = (each.partition("=") for each in setting.split(",") if each)
    return {role: int(points) for role, _, points in pairs}


def points_text(points: Iterable[tuple[str, int]]) -> str:
    """Roles and their points as the setting has them."""
    return ",".join(f"{role}={count}" for role, count in points)


def window_of(setting: str) -> tuple[str, str] | None:
    """First and last day of the setting `EXEMPT`; None where it says nothing right."""
    found = _WINDOW.fullmatch(setting)
    if found is None:
        return None
    try:
        first, last = map(date.fromisoformat, found.groups())
    except ValueError:
        return None
    return (found[1], found[2]) if first <= last else None


def exempt(tips: Iterable[DayTips], setting: str) -> int:
    """Cents of tips of the days on which they may be exempt."""
    window = window_of(setting)
    if window is None:
        return 0
    first, last = window
    return sum(each.cents for each in tips if first <= each.day <= last)
