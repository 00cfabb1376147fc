"""The services that take reservations, and the rules of the house, in words."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from app.domain.reservations.availability import time_of
from app.domain.reservations.events import ServiceSet
from app.domain.settings import Settings
from app.domain.world import World
from app.presenters.admin.days import day_typed
from resources.texts import short_date, tr
from widgets.list_row import RowView

WEEK = range(7)
CLOSED_DAYS = "reservation.closed_days"


@dataclass(frozen=True, slots=True)
class Rule:
    """A setting of reservations: its key, what it means, what it is counted in or how
    it is typed."""

    key: str
    text: str
    unit: str = ""
    help: str = ""


def rules() -> tuple[Rule, ...]:
    """The rules in the order of the form."""
    minutes, days = tr("min"), tr("jours")
    return (
        Rule("reservation.minutes_2", tr("Durée à une ou deux personnes"), minutes),
        Rule("reservation.minutes_4", tr("Durée à trois ou quatre"), minutes),
        Rule("reservation.minutes_more", tr("Durée au-delà"), minutes),
        Rule("reservation.max_covers", tr("Couverts sans responsable")),
        Rule("reservation.late", tr("En retard après"), minutes),
        Rule("reservation.horizon", tr("Réserver à l'avance"), days),
        Rule("reservation.keep", tr("Garder les coordonnées"), days),
        Rule(CLOSED_DAYS, tr("Jours fermés"), help="25/12/2026, 01/01/2027"),
    )


def rule_values(settings: Settings) -> dict[str, str]:
    """Key -> value as it is typed."""
    found = {rule.key: settings.text(rule.key) for rule in rules()}
    days = [(text, day_typed(text)) for text in found[CLOSED_DAYS].split()]
    shown = (short_date(day) if day else text for text, day in days)
    return found | {CLOSED_DAYS: ", ".join(shown)}


def rules_typed(values: Mapping[str, str]) -> tuple[dict[str, str], dict[str, str]]:
    """Key -> value as it is kept; key -> what is wrong with what was typed."""
    days = [
        day_typed(text) for text in re.split(r"[,;\s]+", values[CLOSED_DAYS]) if text
    ]
    if None in days:
        return dict(values), {CLOSED_DAYS: tr("Des jours comme 25/12/2026")}
    kept = " ".join(sorted({day.isoformat() for day in days if day}))
    return {**values, CLOSED_DAYS: kept}, {}


def weekday_names() -> tuple[str, ...]:
    """Monday first, three letters."""
    return (
        tr("lun"), tr("mar"), tr("mer"), tr("jeu"), tr("ven"), tr("sam"), tr("dim"),
    )  # fmt: skip


def service_rows(world: World) -> list[tuple[str, RowView]]:
    """(id, row) of every service, by the hour it begins."""
    services = sorted(world.reservations.services.values(), key=lambda s: s.start)
    return [(service.id, _row(service)) for service in services]


def _row(service: ServiceSet) -> RowView:
    hours = f"{time_of(service.start)} – {time_of(service.end)}"
    covers = tr("{n} couv.", n=service.covers) if service.covers else ""
    parts = (_days(service), covers)
    return RowView(
        f"{service.name} · {hours}" if service.name else hours,
        " · ".join(part for part in parts if part),
        trailing="" if service.active else tr("fermé"),
    )


def _days(service: ServiceSet) -> str:
    days = service.weekdays or tuple(WEEK)
    if len(days) == len(WEEK):
        return tr("tous les jours")
    names = weekday_names()
    return ", ".join(names[day] for day in sorted(days))
