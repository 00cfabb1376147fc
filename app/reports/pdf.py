"""The X and the Z as PDF: two A4 pages in the look of the house.

What stands where; how it is drawn is `sections.py` and `ink.py`. Figures by person are
left out unless asked for: the Z that is shown around is public.
"""

from collections.abc import Iterable, Iterator, Sequence

from app.domain.money import decimal_text
from app.reports.ink import WIDTH, Ink
from app.reports.layout import INNER, MARGIN, Band, lay_out
from app.reports.letterhead import headline, letterhead
from app.reports.sections import (
    Bar,
    Bars,
    Column,
    KeyFigure,
    KeyFigures,
    Row,
    SealBox,
    Table,
)
from app.reports.tokens import ON_VAR, SEMI_BOLD
from app.reports.words import (
    SERIES,
    beside_words,
    circumstances_of,
    days_of,
    documents_of,
    name_of,
    period_of,
    title_of,
)
from app.reports.z_beside import BesideLine
from app.reports.z_currencies import CurrencyLine
from app.reports.z_report import (
    CashBlock,
    CategoryLine,
    ControlLine,
    Heading,
    HourLine,
    OperatorLine,
    PartLine,
    RunningTotals,
    Seal,
    SpanLine,
    TenderLine,
    Turnover,
    VatLine,
    ZReport,
)
from app.reports.z_terminals import TerminalLine
from resources.texts import (
    amount,
    language,
    percent,
    price,
    short_date,
    tr,
    trn,
)

_TOP = 180.0
_MOST_ROWS = 22
"""Rows of a table before it goes on in another: what fits under the hours."""


def z_pdf(report: ZReport, *, with_people: bool = False) -> bytes:
    """The report as a PDF file, in the language in force.

    The same report gives the same bytes.

    Args:
        with_people: adds the figures of each operator (not for the public print).
    """
    heading = report.heading
    ink = Ink(f"{name_of(heading)} · {days_of(heading)}", heading.establishment.name)
    parts = [heading.establishment.name, name_of(heading), days_of(heading)]
    foot = " · ".join(parts + ([heading.mark.paper] if heading.mark else []))

    def before(ink: Ink) -> None:
        if heading.mark:
            ink.watermark(heading.mark.word)

    before(ink)
    _head(ink, heading)
    lay_out(ink, list(_bands(report, with_people)), top=_TOP, foot=foot, before=before)
    return ink.finished()


def _head(ink: Ink, heading: Heading) -> None:
    letterhead(ink, heading.establishment, name_of(heading), size=24)
    ink.text(
        WIDTH - MARGIN,
        76,
        title_of(heading),
        face=SEMI_BOLD,
        size=9,
        colour=ON_VAR,
        align="right",
    )
    headline(ink, period_of(heading), circumstances_of(heading))
    ink.text(MARGIN, 164, documents_of(heading), size=9, colour=ON_VAR, room=INNER)


def _bands(report: ZReport, with_people: bool) -> Iterator[Band]:
    yield [_key_figures(report.turnover)]
    yield [_vat(report)]
    cash = [_cash(report.cash)] if report.cash else []
    yield [_tenders(report.tenders), *cash]
    if report.terminals:
        yield [_terminals(report.terminals)]
    if report.currencies:
        yield [_currencies(report.currencies)]
    if report.beside:
        yield [_beside(report.beside)]
    if report.totals:
        yield [_totals(report.totals)]
    parts = [*_parts(report.parts)]
    for start in range(0, len(parts), 2):
        yield parts[start : start + 2]
    if report.seal:
        yield [_seal(report.seal)]
    if report.hours:
        yield [_hours(report.hours)]
    tables = [*_categories(report.categories)]
    yield [*tables[:1], _controls(report.controls)]
    if report.spans:
        yield [_spans(report.spans)]
    for start in range(1, len(tables), 2):
        yield tables[start : start + 2]
    if with_people:
        for start in range(0, len(report.operators), _MOST_ROWS):
            yield [_operators(report.operators[start : start + _MOST_ROWS])]


def _key_figures(turnover: Turnover) -> KeyFigures:
    return KeyFigures(
        figures=(
            KeyFigure(
                name=tr("Chiffre d'affaires net TTC"),
                value=price(turnover.net),
                note=tr(
                    "ventes {sales} · retours {returns}",
                    sales=amount(turnover.sales),
                    returns=amount(-turnover.returns),
                ),
            ),
            KeyFigure(
                name=tr("Tickets"),
                value=str(turnover.receipts),
                note=trn(turnover.refunds, "{n} remboursement", "{n} remboursements"),
            ),
            KeyFigure(
                name=tr("Moyenne par ticket"),
                value=price(turnover.average),
                note=" · ".join(
                    (
                        trn(turnover.lines, "{n} ligne", "{n} lignes"),
                        trn(turnover.articles, "{n} article", "{n} articles"),
                    )
                ),
            ),
            KeyFigure(
                name=tr("Couverts"),
                value=str(turnover.covers),
                note=tr("{amount} chacun", amount=amount(turnover.per_cover))
                if turnover.covers
                else "",
            ),
        )
    )


def _vat(report: ZReport) -> Table:
    rows = []
    for line in report.vat:
        natures = [nature for nature in report.natures if nature.rate == line.rate]
        rows.append(
            Row(
                cells=(
                    percent(line.rate),
                    *_split(natures),
                    amount(line.ht),
                    amount(line.tva),
                    amount(line.ttc),
                )
            )
        )
    rows.append(
        Row(
            cells=(
                tr("Total"),
                *_split(report.natures),
                amount(sum(line.ht for line in report.vat)),
                amount(sum(line.tva for line in report.vat)),
                amount(sum(line.ttc for line in report.vat)),
            ),
            loud=True,
        )
    )
    return Table(
        title=tr("Chiffre d'affaires et TVA"),
        columns=(
            Column(head=tr("Taux"), part=1, figures=False),
            Column(head=tr("Biens HT"), part=1.3),
            Column(head=tr("Services HT"), part=1.3),
            Column(head=tr("Total HT"), part=1.3),
            Column(head=tr("TVA"), part=1.1),
            Column(head=tr("TTC"), part=1.3),
        ),
        rows=rows,
    )


def _split(natures: Iterable[VatLine]) -> tuple[str, str]:
    """Nets of goods and of services."""
    sums = {"GOODS": 0, "SERVICE": 0}
    for line in natures:
        sums[line.nature] += line.ht
    return amount(sums["GOODS"]), amount(sums["SERVICE"])


def _tenders(tenders: Sequence[TenderLine]) -> Table:
    taken = sum(line.amount for line in tenders)
    whole = sum(max(0, line.amount) for line in tenders)
    rows = [
        Row(
            cells=(tr(line.name), str(line.count), amount(line.amount)),
            share=max(0, line.amount) / max(1, whole),
        )
        for line in tenders
    ]
    rows.append(
        Row(
            cells=(
                tr("Total"),
                str(sum(line.count for line in tenders)),
                amount(taken),
            ),
            loud=True,
        )
    )
    extras = (
        (tr("Pourboires (hors CA)"), sum(line.tip for line in tenders)),
        (tr("Excédents de titres"), sum(line.excess for line in tenders)),
    )
    rows += [Row(cells=(name, "", amount(cents))) for name, cents in extras if cents]
    for line in tenders:
        if line.told is not None:
            told = tr("Relevé · {name}", name=tr(line.name))
            rows.append(Row(cells=(told, "", amount(line.told))))
        if line.off:
            rows.append(Row(cells=(tr("Écart"), "", amount(line.off)), loud=True))
    return Table(
        title=tr("Encaissements"),
        columns=(
            Column(head=tr("Moyen de paiement"), part=2.6, figures=False),
            Column(head=tr("Nombre"), part=0.8),
            Column(head=tr("Montant"), part=1.2),
        ),
        rows=rows,
    )


def _terminals(terminals: Sequence[TerminalLine]) -> Table:
    def cell(cents: int | None) -> str:
        return "" if cents is None else amount(cents)

    return Table(
        title=tr("Cartes par terminal"),
        columns=(
            Column(head=tr("Terminal"), part=2.6, figures=False),
            Column(head=tr("Nombre"), part=0.8),
            Column(head=tr("Cette caisse"), part=1.1),
            Column(head=tr("Toutes les caisses"), part=1.3),
            Column(head=tr("Relevé du terminal"), part=1.4),
            Column(head=tr("Écart"), part=1.0),
        ),
        rows=[
            Row(
                cells=(
                    line.name,
                    str(line.count),
                    amount(line.amount),
                    cell(line.everywhere),
                    cell(line.told),
                    cell(line.off),
                ),
                loud=bool(line.off),
            )
            for line in terminals
        ],
    )


def _currencies(lines: Sequence[CurrencyLine]) -> Table:
    rows = [
        Row(
            cells=(
                f"{line.of} · {tr(line.name)}",
                f"{amount(line.value)} {line.unit}",
            )
        )
        for line in lines
    ]
    return Table(title=tr("Devises"), columns=_PAIR, rows=rows)


def _beside(lines: Sequence[BesideLine]) -> Table:
    rows = [Row(cells=(beside_words(line), amount(line.amount))) for line in lines]
    title = tr("Bons, acomptes et comptes")
    return Table(title=title, columns=_PAIR, rows=rows)


def _cash(cash: CashBlock) -> Table:
    lines = [
        (tr("Fond de caisse"), cash.opening),
        (tr("Ventes en espèces"), cash.sales),
        (tr("Remboursements"), cash.refunds),
        (tr("Entrées d'espèces"), cash.moved_in),
        (tr("Sorties d'espèces"), cash.moved_out),
        *([(tr("Rendu sur devises"), cash.foreign)] if cash.foreign else []),
    ]
    rows = [Row(cells=(name, amount(cents))) for name, cents in lines]
    rows.append(Row(cells=(tr("Attendu"), amount(cash.expected)), loud=True))
    if cash.counted is None:
        rows.append(Row(cells=(tr("Compté"), tr("pas encore"))))
    else:
        rows.append(Row(cells=(tr("Compté"), amount(cash.counted)), loud=True))
        rows.append(
            Row(
                cells=(tr("Écart"), amount(cash.difference, sign=True)),
                loud=True,
                wrong=bool(cash.difference),
            )
        )
    return Table(title=tr("Espèces"), columns=_PAIR, rows=rows)


_PAIR = (Column(head="", part=2.2, figures=False), Column(head="", part=1))


def _controls(controls: Sequence[ControlLine]) -> Table:
    rows = [
        Row(
            cells=(
                tr(line.name),
                str(line.count),
                amount(line.amount) if line.amount else "",
            )
        )
        for line in controls
    ]
    return Table(
        title=tr("Contrôles"),
        columns=(
            Column(head=tr("Événement"), part=2.6, figures=False),
            Column(head=tr("Nombre"), part=0.8),
            Column(head=tr("Montant"), part=1.2),
        ),
        rows=rows or [Row(cells=(tr("Rien à signaler"), "", ""))],
    )


def _totals(totals: RunningTotals) -> Table:
    figures = (
        (tr("Journée"), totals.day),
        (tr("Mois"), totals.month),
        (tr("Exercice"), totals.year),
        (tr("Perpétuel net"), totals.perpetual_net),
        (tr("Perpétuel absolu"), totals.perpetual_abs),
    )
    rows = [Row(cells=[amount(cents) for _, cents in figures], loud=True)]
    if totals.start_net is not None and totals.start_abs is not None:
        starts = amount(totals.start_net), amount(totals.start_abs)
        rows.append(Row(cells=[tr("au début"), "", "", *starts]))
    return Table(
        title=tr("Grands totaux TTC"),
        columns=[Column(head=name, part=1) for name, _ in figures],
        rows=rows,
    )


def _parts(parts: Sequence[PartLine]) -> Iterator[Table]:
    rows = [
        Row(cells=(part.name, short_date(part.day), amount(part.net))) for part in parts
    ]
    for start in range(0, len(rows), _MOST_ROWS):
        yield Table(
            title=tr("Clôtures additionnées"),
            columns=(
                Column(head=tr("Clôture"), part=1.4, figures=False),
                Column(head=tr("Jour"), part=1),
                Column(head=tr("TTC net"), part=1),
            ),
            rows=rows[start : start + _MOST_ROWS],
        )


def _spans(spans: Sequence[SpanLine]) -> Table:
    return Table(
        title=tr("Numéros couverts"),
        columns=(
            Column(head=tr("Série"), part=2.6, figures=False),
            Column(head=tr("Du"), part=1),
            Column(head=tr("Au"), part=1),
        ),
        rows=[
            Row(cells=(tr(SERIES.get(s.series, s.series)), f"{s.first}", f"{s.last}"))
            for s in spans
        ],
    )


def _seal(seal: Seal) -> SealBox:
    hashes = [(tr("Tête du journal"), seal.head_hash)]
    if seal.previous_hash:
        hashes.append((tr("Clôture précédente"), seal.previous_hash))
    facts = [(tr("Extrait de signature"), seal.signature)]
    facts.append((tr("Version fiscale"), seal.software))
    if seal.verification:
        facts.append((tr("Vérification"), seal.verification))
    return SealBox(
        title=tr("Scellement"),
        note=tr("À garder avec les livres : cette empreinte témoigne du journal."),
        qr=seal.qr or seal.head_hash,
        hashes=hashes,
        facts=facts,
    )


def _hours(hours: Sequence[HourLine]) -> Bars:
    """Every hour from the first to the last, those without a sale too."""
    known = {line.hour: line.ttc for line in hours}
    first, last = hours[0].hour, hours[-1].hour
    clock_hours = [(first + step) % 24 for step in range((last - first) % 24 + 1)]
    return Bars(
        title=tr("Ventes par heure"),
        bars=[
            Bar(
                name=f"{hour} h",
                value=known.get(hour, 0),
                words=amount(known[hour]) if hour in known else "",
            )
            for hour in clock_hours
        ],
    )


def _categories(categories: Sequence[CategoryLine]) -> Iterator[Table]:
    whole = max(1, sum(max(0, line.ttc) for line in categories))
    rows = [
        Row(
            cells=(line.name, _quantity(line.milli), amount(line.ttc)),
            share=max(0, line.ttc) / whole,
        )
        for line in categories
    ]
    for start in range(0, len(rows), _MOST_ROWS):
        yield Table(
            title=tr("Ventes par catégorie"),
            columns=(
                Column(head=tr("Catégorie"), part=2, figures=False),
                Column(head=tr("Quantité"), part=1),
                Column(head=tr("TTC"), part=1),
            ),
            rows=rows[start : start + _MOST_ROWS],
        )


def _quantity(milli: int) -> str:
    point = "," if language() == "fr" else "."
    return decimal_text(milli, 3).replace(".", point)


def _operators(operators: Sequence[OperatorLine]) -> Table:
    return Table(
        title=tr("Par personne"),
        columns=(
            Column(head=tr("Nom"), part=2, figures=False),
            Column(head=tr("Documents"), part=1),
            Column(head=tr("TTC net"), part=1.2),
            Column(head=tr("Annulations"), part=1.2),
            Column(head=tr("Remises et offerts"), part=1.2),
        ),
        rows=[
            Row(
                cells=(
                    line.name,
                    str(line.documents),
                    amount(line.ttc),
                    amount(line.voids),
                    amount(line.discounts),
                )
            )
            for line in operators
        ],
    )
