"""The bill of a table on a guest's telephone: what they had, which part they pay, and what
became of it. `app/hub/table_bill.py` fills it in.

A short script asks for the page anew while it is open, so that everybody at the table sees
what the others take; without it the same page works by its buttons.
"""

import hashlib
from base64 import b64encode
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from typing import Final

from app.reports.tokens import LINE, ON, ON_VAR, PRIMARY, SURFACE, TONAL
from resources.texts import language, price, tr

STYLE: Final = f"""<style>
body{{padding-bottom:11rem}}
[hidden]{{display:none}}
.modes{{display:grid;grid-template-columns:1fr 1fr;gap:.5rem;margin:1rem 0}}
.modes label,.tips label{{position:relative;display:flex;align-items:center;
justify-content:center;min-height:52px;padding:.4rem;border:1px solid {LINE};
border-radius:.7rem;text-align:center;line-height:1.2}}
.modes input,.tips input[type=radio]{{position:absolute;opacity:0;width:100%;height:100%;
margin:0}}
.modes label:has(:checked),.tips label:has(:checked){{border-color:{PRIMARY};
background:{TONAL};color:{PRIMARY};font-weight:600}}
.modes label:has(:focus-visible),.tips label:has(:focus-visible){{
outline:3px solid {PRIMARY};outline-offset:2px}}
.modes label:has(:disabled){{color:{ON_VAR};background:{SURFACE}}}
.row{{display:grid;grid-template-columns:1fr auto;gap:.1rem .8rem;align-items:center;
min-height:64px;padding:.5rem 0;border-bottom:1px solid {LINE}}}
.row b{{font-variant-numeric:tabular-nums;font-weight:600;justify-self:end}}
.row select{{width:auto;min-width:5.2rem;min-height:48px;justify-self:end;
background:#fff;color:{ON}}}
.row.gone{{color:{ON_VAR}}}
.row small{{display:block}}
.tips{{display:grid;grid-template-columns:repeat(4,1fr);gap:.5rem}}
.sums{{margin:1rem 0;padding:.3rem .9rem;background:{SURFACE};border-radius:.7rem}}
.sums p{{display:flex;justify-content:space-between;margin:.5rem 0;gap:1rem}}
.sums b{{font-variant-numeric:tabular-nums;white-space:nowrap}}
.bar{{position:fixed;left:0;right:0;bottom:0;padding:.6rem 1rem 1rem;background:#fff;
border-top:1px solid {LINE}}}
.bar>*{{max-width:42rem;margin-left:auto;margin-right:auto}}
.bar p{{display:flex;justify-content:space-between;margin:0 auto;color:{ON_VAR}}}
.bar button{{margin-top:.5rem}}
button:disabled{{background:{LINE};color:{ON_VAR}}}
button:focus-visible,a:focus-visible,select:focus-visible,input:focus-visible{{
outline:3px solid {PRIMARY};outline-offset:2px}}
a.go{{display:block;min-height:56px;padding:1rem;margin:1.2rem 0;border-radius:.8rem;
background:{PRIMARY};color:#fff;font:600 1.1rem system-ui;text-align:center;
text-decoration:none}}
.big{{font-size:2rem;font-weight:700;margin:.5rem 0;font-variant-numeric:tabular-nums}}
h3{{margin:1.4rem 0 .5rem;font-size:1rem}}
</style>"""
SCRIPT: Final = """
let held=0,soon=0;
const fields=f=>new URLSearchParams(new FormData(f)).toString();
const look=async()=>{const f=document.querySelector("form[data-live]");
if(!f||held||document.hidden)return;
const sent=fields(f);
try{const r=await fetch(location.pathname,{method:"POST",
headers:{"Content-Type":"application/x-www-form-urlencoded"},body:sent});
if(!r.ok)return;
const page=new DOMParser().parseFromString(await r.text(),"text/html");
const now=document.querySelector("form[data-live]"),a=document.activeElement;
if(held||!now||fields(now)!==sent)return;
const typing=a&&/^(text|email)$/.test(a.type);
for(const part of typing?[".sums",".bar"]:["main"]){
const old=document.querySelector(part),fresh=page.querySelector(part);
if(!old||!fresh||old.innerHTML===fresh.innerHTML)continue;
const name=a&&a.name,value=a&&a.value,y=scrollY;
old.replaceWith(document.importNode(fresh,true));scrollTo(0,y);
if(name&&!typing)for(const e of document.getElementsByName(name))
if(e.type!=="radio"||e.value===value)e.focus({preventScroll:true});}
}catch{}};
addEventListener("change",look);
addEventListener("input",e=>{if(e.target.type==="text"){clearTimeout(soon);
soon=setTimeout(look,400)}});
addEventListener("pointerdown",()=>{held=1});
for(const e of ["pointerup","pointercancel"])addEventListener(e,()=>{held=0});
setInterval(look,4000);
"""
"""Nothing is swapped under a finger; while somebody types, only the sums are."""
_HASH: Final = b64encode(hashlib.sha256(SCRIPT.encode()).digest()).decode()
POLICY: Final = f"script-src 'sha256-{_HASH}'; connect-src 'self'; "
"""What a page with the script adds to its content security policy."""


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the bill.

    Attributes:
        options: (value, words) of how much of it may be taken; none when nothing may.
        chosen: the value that is taken.
        note: what was chosen of a dish, or why it cannot be taken.
    """

    field: str
    name: str
    price: str
    options: tuple[tuple[str, str], ...] = ()
    chosen: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Mode:
    """A way to share: its value, words, and whether it is possible now."""

    key: str
    words: str
    possible: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class BillView:
    """The bill, as one telephone sees it.

    Attributes:
        kept: fields that go along: code, language, telephone, part.
        paid: cents that are paid; elsewhere: that others are paying by telephone.
        left: cents that nobody pays yet.
        modes, mode: ways to share, and the one that is chosen.
        parts, most: how many share equally, of at most so many.
        amount: as it was typed.
        tip, tip_typed: key of the tip that is chosen, and what was typed.
        cents, tip_cents: what this telephone would pay.
        online: it pays on a page; else at the till.
        mail: the address for the receipt as typed; None where none can go out.
        told: cents that it said it will pay at the till, 0 for none.
        wrong: why not, "" for nothing.
        orders: guests may order here too.
    """

    kept: tuple[tuple[str, str], ...]
    rows: tuple[Row, ...]
    paid: int
    elsewhere: int
    left: int
    modes: tuple[Mode, ...]
    mode: str
    parts: int
    most: int
    amount: str
    tip: str
    tip_typed: str
    cents: int
    tip_cents: int
    online: bool
    mail: str | None
    told: int = 0
    wrong: str = ""
    orders: bool = False


def bill_body(view: BillView) -> str:
    """What there is to pay, and the choice of a part."""
    if view.left <= 0 and not view.told:
        return f"{STYLE}<main>{_nothing_left(view)}</main>"
    chosen = "".join(
        (
            _modes(view),
            _rows(view) if view.mode == "items" else _list(view.rows),
            _how_much(view),
            _tips(view),
            _mail(view),
        )
    )
    told = (
        f'<p class="wrong" role="alert">{escape(view.wrong)}</p>' if view.wrong else ""
    )
    return (
        f"{STYLE}<main>{_told(view)}{_sums(view)}{told}"
        f"<form method=post data-live>{_fields(view)}"
        f"<button name=step value=bill hidden></button>{_hidden('step', 'bill')}"
        f"{chosen}{_bar(view)}</form>{_others(view)}</main>"
        f"<script>{SCRIPT}</script>"
    )


def page_body(price_text: str, provider: str, url: str) -> str:
    """On the way to the provider's page."""
    words = tr("Payer {price} sur la page de {provider}")
    return (
        f'{STYLE}<meta http-equiv="refresh" content="1;url={escape(url)}">'
        f"<h2>{escape(tr('On vous emmène payer…'))}</h2>"
        f"<p>{escape(tr('Votre part vous est réservée 10 minutes.'))}</p>"
        f'<a class=go href="{escape(url)}" rel=noreferrer>'
        f"{escape(words.format(price=price_text, provider=provider))}</a>"
    )


def outcome_body(
    title: str,
    lines: Iterable[str],
    *,
    amount: str = "",
    link: tuple[str, str] | None = None,
    forms: Iterable[tuple[str, Sequence[tuple[str, str]]]] = (),
    again_s: int = 0,
) -> str:
    """What became of a part.

    Args:
        link: (words, address) to go on paying.
        forms: (words, fields) of buttons.
        again_s: seconds after which the page is asked for anew, 0 for never.
    """
    refresh = f'<meta http-equiv="refresh" content="{again_s}">' if again_s else ""
    figure = f"<p class=big>{escape(amount)}</p>" if amount else ""
    said = "".join(f"<p>{escape(line)}</p>" for line in lines if line)
    go = (
        f'<a class=go href="{escape(link[1])}" rel=noreferrer>{escape(link[0])}</a>'
        if link
        else ""
    )
    buttons = "".join(
        f"<form method=post>{''.join(_hidden(*field) for field in fields)}"
        f"<button class=quiet>{escape(words)}</button></form>"
        for words, fields in forms
    )
    return (
        f"{STYLE}{refresh}<main role=status><h2>{escape(title)}</h2>{figure}{said}"
        f"{go}{buttons}</main>"
    )


def bill_button(code: str, left: int) -> str:
    """From the card to the bill."""
    fields = (("code", code), ("step", "bill"), ("langue", language()))
    words = " · ".join((tr("L'addition"), price(left)))
    return (
        f"<form method=post>{''.join(_hidden(*field) for field in fields)}"
        f"<button class=quiet>{escape(words)}</button></form>"
    )


def _nothing_left(view: BillView) -> str:
    title = tr("Tout est payé") if not view.elsewhere else tr("Tout est pris")
    return f"<h2>{escape(title)}</h2>{_sums(view)}{_list(view.rows)}{_others(view)}"


def _told(view: BillView) -> str:
    if not view.told:
        return ""
    words = tr("C'est dit à la caisse : {price}. Payez au comptoir ou au serveur.")
    return f'<p class="mark" role=status>{escape(words.format(price=price(view.told)))}</p>'


def _sums(view: BillView) -> str:
    sums = (
        (tr("Déjà payé"), view.paid),
        (tr("En cours sur d'autres téléphones"), view.elsewhere),
        (tr("Reste à payer"), view.left),
    )
    shown = "".join(
        f"<p><span>{escape(words)}</span><b>{escape(price(cents))}</b></p>"
        for words, cents in sums
        if cents or words == sums[-1][0]
    )
    return f"<div class=sums>{shown}</div>"


def _modes(view: BillView) -> str:
    choices = "".join(
        f"<label><input type=radio name=mode value={escape(mode.key)}"
        f"{' checked' if mode.key == view.mode else ''}"
        f"{'' if mode.possible else ' disabled'}>{escape(mode.words)}</label>"
        for mode in view.modes
    )
    refresh = (
        f"<noscript><button class=quiet>{escape(tr('Actualiser'))}</button></noscript>"
    )
    return f"<div class=modes>{choices}</div>{refresh}"


def _rows(view: BillView) -> str:
    return "".join(_row(row) for row in view.rows)


def _row(row: Row) -> str:
    field = escape(row.field)
    small = f"<small>{escape(row.note)}</small>" if row.note else ""
    if not row.options:
        return (
            f'<div class="row gone"><span>{escape(row.name)}{small}</span>'
            f"<b>{escape(row.price)}</b></div>"
        )
    options = "".join(
        f'<option value="{escape(value)}"{" selected" if value == row.chosen else ""}>'
        f"{escape(words)}</option>"
        for value, words in (("", "–"), *row.options)
    )
    return (
        f'<label class=row for="{field}"><span>{escape(row.name)} '
        f"<small>{escape(row.price)}{' · ' if row.note else ''}{escape(row.note)}</small>"
        f'</span><select id="{field}" name="{field}">{options}</select></label>'
    )


def _list(rows: Iterable[Row]) -> str:
    """The lines to be read, folded away."""
    shown = "".join(
        f"<div class=row><span>{escape(row.name)}</span><b>{escape(row.price)}</b></div>"
        for row in rows
    )
    words = escape(tr("Le détail"))
    return f"<details><summary>{words}</summary>{shown}</details>" if shown else ""


def _how_much(view: BillView) -> str:
    if view.mode == "equal":
        options = "".join(
            f"<option value={n}{' selected' if n == view.parts else ''}>{n}</option>"
            for n in range(2, view.most + 1)
        )
        words = escape(tr("Nous sommes à partager"))
        return (
            f"<label class=row for=parts><span>{words}</span>"
            f"<select id=parts name=parts>{options}</select></label>"
        )
    if view.mode == "amount":
        words = escape(tr("Je paie"))
        return (
            f"<label for=amount>{words}</label><input id=amount name=amount type=text "
            f'inputmode=decimal maxlength=9 autocomplete=off value="{escape(view.amount)}">'
        )
    return ""


def _tips(view: BillView) -> str:
    if not view.online and not view.cents:
        return ""
    choices = (("", tr("Non merci")), ("5", "5 %"), ("10", "10 %"), ("x", tr("Autre")))
    radios = "".join(
        f'<label><input type=radio name=tip value="{key}"'
        f"{' checked' if key == view.tip else ''}>{escape(words)}</label>"
        for key, words in choices
    )
    typed = (
        f"<label for=tip_typed>{escape(tr('Votre pourboire'))}</label>"
        "<input id=tip_typed name=tip_typed type=text inputmode=decimal maxlength=7 "
        f'autocomplete=off value="{escape(view.tip_typed)}">'
        if view.tip == "x"
        else ""
    )
    title = escape(tr("Un pourboire ?"))
    return f"<h3>{title}</h3><div class=tips>{radios}</div>{typed}"


def _mail(view: BillView) -> str:
    if view.mail is None:
        return ""
    words = escape(tr("Votre ticket par e-mail (facultatif)"))
    return (
        f"<h3><label for=mail>{words}</label></h3><input id=mail name=mail type=email "
        f'inputmode=email maxlength=200 autocomplete=email value="{escape(view.mail)}">'
    )


def _bar(view: BillView) -> str:
    words = tr("Payer") if view.online else tr("Dire à la caisse")
    whole = view.cents + view.tip_cents
    off = "" if view.cents > 0 else " disabled"
    beside = (
        tr("dont pourboire {price}", price=price(view.tip_cents))
        if view.tip_cents
        else tr("Votre part")
    )
    return (
        f"<div class=bar><p><span>{escape(beside)}</span></p>"
        f"<button name=step value=pay{off}>{escape(words)} · {escape(price(whole))}"
        f"</button></div>"
    )


def _others(view: BillView) -> str:
    if not view.orders:
        return ""
    kept = tuple(f for f in view.kept if f[0] in ("code", "langue"))
    fields = "".join(_hidden(*field) for field in kept)
    words = escape(tr("Commander autre chose"))
    return f"<form method=post>{fields}<button class=quiet>{words}</button></form>"


def _fields(view: BillView) -> str:
    return "".join(_hidden(*field) for field in view.kept)


def _hidden(name: str, value: str) -> str:
    return f'<input type=hidden name="{escape(name)}" value="{escape(value)}">'
