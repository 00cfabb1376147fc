"""Which orders are ready, as a page for any screen with a browser: it asks again by itself,
whole in itself, without a script, a cookie or anybody's name."""

from collections.abc import Sequence
from html import escape

from app.domain.environment import Mark
from app.reports.tokens import LINE, ON, ON_VAR, PRIMARY, SURFACE
from resources.texts import language, speaking, tr

AGAIN_S = 5
"""Seconds after which a browser asks again."""
_STYLE = f"""
*{{box-sizing:border-box}}
body{{margin:0;min-height:100vh;display:grid;grid-template-rows:auto 1fr auto;color:{ON};
background:#fff;font:1rem/1.3 system-ui,sans-serif}}
main{{display:grid;grid-template-columns:2fr 3fr}}
section{{padding:3vh 3vw}}
section:first-child{{background:{SURFACE};border-right:1px solid {LINE}}}
h1{{margin:0 0 3vh;font-size:5vh}}
h1 small{{display:block;font-size:3vh;font-weight:500;color:{ON_VAR}}}
ol{{list-style:none;margin:0;padding:0;display:flex;flex-wrap:wrap;gap:2vh}}
li{{padding:1vh 3vh;border:1px solid {LINE};border-radius:1.5vh;background:#fff;
font-size:7vh;font-weight:700;font-variant-numeric:tabular-nums}}
.ready li{{border-color:{PRIMARY};background:{PRIMARY};color:#fff;font-size:11vh}}
.mark{{margin:0;padding:1vh 3vw;background:{SURFACE};font-weight:600}}
footer{{padding:1vh 3vw;color:{ON_VAR};text-align:right}}
"""


def pickup_html(
    preparing: Sequence[str], ready: Sequence[str], house: str, mark: Mark | None = None
) -> str:
    """The page, in the language in force with a second one beside it."""
    name = escape(house)
    warned = f'<p class="mark">{escape(mark.paper)}</p>' if mark else "<i></i>"
    return (
        f'<!doctype html><html lang="{language()}"><head><meta charset="utf-8">'
        f'<meta http-equiv="refresh" content="{AGAIN_S}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{name}</title><style>{_STYLE}</style></head><body>{warned}<main>"
        f"{_numbers('En préparation', preparing, '')}"
        f"{_numbers('Prêt', ready, 'ready')}"
        f"</main><footer>{name}</footer></body></html>\n"
    )


def _numbers(title: str, numbers: Sequence[str], kind: str) -> str:
    here, other = in_two_languages(title)
    shown = "".join(f"<li>{escape(number)}</li>" for number in numbers)
    return (
        f'<section class="{kind}"><h1>{escape(here)} <small>{escape(other)}</small>'
        f"</h1><ol>{shown}</ol></section>"
    )


def in_two_languages(source: str) -> tuple[str, str]:
    """A text in the language in force, and in one that more guests read."""
    with speaking("en" if language() == "fr" else "fr"):
        other = tr(source)
    return tr(source), other
