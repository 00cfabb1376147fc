"""The profile, the territory and the VAT regime of a house: settings, and what follows.

Choosing one sets the country's limits and the rates of the VAT codes from this business day
on, each as a fact of its own; lines that were ordered keep the rate they had.
"""

from collections.abc import Iterator
from typing import Final

from app.domain.catalogue.events import VatSet
from app.domain.profile import FiscalProfile, profile_named
from app.domain.profile.contract import CODES, EXEMPT, NORMAL
from app.domain.settings import (
    PROFILE,
    REGIME,
    TERRITORY,
    Settings,
    SettingSet,
)
from app.domain.vocabulary import Context, Refusal
from app.domain.world import World

CHOSEN: Final = (PROFILE, TERRITORY, REGIME)


def profile_of(settings: Settings) -> FiscalProfile:
    """The profile in force."""
    return profile_named(settings.text(PROFILE))


def mention_of(settings: Settings) -> str:
    """What a document says on which every rate is 0."""
    territory, regime = settings.text(TERRITORY), settings.text(REGIME)
    return profile_of(settings).mention(territory, regime)


def choose(
    world: World, key: str, value: str, context: Context
) -> tuple[object, ...] | Refusal:
    """The facts of choosing one of `CHOSEN`, or why it cannot be chosen now."""
    if any(till.session for till in world.tills.values()):
        return Refusal("till_open_elsewhere", "Fermez d'abord toutes les caisses.")
    wanted = {each: world.settings.text(each) for each in CHOSEN} | {key: value}
    profile = profile_named(wanted[PROFILE])
    if key == PROFILE:
        wanted |= {TERRITORY: profile.home, REGIME: NORMAL} | dict(profile.limits)
    exempt = wanted[REGIME] == EXEMPT
    if wanted[TERRITORY] not in profile.territories or (
        exempt and not profile.exemption
    ):
        return Refusal("setting_invalid", "Ce réglage n'a pas cette valeur.")
    settings = (
        SettingSet(key=each, value=text, was=world.settings.text(each))
        for each, text in wanted.items()
        if each == key or text != world.settings.text(each)
    )
    rates = profile.rates(wanted[TERRITORY], wanted[REGIME])
    return *settings, *_rates(world, rates, wanted[REGIME], context.bday)


def _rates(
    world: World, rates: dict[str, int], regime: str, day: str
) -> Iterator[VatSet]:
    """The rates that differ from what is in force, those of the house's own codes too."""
    for code, known in world.catalogue.vat.items():
        if code not in CODES:
            before = next((rate for _, rate in reversed(known) if rate), 0)
            rates[code] = 0 if regime == EXEMPT else before
    for code, rate in rates.items():
        if code not in world.catalogue.vat or world.catalogue.rate(code, day) != rate:
            yield VatSet(code=code, rate=rate, since=day)
