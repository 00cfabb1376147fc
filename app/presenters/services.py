"""The services that take reservations, and the rules of the house, in words."""

from dataclasses import dataclass

from app.domain.reservations.availability import time_of
from app.domain.reservations.events import ServiceSet
from app.domain.settings import Settings
from app.domain.world import World
from resources.texts import tr
from widgets.list_row import RowView

WEEK = range(7)


@dataclass(frozen=True, slots=True)
class Rule:
    """A setting of reservations: its key, what it means, what it is counted in."""

    key: str
    text: str
    unit: str


def rules() -> tuple[Rule, ...]:
    """The rules in the order of the form."""
    minutes, days = tr("min"), tr("jours")
    return (
        Rule("reservation.minutes_2", tr("Durée à une ou deux personnes"), minutes),
        Rule("reservation.minutes_4", tr("Durée à trois ou quatre"), minutes),
        Rule("reservation.minutes_more", tr("Durée au-delà"), minutes),
        Rule("reservation.max_covers", tr("Couverts sans responsable"), ""),
        Rule("reservation.late", tr("En retard après"), minutes),
        Rule("reservation.horizon", tr("Réserver à l'avance"), days),
        Rule("reservation.keep", tr("Garder les coordonnées"), days),
        Rule("reservation.closed_days", tr("Jours fermés (AAAA-MM-JJ)"), ""),
    )


def rule_values(settings: Settings) -> dict[str, str]:
    """Key -> value as it stands."""
    return {rule.key: settings.text(rule.key) for rule in rules()}


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
