"""The card with its allergens as one page for a telephone: whole in itself, without a
script, a cookie or a word about anybody.

Source: `fiscal.md` K-01.
"""

from collections.abc import Iterator
from html import escape

from app.domain.environment import Mark
from app.reports.menu import Chapter, Dish, Menu, allergen_word
from app.reports.tokens import LINE, ON, ON_VAR, PRIMARY, SURFACE
from resources.texts import GUESTS, language, short_date, tr

_STYLE = f"""
*{{box-sizing:border-box}}
body{{margin:0 auto;max-width:44rem;padding:1.5rem 1rem 3rem;color:{ON};background:#fff;
font:1rem/1.45 system-ui,sans-serif}}
h1{{margin:0;font-size:1.7rem}}
h2{{margin:2.2rem 0 .4rem;font-size:1.2rem;color:{PRIMARY}}}
h1::after,h2::after{{content:"";display:block;width:2rem;height:.25rem;margin:.35rem 0 0;
border-radius:.2rem;background:{PRIMARY}}}
ul{{list-style:none;margin:0;padding:0}}
li{{display:grid;grid-template-columns:1fr auto;gap:0 1rem;padding:.6rem 0;
border-bottom:1px solid {LINE}}}
b{{font-variant-numeric:tabular-nums;white-space:nowrap}}
small,footer,.note{{color:{ON_VAR};font-size:.875rem}}
small{{grid-column:1/-1}}
nav{{display:flex;flex-wrap:wrap;gap:.25rem 1rem;margin:0 0 1rem}}
nav a{{padding:.75rem 0;color:{PRIMARY}}}
.mark{{padding:.5rem .75rem;background:{SURFACE};font-weight:600}}
footer{{margin-top:2.5rem}}
"""


def menu_html(
    menu: Menu, house: str, mark: Mark | None = None, *, languages: bool = False
) -> str:
    """The page, in the language in force.

    Args:
        languages: a guest may ask for it in another one.
    """
    name = escape(house)
    warned = f'<p class="mark">{escape(mark.paper)}</p>' if mark else ""
    body = "".join(_chapter(chapter) for chapter in menu.chapters)
    told = tr("La carte et ses allergènes, au {day}", day=short_date(menu.day))
    asked = tr("« non renseigné » ne veut pas dire « sans » : demandez-nous.")
    return (
        f'<!doctype html><html lang="{language()}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{name}</title><style>{_STYLE}</style></head><body>{warned}"
        f"{_languages() if languages else ''}"
        f"<header><h1>{name}</h1><p class=note>{escape(told)}<br>"
        f"{escape(menu.included)}</p></header><main>{body}</main>"
        f"<footer><p>{escape(asked)}</p></footer></body></html>\n"
    )


def _languages() -> str:
    """The others, each by its own name."""
    links = (
        f'<a href="?langue={key}" lang="{key}" hreflang="{key}">{escape(name)}</a>'
        for key, name in GUESTS.items()
        if key != language()
    )
    return f"<nav>{''.join(links)}</nav>"


def _chapter(chapter: Chapter) -> str:
    note = f"<p class=note>{escape(chapter.note)}</p>" if chapter.note else ""
    plain = bool(
        chapter.note
    )  # what is in them stands where they have their usual price
    dishes = "".join(_dish(dish, plain=plain) for dish in chapter.dishes)
    name = escape(chapter.name)
    return f"<section><h2>{name}</h2>{note}<ul>{dishes}</ul></section>"


def _dish(dish: Dish, *, plain: bool) -> str:
    held = () if plain else _held(dish)
    words = " · ".join(filter(None, (dish.origin_text, *held)))
    small = f"<small>{escape(words)}</small>" if words else ""
    return (
        f"<li><span>{escape(dish.name)}</span><b>{escape(dish.price_text)}</b>"
        f"{small}</li>"
    )


def _held(dish: Dish) -> Iterator[str]:
    """What is in a dish, in words."""
    if dish.steps:
        yield ", ".join(dish.steps)
        return
    if not dish.said:
        yield tr("Allergènes : non renseigné")
        return
    if not dish.held and not dish.traces:
        yield tr("Aucun des 14 allergènes")
        return
    if dish.held:
        yield tr("Contient : {names}", names=_names(dish.held))
    if dish.traces:
        yield tr("Traces possibles : {names}", names=_names(dish.traces))


def _names(keys: tuple[str, ...]) -> str:
    return ", ".join(map(allergen_word, keys))
