"""Ordering at the table by telephone, as pages: the code, the card, what was chosen, done.

Whole in themselves, without a script or a cookie; the code goes along in each form.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape

from app.domain.environment import Mark
from app.reports.tokens import LINE, ON, ON_VAR, PRIMARY, SURFACE
from resources.texts import GUESTS, language, price, tr

_STYLE = f"""
*{{box-sizing:border-box}}
body{{margin:0 auto;max-width:44rem;padding:1.5rem 1rem 6rem;color:{ON};background:#fff;
font:1rem/1.45 system-ui,sans-serif}}
h1{{margin:0 0 .5rem;font-size:1.6rem}}
h2{{margin:2rem 0 .4rem;font-size:1.2rem;color:{PRIMARY}}}
nav{{display:flex;flex-wrap:wrap;gap:.25rem 1rem;margin:0 0 1rem}}
nav a{{padding:.75rem 0;color:{PRIMARY}}}
fieldset{{margin:0;padding:.8rem 0;border:0;border-bottom:1px solid {LINE}}}
legend{{float:left;width:100%;padding:0;font-weight:600}}
legend b{{float:right;font-variant-numeric:tabular-nums}}
small,.note{{color:{ON_VAR};font-size:.875rem}}
label{{display:block;padding:.6rem 0;min-height:44px}}
input[type=radio],input[type=checkbox]{{width:24px;height:24px;vertical-align:middle}}
input[type=number],input[type=text],input[type=email],select{{width:100%;min-height:48px;padding:.6rem;
font:inherit;border:1px solid {ON_VAR};border-radius:.6rem}}
input.code{{font-size:2rem;letter-spacing:.5rem;text-align:center}}
button{{display:block;width:100%;min-height:56px;margin:1.2rem 0 0;padding:.8rem;border:0;
border-radius:.8rem;background:{PRIMARY};color:#fff;font:600 1.1rem system-ui}}
button.quiet{{background:{SURFACE};color:{ON}}}
.mark,.wrong{{padding:.7rem .9rem;background:{SURFACE};font-weight:600}}
.clear{{clear:both;display:block}}
.count{{display:flex;align-items:center;justify-content:flex-end;gap:1rem}}
.count input[type=number]{{width:6rem;text-align:center}}
summary{{padding:.8rem 0;color:{PRIMARY};font-weight:600;cursor:pointer}}
"""


@dataclass(frozen=True, slots=True)
class Question:
    """A question about a dish: at least and at most so many of (id, name, words).

    `field`: how its answers are called in the form.
    """

    field: str
    name: str
    least: int
    most: int
    options: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """A dish that can be ordered; `held` says what is in it."""

    id: str
    name: str
    price: str
    held: str
    questions: tuple[Question, ...] = ()


def page(house: str, title: str, body: str, mark: Mark | None) -> str:
    """A page of the house, in the language in force."""
    warned = f'<p class="mark">{escape(mark.paper)}</p>' if mark else ""
    return (
        f'<!doctype html><html lang="{language()}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(house)}</title><style>{_STYLE}</style></head><body>{warned}"
        f"<h1>{escape(house)}</h1><p class=note>{escape(title)}</p>{body}</body></html>\n"
    )


def code_body(wrong: str = "", *, pays: bool = False, code: str = "") -> str:
    """Asks for the code; `wrong` says why it was not taken, `pays` that the bill is
    behind it too. `code`: the one that was scanned with the address."""
    go = tr("Continuer") if pays else tr("Commander")
    told = f'<p class="wrong" role="alert">{escape(wrong)}</p>' if wrong else ""
    return (
        f"{languages()}{told}<form method=post>"
        f"<label for=code>{escape(tr('Le code de votre table, à 4 chiffres'))}</label>"
        "<input class=code id=code name=code type=text inputmode=numeric maxlength=4 "
        f'pattern="[0-9]{{4}}" autocomplete=off required autofocus value="{code}">'
        f"{_language()}<button>{escape(go)}</button></form>"
    )


def languages() -> str:
    """The page in the other languages of guests."""
    links = "".join(
        f'<a href="?langue={key}" lang="{key}">{escape(name)}</a>'
        for key, name in GUESTS.items()
        if key != language()
    )
    return f"<nav>{links}</nav>"


def card_body(
    code: str, chapters: Iterable[tuple[str, Sequence[Choice]]], seats: int
) -> str:
    """The card with a quantity for each dish."""
    found = "".join(
        f"<section><h2>{escape(name)}</h2>{''.join(map(_dish, choices))}</section>"
        for name, choices in chapters
    )
    places = "".join(f"<option value={n}>{n}</option>" for n in range(1, seats + 1))
    whose = (
        f"<label for=seat>{escape(tr('Votre place'))}</label>"
        f"<select id=seat name=seat><option value=0>{escape(tr('Toute la table'))}"
        f"</option>{places}</select>"
        if seats
        else ""
    )
    return (
        f"<form method=post>{_hidden('code', code)}{_hidden('step', 'review')}"
        f"{_language()}{found}{whose}<label for=note>"
        f"{escape(tr('Un mot pour la cuisine'))}</label>"
        f"<input id=note name=note type=text maxlength=100>"
        f"<button>{escape(tr('Voir ma commande'))}</button></form>"
    )


def review_body(
    fields: Mapping[str, Sequence[str]],
    lines: Iterable[tuple[str, str, int]],
    total: int,
    wrong: str = "",
    *,
    once: str = "",
    pays: bool = False,
) -> str:
    """What was chosen, (words, choices, cents), to be sent or changed.

    Args:
        pays: it is paid as it is sent.
        once: goes with what is sent, so that a tap that comes twice is one order.
    """
    kept = "".join(
        _hidden(name, value)
        for name, values in fields.items()
        for value in values
        if name not in ("step", "once")
    )
    rows = "".join(
        f"<fieldset><legend>{escape(words)}<b>{escape(price(cents))}</b></legend>"
        f"<small class=clear>{escape(choices)}</small></fieldset>"
        for words, choices, cents in lines
    )
    told = f'<p class="wrong" role="alert">{escape(wrong)}</p>' if wrong else ""
    code = next(iter(fields.get("code", [])), "")
    go = tr("Payer") if pays else tr("Envoyer")
    send = (
        f"<form method=post>{kept}{_hidden('once', once)}"
        f"{_hidden('step', 'send')}"
        f"<button>{escape(go)} · {escape(price(total))}</button></form>"
    )
    return (
        f"<h2>{escape(tr('Votre commande'))}</h2>{told}{rows}"
        f"{send if rows and not wrong else ''}<form method=post>{_hidden('code', code)}"
        f"{_language()}<button class=quiet>{escape(tr('Recommencer'))}</button></form>"
    )


def done_body(code: str, *, sent: bool) -> str:
    """The order is in."""
    words = (
        tr("C'est parti en cuisine.")
        if sent
        else tr("C'est noté : votre serveur l'envoie en cuisine.")
    )
    return (
        f"<h2>{escape(tr('Merci'))}</h2><p>{escape(words)}</p><form method=post>"
        f"{_hidden('code', code)}{_language()}"
        f"<button class=quiet>{escape(tr('Commander autre chose'))}</button></form>"
    )


def _dish(choice: Choice) -> str:
    asked = "".join(map(_question, choice.questions))
    field = escape(f"q.{choice.id}")
    count = (
        f'<label class=count for="{field}">{escape(tr("Combien ?"))}'
        f'<input id="{field}" name="{field}" type=number min=0 max=20 '
        f"step=1 inputmode=numeric value=0></label>"
    )
    if asked:  # folded, so that the card stays short
        words = escape(tr("Choisir"))
        count = f"<details><summary>{words}</summary>{asked}{count}</details>"
    return (
        f"<fieldset><legend>{escape(choice.name)}<b>{escape(choice.price)}</b></legend>"
        f"<small class=clear>{escape(choice.held)}</small>{count}</fieldset>"
    )


def _question(question: Question) -> str:
    one = question.most == 1 and question.least == 1
    kind, name = ("radio" if one else "checkbox"), question.field
    options = "".join(
        f'<label><input type={kind} name="{escape(name)}" value="{escape(key)}">'
        f" {escape(words)} <small>{escape(more)}</small></label>"
        for key, words, more in question.options
    )
    return f"<p class=note>{escape(question.name)}</p>{options}"


def _hidden(name: str, value: str) -> str:
    return f'<input type=hidden name="{escape(name)}" value="{escape(value)}">'


def _language() -> str:
    return _hidden("langue", language())
