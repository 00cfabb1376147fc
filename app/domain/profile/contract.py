"""What a country's profile has to say: rates, rounding, limits, words, what it lacks.

Sealing is done by our own journal in every country; where the law wants a device or an
authority besides it, the profile names that under `missing` and no till is opened for sale in
production until it is there. So whoever writes one fills in data and, for a device, a
follower of the journal; the core stays as it is.

Source: `fiscal.md` 12.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from app.domain.money import rhu
from app.domain.profile.holidays import no_holidays

CODES: Final = ("standard", "intermediate", "reduced", "super_reduced")
"""VAT codes that a profile gives a rate; a house may have others of its own."""
NORMAL: Final = "normal"
EXEMPT: Final = "exempt"
REGIMES: Final = (NORMAL, EXEMPT)
"""How a house stands to VAT."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Territory:
    """A part of the country with rates of its own.

    Attributes:
        rates: of each of `CODES`, hundredths of a percent.
        mention: what documents say where every rate is 0.
    """

    name: str
    rates: Mapping[str, int]
    mention: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """Something the law will change: told in the back office from a day on.

    Attributes:
        since: first day it is told, "YYYY-MM-DD".
        grave: it is late, not early.
    """

    since: str
    title: str
    text: str
    grave: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Attestation:
    """Words of the publisher's attestation, where the law knows one.

    Attributes:
        model: reference of the model that they follow.
        about: what it is relative to, under the title.
        publisher, user: what each of the two declares, with `{name}` fields.
        conditions: how the software fulfils each of them.
        covered, excluded: functions of the software.
        warning: what a false one costs.
    """

    model: str
    about: str
    publisher: tuple[str, ...]
    user: tuple[str, ...]
    conditions: tuple[str, ...]
    covered: tuple[str, ...]
    excluded: tuple[str, ...]
    warning: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FiscalProfile:
    """What the law of a country wants of a till.

    Attributes:
        id: names country and state of the law ("FR-2026").
        name: of the country, in French.
        territories: key -> rates; the first is where a new house is.
        exemption: what documents say of a house without VAT, "" where there is none.
        cash_step: cents to which cash is rounded, 1 for none.
        limits: settings and their values in this country (`note.threshold`...).
        titles: kind of document -> what it is called on paper.
        letters: rate -> letter beside it on paper.
        attestation: None where the law knows none.
        notices: what changes.
        holidays: year -> days on which nobody works by law, where something follows
            from them.
        missing: what it does not do yet; while there is something, no till opens for
            sale in production.
    """

    id: str
    name: str
    territories: Mapping[str, Territory]
    titles: Mapping[str, str]
    limits: Mapping[str, str]
    exemption: str = ""
    cash_step: int = 1
    letters: Mapping[int, str] = field(default_factory=dict)
    attestation: Attestation | None = None
    notices: tuple[Notice, ...] = ()
    holidays: Callable[[int], frozenset[date]] = no_holidays
    missing: tuple[str, ...] = ()

    @property
    def home(self) -> str:
        """The territory of a new house."""
        return next(iter(self.territories))

    def territory(self, key: str) -> Territory:
        """The territory of that key, the home of a key that is none of ours."""
        return self.territories.get(key, self.territories[self.home])

    def rates(self, territory: str, regime: str) -> dict[str, int]:
        """VAT code -> rate of a house there, hundredths of a percent (F-09, F-10)."""
        there = self.territory(territory).rates
        return {code: 0 if regime == EXEMPT else there[code] for code in CODES}

    def mention(self, territory: str, regime: str) -> str:
        """What a document says on which every rate is 0."""
        if regime == EXEMPT:
            return self.exemption
        return self.territory(territory).mention

    def payable(self, cents: int, method: str) -> tuple[int, int]:
        """(what is taken, rounding difference) when `cents` are paid by a tender.

        Halves away from zero, so what is given back mirrors what was taken (G-07). What
        the smallest coin pays, or less, stays as it is: nothing is rounded to nothing.
        """
        if method != "cash" or abs(cents) <= self.cash_step:
            return cents, 0
        rounded = rhu(cents, self.cash_step) * self.cash_step
        return rounded, rounded - cents

    def notices_on(self, day: str) -> tuple[Notice, ...]:
        """What is to be told on a day, the latest first; none once the next began."""
        told = [notice for notice in self.notices if notice.since <= day]
        return tuple(sorted(told, key=lambda each: each.since, reverse=True)[:1])
