"""The demo restaurant's day: who comes this evening, what is on the shelves."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from app.domain.inventory.decide import CountStock
from app.domain.reservations.availability import stay_minutes
from app.domain.reservations.events import ReservationCreated
from app.domain.vocabulary import Refusal
from app.services.guests import Guest, sealed_guest
from app.services.house import Actor, House
from app.services.ids import new_id

LAST_HOUR = 21
"""From this hour on the dozen is expected tomorrow."""
_PICTURED = time(20, 26)
_QUARTER, _EVENING = timedelta(minutes=15), timedelta(hours=2, minutes=30)


@dataclass(frozen=True, slots=True)
class _Expected:
    """Who comes; `table` "" when none was chosen."""

    time: str
    covers: int
    table: str
    name: str
    phone: str
    note: str = ""
    source: str = "phone"


_EXPECTED = (
    _Expected("19:15", 2, "t23", "Garnier", "06 12 00 00 01"),
    _Expected("19:30", 4, "t8", "Lambert", "06 12 00 00 02", source="website"),
    _Expected("19:30", 5, "t20", "Faure", "06 12 00 00 03", "avec les Chevalier"),
    _Expected("19:45", 2, "t2", "Roche", "06 12 00 00 04", source="thefork"),
    _Expected("19:45", 3, "t12", "Bonnet", "06 12 00 00 05", "chaise haute"),
    _Expected("19:45", 4, "t3", "Fontaine", "06 12 00 00 06", source="google"),
    _Expected("20:00", 6, "t21", "Chevalier", "06 12 00 00 07"),
    _Expected("20:15", 4, "t25", "Marchand", "06 12 00 00 08", source="website"),
    _Expected("20:45", 6, "t15", "Moreau", "06 12 00 00 09", "anniversaire"),
    _Expected("21:00", 4, "t26", "Nguyen", "06 12 00 00 10", "sans gluten"),
    _Expected("21:15", 2, "", "Da Silva", "06 12 00 00 11", source="thefork"),
    _Expected("21:30", 2, "t2", "Petit", "06 12 00 00 12", source="app"),
)

_LEVELS = {
    "boeuf": 7500,
    "bavette_boeuf": 4200,
    "magret_canard": 18_000,
    "saumon_frais": 1900,
    "moules_bouchot": 14_000,
    "pommes_de_terre": 26_000,
    "creme": 6500,
    "oeufs": 150_000,
    "cafe_grains": 4800,
    "brouilly_75": 31_000,
    "badoit_1l": 36_000,
    "evian_1l": 40_000,
}
"""What was counted before the service; of salmon there is too little."""


def prepare_day(house: House, pictured: datetime | None = None) -> None:
    """Writes down who has reserved for this evening, and counts the stock.

    Reservations were taken on the days before: no rule is asked whether they still fit.

    Args:
        pictured: the moment that stands for 20:26 (`evening`). Guests come as many
            quarters of an hour later or earlier, unless that is no evening any more.
    """
    now, later = house.clock(), timedelta()
    if pictured is not None:
        usual = datetime.combine(pictured.date(), _PICTURED, pictured.tzinfo)
        shift = round((pictured - usual) / _QUARTER) * _QUARTER
        later = shift if abs(shift) <= _EVENING else later
    house.record([_reservation(house, each, now, later) for each in _EXPECTED])
    for item, level in _LEVELS.items():
        counted = house.run(CountStock(item=item, level=level), Actor("theo"))
        assert not isinstance(counted, Refusal), counted


def _reservation(
    house: House, each: _Expected, now: datetime, later: timedelta
) -> ReservationCreated:
    evening = now + timedelta(days=now.hour >= LAST_HOUR)
    due = datetime.combine(evening.date(), time.fromisoformat(each.time)) + later
    made = new_id()
    guest = Guest(name=each.name, phone=each.phone, note=each.note)
    partner = each.source == "thefork"
    return ReservationCreated(
        id=made,
        date=due.date().isoformat(),
        time=due.strftime("%H:%M"),
        covers=each.covers,
        minutes=stay_minutes(house.world, each.covers),
        tables=(each.table,) if each.table else (),
        source=each.source,
        reference=f"TF-{each.phone[-2:]}47" if partner else "",
        by="lea",
        at=(now - timedelta(days=2)).isoformat(timespec="seconds"),
        **sealed_guest(house, made, guest),
    )
