"""X and Z on 80 mm paper: the same figures as the PDF, in the till roll's words."""

from collections.abc import Iterable
from datetime import date, datetime

from app.domain.money import rhu
from app.domain.payments.decide import METHODS
from app.domain.settings import Settings
from app.domain.till.events import ADDED, DayClosed, PeriodClosed, TillReported
from app.domain.vocabulary import Meta
from app.domain.wire import series_of
from app.fiscal.beside import beside_lines, deposit_vat, site_figures
from app.fiscal.closing import sums_of
from app.fiscal.core import UNATTESTED_WORDS, core
from app.projections.queries import Sums
from app.reports.z_currencies import currency_lines
from app.reports.z_terminals import terminal_lines
from hardware.printers.document import (
    QR,
    Block,
    Cell,
    Columns,
    Cut,
    Document,
    Rule,
    Text,
    row,
)
from resources.texts import amount, percent, short_date

DASHED = Rule("dashed")
_CASH = {
    "float": "Fond de caisse",
    "sales": "Ventes en espèces",
    "refunds": "Remboursements",
    "in": "Entrées",
    "out": "Sorties",
    "foreign": "Rendu sur devises",
    "expected": "Attendu",
    "counted": "Compté",
    "difference": "Écart",
}
_CONTROLS = {
    "discount": "Remises",
    "comp": "Offerts",
    "void": "Annulations après envoi",
    "order_cancelled": "Commandes abandonnées",
    "addition": "Additions imprimées",
    "addition_unpaid": "Additions sans ticket",
    "duplicate": "Duplicatas",
    "drawer_opened": "Tiroir sans vente",
    "refund_freely": "Remb. sans ticket",
    "payment_corrected": "Règlements corrigés",
    "payment_unknown": "Cartes sans réponse",
    "integrity": "Défauts d'intégrité",
    "unsigned": "Documents hors signature",
    "rollback": "Retours à une copie",
    "breach": "Ruptures d'intégrité",
    "restored": "Restaurations",
    "clock": "Reculs de l'horloge",
    "clock_forward": "Sauts de l'horloge",
    "clock_drift": "Horloges en désaccord",
    "degraded": "Passages en mode dégradé",
    "training": "Tickets d'école",
    "verified": "Vérifications réussies",
    "witness_unreachable": "Témoin de fin illisible",
}


_TITLES = {
    "X": "LECTURE DE CAISSE",
    "Z": "CLÔTURE DE LA JOURNÉE",
    "ZM": "CLÔTURE DU MOIS",
    "ZY": "CLÔTURE DE L'EXERCICE",
    "E": "CLÔTURE DE LA JOURNÉE",
    "EM": "CLÔTURE DU MOIS",
    "EY": "CLÔTURE DE L'EXERCICE",
}
_SPANS = {"T": "Tickets", "N": "Additions", "D": "Duplicatas", "M": "Caisse"}


def report_paper(
    event: DayClosed | PeriodClosed | TillReported,
    meta: Meta,
    who: str,
    settings: Settings,
    *,
    breaches: Iterable[str] = (),
) -> Document:
    """An X or a closing; only a closing has a number, perpetual totals, a journal head.

    Args:
        breaches: entries of the chain that were found altered, "40-41".
    """
    sums = sums_of(event.figures)
    moment = datetime.fromisoformat(meta.ts)
    series = "X" if isinstance(event, TillReported) else series_of(type(event))
    title = (
        series if isinstance(event, TillReported) else f"{series} {event.number:04d}"
    )
    where = "Établissement" if series.startswith("E") else f"Caisse {_till(event.till)}"
    blocks: list[Block] = [
        Text(
            settings.text("house.name").upper(), size="title", bold=True, align="center"
        ),
        Text(
            _TITLES[series],
            bold=True,
            align="center",
        ),
        Rule(),
        row(title, _days(event, meta), bold=True),
        row(f"{where} · {who}", f"{moment:%d/%m/%Y %H:%M}"),
        DASHED,
        *_turnover(sums),
        DASHED,
        *_vat(sums),
        DASHED,
        *_tenders(sums),
        *_terminals(sums, settings, of_one=series in ("X", "Z")),
        DASHED,
        *_cash(sums),
        *_currencies(sums, of_one=series in ("X", "Z")),
        *_controls(sums),
        *(Text(f"Altéré : n° {place} du journal", bold=True) for place in breaches),
    ]
    if isinstance(event, PeriodClosed):
        blocks += _parts(event)
    if not isinstance(event, TillReported):
        blocks += _seal(event, meta)
    return Document("report", (*blocks, Cut()), title)


def _turnover(sums: Sums) -> Iterable[Block]:
    sales = sums.get(("document", "sale", "ttc"), 0)
    refunds = sums.get(("document", "refund", "ttc"), 0)
    yield row("Ventes TTC", _cents(sales))
    if refunds:
        yield row("Remboursements", _cents(refunds))
    yield Columns(
        (
            Cell("TOTAL NET", size="label", bold=True),
            Cell(
                f"{_cents(sales + refunds)} €", align="right", size="total", bold=True
            ),
        )
    )
    tickets = sums.get(("document", "sale", "count"), 0)
    articles = sums.get(("document", "articles", "count"), 0)
    yield row(f"{tickets} tickets", f"{articles} articles")
    lines = sums.get(("document", "lines", "count"), 0)
    covers = sums.get(("document", "covers", "count"), 0)
    yield row(f"{lines} lignes", f"{covers} couverts")
    if tickets:
        yield row("Moyenne par ticket", _cents(rhu(sales, tickets)))


def _vat(sums: Sums) -> Iterable[Block]:
    yield _vat_line("TVA", "HT", "TVA", "TTC")
    rates = sorted({int(item) for family, item, _ in sums if family == "vat_rate"})
    for rate in rates:
        key = str(rate)
        yield _vat_line(
            percent(rate, lang="fr"),
            *(
                _cents(sums.get(("vat_rate", key, measure), 0))
                for measure in ("ht", "tva", "ttc")
            ),
        )
    for nature, name in (("GOODS", "Biens HT"), ("SERVICE", "Services HT")):
        nets = [sums.get(("vat", f"{rate}.{nature}", "ht"), 0) for rate in rates]
        if any(nets):
            yield row(name, _cents(sum(nets)))


def _vat_line(rate: str, ht: str, tva: str, ttc: str) -> Columns:
    return Columns(
        (
            Cell(rate),
            Cell(ht, width=12, align="right"),
            Cell(tva, width=11, align="right"),
            Cell(ttc, width=12, align="right"),
        )
    )


def _tenders(sums: Sums) -> Iterable[Block]:
    for method, name in METHODS.items():
        count = sums.get(("tender", method, "count"), 0)
        if count:
            value = sums.get(("tender", method, "amount"), 0)
            yield row(f"{name} · {count}", _cents(value))
    for method, name in METHODS.items():
        told = sums.get(("tender", method, "told"), 0)
        off = sums.get(("tender", method, "off"), 0)
        if told or off:  # a figure of 0 is not kept
            yield row(f"Relevé · {name}", _cents(told))
        if off:
            yield row("Écart", _cents(off), bold=True)
    tips = sum(v for (f, _, m), v in sums.items() if f == "tender" and m == "tip")
    if tips:
        yield row("Pourboires (hors chiffre)", _cents(tips))
    for name, cents in beside_lines(sums):
        yield row(name, _cents(cents))
    for site, cents, _ in site_figures(sums):
        yield row(f"Dû par {site} (bons)", _cents(cents))
    for rate, _, _, tva in deposit_vat(sums):
        yield row(f"TVA des acomptes {percent(rate, lang='fr')}", _cents(tva))


def _terminals(sums: Sums, settings: Settings, *, of_one: bool) -> Iterable[Block]:
    """What each card terminal took here, and what it says itself of all tills."""
    names = {device.id: device.name for device in settings.devices.values()}
    for line in terminal_lines(sums, names, of_one=of_one):
        if line.count:
            yield row(f"Cartes · {line.name} · {line.count}", _cents(line.amount))
        if line.everywhere not in {None, line.amount}:
            yield row(f"Toutes les caisses · {line.name}", _cents(line.everywhere))
        if line.told is not None:
            yield row(f"Relevé · {line.name}", _cents(line.told))
        if line.off:
            yield row("Écart", _cents(line.off), bold=True)


def _cash(sums: Sums) -> Iterable[Block]:
    found = {item for family, item, _ in sums if family == "cash"}
    if "difference" in found:  # a figure of 0 is not kept: it was counted, and empty
        found.add("counted")
    for item, name in _CASH.items():
        if item in found:
            cents = sums.get(("cash", item, "amount"), 0)
            yield row(name, _cents(cents), bold=item == "difference")


def _currencies(sums: Sums, *, of_one: bool) -> Iterable[Block]:
    lines = currency_lines(sums, of_one=of_one)
    if lines:
        yield DASHED
    for line in lines:
        yield row(f"{line.of} · {line.name}", f"{_cents(line.value)} {line.unit}")


def _controls(sums: Sums) -> Iterable[Block]:
    counted = [
        (name, sums[key], sums.get(("control", item, "amount"), 0))
        for item, name in _CONTROLS.items()
        for key in [("control", item, "count")]
        if key in sums
    ]
    if counted:
        yield DASHED
    for name, count, value in counted:
        yield row(f"{name} · {count}", _cents(value) if value else "")


def _parts(event: PeriodClosed) -> Iterable[Block]:
    yield DASHED
    if event.complement:
        yield Text(f"COMPLÉMENT {event.complement} DE LA PÉRIODE", bold=True)
    yield row("Clôtures additionnées", str(len(event.parts)))
    series = ADDED[type(event)]
    for part in event.parts:
        day = short_date(date.fromisoformat(part.day))
        yield row(f"{series} {part.chain}-{part.number} · {day}", _cents(part.net))
    for chain in event.absent:
        yield row(f"Caisse {_till(chain)}", "pas encore clôturée", bold=True)


def _seal(event: DayClosed | PeriodClosed, meta: Meta) -> Iterable[Block]:
    yield Rule()
    if event.extent:
        extent = event.extent
        yield row("Journal", f"{extent.first} – {extent.last}")
        for span in extent.series:
            if span.series in _SPANS:
                numbers = f"{span.first:06d} – {span.last:06d}"
                yield row(_SPANS[span.series], numbers)
    elif isinstance(event, DayClosed) and event.last:
        yield row("Tickets", f"{event.first:06d} – {event.last:06d}")
    if isinstance(event, PeriodClosed):
        yield row("Perpétuel au début", _cents(event.start_net))
        yield row("Absolu au début", _cents(event.start_abs))
    else:
        yield row("Total du mois", _cents(event.totals.month))
    yield row("Total de l'exercice", _cents(event.totals.year))
    yield row("Total perpétuel", _cents(event.totals.perpetual_net))
    yield row("Total absolu", _cents(event.totals.perpetual_abs))
    seen = event.extent.software if event.extent else ()
    for name in dict.fromkeys((*seen, meta.sw)):
        yield Text(name)
    if not core().attests(meta.sw):
        yield Text(UNATTESTED_WORDS)
    yield row("Signature", meta.extract or "hors signature")
    yield Text("Empreinte du journal, à garder avec les livres :", align="center")
    yield QR(f"sotto:{meta.chain}:{meta.order[2]}:{meta.hash}", module=4)


def _till(chain: str) -> str:
    return chain.lstrip("C")


def _days(event: DayClosed | PeriodClosed | TillReported, meta: Meta) -> str:
    first, last = meta.bday, meta.bday
    if isinstance(event, DayClosed):
        first = last = event.day
    elif isinstance(event, PeriodClosed):
        first, last = event.first_day, event.last_day
    elif event.since:
        first = event.since
    days = dict.fromkeys(short_date(date.fromisoformat(day)) for day in (first, last))
    return " – ".join(days)


def _cents(cents: int) -> str:
    return amount(cents, lang="fr").replace("−", "-")
