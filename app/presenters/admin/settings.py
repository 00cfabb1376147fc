"""The settings of the house as one form: what is typed, what is wrong, what it means."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from app.domain.credits.rules import APART_CAP, DAY_CAP
from app.domain.orders.discounts import kinds
from app.domain.payments.currencies import RATES, rate_text, rates_of
from app.domain.settings import (
    CHANNELS_LOAD,
    COMP_BUDGET,
    COUNT_LIMIT,
    DISCOUNT_KINDS,
    GUESTS_FETCH,
    GUESTS_ORDER,
    GUESTS_PAY,
    LIMITS,
    MENU_ADDRESS,
    MOVE_LIMIT,
    OWN_PRICES,
    PACE,
    PACE_MINUTES,
    PASSES,
    PICKUP_CALL,
    PICKUP_MINUTES,
    PICKUP_NAMES,
    PROFILE,
    READY_SECONDS,
    REGIME,
    ROUNDS,
    SITE_GIFTS,
    TERRITORY,
    TOGETHER,
    YEAR_STARTS,
    Settings,
)
from app.fiscal.parties import luhn
from app.presenters.admin.drafts import changed_fields, values_of
from resources.texts import amount, percent, tr
from widgets.amount_entry import parse_cents

MAX_TEXT = 200
MOST_LOCK = 240
LATEST_CUTOFF = 12 * 60
MOST_LIMIT = 10_000_000
_SIRET, _VAT = 14, re.compile(r"FR[0-9A-Z]{2}\d{9}")
_NAF = re.compile(r"\d{4}[A-Z]")
_ORIGIN = re.compile(r"https?://[a-z0-9.-]+(:\d{1,5})?")
_ADDRESS = re.compile(r"https?://[A-Za-z0-9.-]+(:\d{1,5})?(/\S*)?")
_MAIL = re.compile(r"[^@\s,;]+@[^@\s,;]+\.[^@\s,;]+")
_PAGE = re.compile(r"https?://[^\s]+\.[^\s]+")
_CLOCK = re.compile(r"(\d{1,2}):([0-5]\d)")

KEYS: dict[str, str] = {
    "profile": PROFILE,
    "territory": TERRITORY,
    "regime": REGIME,
    "name": "house.name",
    "address": "house.address",
    "siret": "house.siret",
    "naf": "house.naf",
    "vat_number": "house.vat_number",
    "contact": "house.contact",
    "witness": "witness.mail",
    "stamping": "witness.tsa",
    "cutoff": "day.cutoff",
    "year": YEAR_STARTS,
    "lock": "lock.minutes",
    "note": "note.threshold",
    "weighed": "ticket.weighed",
    "menu": MENU_ADDRESS,
    "cash": "cash.limit",
    "cash_mode": "cash.limit_mode",
    "voucher": "voucher.limit",
    "gift_months": "credit.months_gift",
    "store_months": "credit.months_store",
    "gift_day": DAY_CAP,
    "gift_apart": APART_CAP,
    "client_years": "client.keep",
    "comp": "comp.limit",
    "discount": "discount.limit",
    "kinds": DISCOUNT_KINDS,
    "currencies": RATES,
    "budget": COMP_BUDGET,
    "off": COUNT_LIMIT,
    "move": MOVE_LIMIT,
    "photos": "tiles.photos",
    "together": TOGETHER,
    "limits": LIMITS,
    "rounds": ROUNDS,
    "passes": PASSES,
    "pace": PACE,
    "pace_minutes": PACE_MINUTES,
    "ready": READY_SECONDS,
    "load": CHANNELS_LOAD,
    "guests": GUESTS_ORDER,
    "guests_pay": GUESTS_PAY,
    "guests_fetch": GUESTS_FETCH,
    "pickup": PICKUP_MINUTES,
    "pickup_names": PICKUP_NAMES,
    "pickup_call": PICKUP_CALL,
    "own_prices": OWN_PRICES,
    "site_gifts": SITE_GIFTS,
    "takeover": "hub.takeover",
    "requests": "api.requests",
    "told": "api.webhooks",
    "connections": "api.connections",
    "payload": "api.payload",
    "origins": "api.origins",
    "private": "webhooks.private",
}
"""Field of the form -> key of the setting."""
_MB_CENT = 10_000
"""Bytes of a hundredth of a megabyte, which is typed like an amount."""
_COUNTS = {
    "gift_months": (0, 120),
    "store_months": (0, 120),
    "client_years": (1, 10),
    "pace_minutes": (0, 120),
    "rounds": (0, 120),
    "ready": (0, 3600),
    "load": (0, 240),
    "pickup": (1, 240),
    "takeover": (0, 1440),
    "requests": (1, 1_000_000),
    "told": (1, 1_000_000),
    "connections": (1, 10_000),
}
"""Field that is a whole number -> its least and its greatest."""
_MONEY = (
    "note",
    "cash",
    "voucher",
    "comp",
    "budget",
    "off",
    "move",
    "gift_day",
    "gift_apart",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingsDraft:
    """The settings as they stand in the form; `cutoff` is "05:00", limits are euros,
    `payload` is megabytes."""

    profile: str
    territory: str
    regime: str
    name: str
    address: str
    siret: str
    naf: str
    vat_number: str
    contact: str
    witness: str
    stamping: str
    cutoff: str
    year: str
    lock: str
    note: str
    weighed: str
    menu: str
    cash: str
    cash_mode: str
    voucher: str
    gift_months: str
    store_months: str
    gift_day: str
    gift_apart: str
    client_years: str
    comp: str
    discount: str
    kinds: str
    currencies: str
    budget: str
    off: str
    move: str
    photos: str
    together: str
    limits: str
    rounds: str
    passes: str
    pace: str
    pace_minutes: str
    ready: str
    load: str
    guests: str
    guests_pay: str
    guests_fetch: str
    pickup: str
    pickup_names: str
    pickup_call: str
    own_prices: str
    site_gifts: str
    takeover: str
    requests: str
    told: str
    connections: str
    payload: str
    origins: str
    private: str


def settings_draft(settings: Settings) -> SettingsDraft:
    """The form of the settings as stored."""
    shown = {name: settings.text(key) for name, key in KEYS.items()}
    cutoff = settings.number("day.cutoff")
    shown["cutoff"] = f"{cutoff // 60:02d}:{cutoff % 60:02d}"
    for name in (*_MONEY, "discount"):
        shown[name] = amount(settings.number(KEYS[name]))
    shown["kinds"] = _kinds_text(settings)
    rates = rates_of(shown["currencies"]) or ()
    shown["currencies"] = " ; ".join(
        f"{rate.currency} {rate_text(rate.micro)}" for rate in rates
    )
    shown["payload"] = amount(settings.number("api.payload") // _MB_CENT)
    for name in ("discount", "payload"):
        shown[name] = _short(shown[name])
    return SettingsDraft(**shown)


def _short(text: str) -> str:
    """ "10,00" as "10": a percentage rarely has decimals."""
    return text[:-3] if text.endswith("00") else text


def settings_errors(draft: SettingsDraft, stored: SettingsDraft) -> dict[str, str]:
    """Field -> what is wrong with what was changed."""
    errors = {}
    for name in changed_fields(draft, stored):
        words = _CHECKS[name](getattr(draft, name).strip())
        if words:
            errors[name] = words
    return errors


def settings_values(draft: SettingsDraft, stored: SettingsDraft) -> dict[str, str]:
    """Key -> value of every setting that was changed, as the facts want it."""
    values = values_of(draft)
    return {
        KEYS[name]: _VALUES.get(name, str.strip)(str(values[name]))
        for name in changed_fields(draft, stored)
    }


# ------------------------------------------------------------------ each field


def _text_error(text: str) -> str:
    return tr("{n} caractères au plus", n=MAX_TEXT) if len(text) > MAX_TEXT else ""


def _name_error(text: str) -> str:
    return _text_error(text) if text else tr("Le nom figure sur chaque ticket")


def _siret_error(text: str) -> str:
    digits = re.sub(r"\s", "", text)
    if not text:
        return ""
    if not (digits.isascii() and digits.isdigit() and len(digits) == _SIRET):
        return tr("{n} chiffres", n=_SIRET)
    return "" if luhn(digits) else tr("Un chiffre est faux (clé de contrôle)")


def _naf_error(text: str) -> str:
    plain = text.upper().replace(".", "").replace(" ", "")
    return "" if not text or _NAF.fullmatch(plain) else tr("Par exemple 5610A")


def _vat_error(text: str) -> str:
    plain = re.sub(r"\s", "", text).upper()
    return "" if not text or _VAT.fullmatch(plain) else tr("FR, 2 et 9 caractères")


def _cutoff_error(text: str) -> str:
    minutes = _minutes(text)
    if minutes is None or minutes > LATEST_CUTOFF:
        return tr("Une heure de 00:00 à 12:00")
    return ""


def _minutes(text: str) -> int | None:
    match = _CLOCK.fullmatch(text.replace("h", ":").replace(" ", ""))
    return int(match[1]) * 60 + int(match[2]) if match else None


def _lock_error(text: str) -> str:
    right = text.isascii() and text.isdigit() and len(text) < 4
    if not right or int(text) > MOST_LOCK:
        return tr("De 0 (jamais) à {n} minutes", n=MOST_LOCK)
    return ""


def _money_error(text: str) -> str:
    cents = parse_cents(text)
    if cents is None or not 0 <= cents <= MOST_LIMIT:
        return tr("Un montant : 25,00")
    return ""


def _percent_error(text: str) -> str:
    hundredths = parse_cents(text.replace("%", ""))
    if hundredths is None or not 0 <= hundredths <= 10_000:
        return tr("De 0 à 100")
    return ""


def _kinds_text(settings: Settings) -> str:
    """ "Personnel 30 %, Direction 0 %"."""
    limits = (f"{why} {percent(most)}" for why, most in kinds(settings).items())
    return ", ".join(limits).replace("\u00a0", " ")


def _kinds_of(text: str) -> list[tuple[str, int | None]]:
    """Each reason that was typed, and its limit; None where it has none."""
    found = []
    for each in filter(str.strip, re.split(r"[;\n]|,(?!\d)", text)):
        reason, _, limit = each.replace("%", " ").strip().rpartition(" ")
        found.append((" ".join(reason.split()), parse_cents(limit)))
    return found


def _kinds_error(text: str) -> str:
    typed = _kinds_of(text)
    right = all(
        reason and "=" not in reason and most is not None and 0 <= most <= 10_000
        for reason, most in typed
    )
    twice = len({reason for reason, _ in typed}) < len(typed)
    return (
        "" if right and not twice else tr("Par exemple Personnel 30 %, Direction 0 %")
    )


def _currencies_error(text: str) -> str:
    known = rates_of(_currencies_value(text))
    return "" if known is not None else tr("Par exemple CHF 1,0512 ; USD 0,9231")


def _currencies_value(text: str) -> str:
    """ "CHF 1,0512 ; USD 0,9231" as the setting has it."""
    words = text.upper().replace(";", " ").replace("=", " ").split()
    pairs = zip(words[::2], words[1::2], strict=False)
    return (
        " ".join(f"{code}={rate}" for code, rate in pairs)
        if len(words) % 2 == 0
        else "?"
    )


def _kinds_value(text: str) -> str:
    return ";".join(f"{reason}={most}" for reason, most in _kinds_of(text))


def _count_error(name: str) -> Callable[[str], str]:
    least, most = _COUNTS[name]

    def error(text: str) -> str:
        right = text.isascii() and text.isdigit() and len(text) < 9
        if not right or not least <= int(text) <= most:
            return tr("De {least} à {most}", least=least, most=most)
        return ""

    return error


def _payload_error(text: str) -> str:
    hundredths = parse_cents(text)
    if hundredths is None or not 1 <= hundredths <= 10_000:
        return tr("De 0,01 à 100 Mo")
    return ""


def _origins_error(text: str) -> str:
    right = all(_ORIGIN.fullmatch(word) for word in text.split())
    return "" if right else tr("Par exemple https://www.exemple.fr")


def _mails_error(text: str) -> str:
    right = all(_MAIL.fullmatch(word) for word in text.split())
    return "" if right else tr("Par exemple vous@exemple.fr")


def _menu_error(text: str) -> str:
    right = not text or _PAGE.fullmatch(text)
    return "" if right else tr("Par exemple https://www.exemple.fr")


def _address_error(text: str) -> str:
    right = not text.strip() or _ADDRESS.fullmatch(text.strip())
    return "" if right else tr("Par exemple http://tsa.exemple.fr")


def _no_error(_text: str) -> str:
    return ""


_CHOSEN = (
    *("profile", "territory", "regime", "year", "weighed", "cash_mode", "photos"),
    *("together", "limits", "passes", "pace", "pickup_names", "pickup_call"),
    *("own_prices", "site_gifts", "private", "guests", "guests_pay"),
    "guests_fetch",
)
"""Fields that are chosen, so that nothing can be wrong with them."""
_CHECKS: dict[str, Callable[[str], str]] = {
    "name": _name_error,
    "address": _text_error,
    "siret": _siret_error,
    "naf": _naf_error,
    "vat_number": _vat_error,
    "contact": _text_error,
    "witness": _mails_error,
    "stamping": _address_error,
    "cutoff": _cutoff_error,
    "lock": _lock_error,
    "menu": _menu_error,
    **dict.fromkeys(_MONEY, _money_error),
    "kinds": _kinds_error,
    "currencies": _currencies_error,
    "discount": _percent_error,
    **dict.fromkeys(_CHOSEN, _no_error),
    **{name: _count_error(name) for name in _COUNTS},
    "payload": _payload_error,
    "origins": _origins_error,
}


def _cents_value(text: str) -> str:
    return str(parse_cents(text.replace("%", "")) or 0)


_VALUES: dict[str, Callable[[str], str]] = {
    "cutoff": lambda text: str(_minutes(text.strip()) or 0),
    "naf": lambda text: text.upper().replace(".", "").replace(" ", ""),
    "lock": lambda text: str(int(text)),
    "discount": _cents_value,
    "kinds": _kinds_value,
    "currencies": _currencies_value,
    "payload": lambda text: str((parse_cents(text) or 0) * _MB_CENT),
    "origins": lambda text: " ".join(text.split()),
    **{name: lambda text: str(int(text)) for name in _COUNTS},
    **dict.fromkeys(_MONEY, _cents_value),
}
"""Field -> what the setting stores; the text itself for the others."""
