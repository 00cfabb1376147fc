"""Every text a person reads, in the language that is on: French source, English beside it.

`tr("Envoyer")` looks the French source up in the catalogue of the language in force;
French is its own catalogue. One mechanism serves windows, presenters and paper, so none
of them needs Qt for its words. Catalogues are the JSON files of `lang/<language>/`, one
per area, merged when the language is set. Amounts and dates are written here too,
because they follow the language.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime
from functools import cache
from importlib.resources import files

LANGUAGES = ("fr", "en")
GUESTS: dict[str, str] = {
    "fr": "Français",
    "en": "English",
    "de": "Deutsch",
    "es": "Español",
    "it": "Italiano",
}
"""Languages of what guests read, each by its own name; windows have `LANGUAGES` alone."""

_MONTHS = {
    "fr": "janvier février mars avril mai juin juillet août septembre octobre "
    "novembre décembre",
    "en": "January February March April May June July August September October "
    "November December",
}
_DAYS = {
    "fr": "lundi mardi mercredi jeudi vendredi samedi dimanche",
    "en": "Monday Tuesday Wednesday Thursday Friday Saturday Sunday",
}

_BRIEF_MONTHS = "janv. févr. mars avril mai juin juil. août sept. oct. nov. déc."

_state: dict[str, str] = {"language": "fr"}
_catalogue: dict[str, str] = {}
_spoken: ContextVar[str] = ContextVar("spoken", default="")


def language() -> str:
    """The language in force: one of `LANGUAGES`, of `GUESTS` while they are spoken to."""
    return _spoken.get() or _state["language"]


@contextmanager
def speaking(name: str) -> Iterator[None]:
    """Within the block texts are in another language: for one person's ear, not for a
    window, which speaks "", its own. Other threads do not notice."""
    token = _spoken.set(name)
    try:
        yield
    finally:
        _spoken.reset(token)


def set_language(name: str) -> None:
    """Switches every later `tr`.

    Raises:
        ValueError: `name` is not one of `LANGUAGES`.
    """
    if name not in LANGUAGES:
        raise ValueError(f"no such language: {name}")
    _catalogue.clear()
    _catalogue.update(catalogue(name))
    _state["language"] = name


def catalogue(name: str) -> dict[str, str]:
    """French source -> text of the language `name`, all areas merged."""
    merged: dict[str, str] = {}
    folder = files("resources").joinpath("lang", name)
    if folder.is_dir():
        for area in sorted(folder.iterdir(), key=lambda item: item.name):
            if area.name.endswith(".json"):
                merged.update(json.loads(area.read_text(encoding="utf-8")))
    return merged


def _texts() -> dict[str, str]:
    name = _spoken.get()
    return _kept(name) if name and name != _state["language"] else _catalogue


@cache
def _kept(name: str) -> dict[str, str]:
    return catalogue(name)


def tr(source: str, **values: object) -> str:
    """`source` in the language in force, its `{name}` fields filled with `values`.

    Sources and catalogues write the keyboard's ' and readers see the printer's ’, so
    that nobody has to type one and every text has the same.
    """
    text = _texts().get(source, source).replace("'", "’")
    return text.format(**values) if values else text


def trn(count: int, one: str, many: str, **values: object) -> str:
    """Picks `one` or `many` by `count`; `{n}` in either is the count.

    French counts 0 and 1 as singular, English only 1.
    """
    singular = count == 1 or (count == 0 and language() == "fr")
    return tr(one if singular else many, n=count, **values)


def amount(cents: int, *, sign: bool = False, lang: str = "") -> str:
    """Cents as text without currency: "1,234.50" (en), "1 234,50" in other languages.

    There thousands are set apart by U+202F. `sign` writes "+" before positives.
    `lang` is the language in force unless given (paper is always French).
    """
    units, rest = divmod(abs(cents), 100)
    text = f"{units:,}.{rest:02d}"
    if (lang or language()) != "en":
        text = text.translate({ord(","): "\u202f", ord("."): ","})
    if cents < 0:
        return f"−{text}"
    return f"+{text}" if sign and cents > 0 else text


def price(cents: int, *, lang: str = "") -> str:
    """Cents with the euro sign: "€84.50" (en), "84,50 €" in other languages."""
    if (lang or language()) != "en":
        return f"{amount(cents, lang='fr')}\u00a0€"
    text = f"€{amount(abs(cents), lang='en')}"
    return f"−{text}" if cents < 0 else text


def percent(hundredths: int, *, lang: str = "") -> str:
    """A rate in hundredths of a percent: 1000 -> "10 %", 550 -> "5,5 %"."""
    lang = lang or language()
    units, rest = divmod(hundredths, 100)
    decimals = f"{rest:02d}".rstrip("0")
    point = "." if lang == "en" else ","
    number = f"{units}{point}{decimals}" if decimals else str(units)
    return f"{number}%" if lang == "en" else f"{number}\u00a0%"


def clock(moment: datetime) -> str:
    """Hour and minute, "20:34"."""
    return moment.strftime("%H:%M")


def long_date(day: date) -> str:
    """ "vendredi 20 novembre" (fr), "Friday 20 November" (en)."""
    names = _DAYS[language()].split()
    months = _MONTHS[language()].split()
    return f"{names[day.weekday()]} {day.day} {months[day.month - 1]}"


def month_name(number: int) -> str:
    """ "novembre" (fr), "November" (en) for 11."""
    return _MONTHS[language()].split()[number - 1]


def brief_date(day: date) -> str:
    """ "ven. 20 nov." (fr), "Fri 20 Nov" (en)."""
    name = _DAYS[language()].split()[day.weekday()]
    month = _MONTHS[language()].split()[day.month - 1]
    if language() == "en":
        return f"{name[:3]} {day.day} {month[:3]}"
    brief = _BRIEF_MONTHS.split()[day.month - 1]
    return f"{name[:3]}. {day.day} {brief}"


def short_date(day: date) -> str:
    """ "20/11/2026" in both languages: the paper and the accountant want one form."""
    return day.strftime("%d/%m/%Y")
