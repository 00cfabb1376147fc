"""The X and the Z as a workbook: the same figures as the PDF, as numbers one can add.

Amounts are euros with two exact decimals, rates are percentages, moments are dates. Sums
are those of the closing, not formulas: nothing is computed again from lines.
"""

from decimal import Decimal
from io import BytesIO
from typing import TYPE_CHECKING

from app.reports.cells import (
    EUROS,
    FACE,
    MOMENT,
    PERCENT,
    QUANTITY,
    TEXT,
    WHOLE,
    Column,
    Table,
    Value,
    euros,
    fill,
    print_setup,
    put,
)
from app.reports.tokens import ON_VAR, PRIMARY
from app.reports.words import (
    SERIES,
    beside_words,
    circumstances_of,
    legal_of,
    name_of,
    period_of,
    title_of,
)
from app.reports.z_report import CashBlock, RunningTotals, Turnover, ZReport
from resources.texts import tr

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet


def z_workbook(report: ZReport) -> bytes:
    """The report as an .xlsx file, in the language in force.

    Figures by person are in a sheet of their own, to be left out of what is shown around.
    """
    from openpyxl import Workbook

    book = Workbook()
    book.properties.creator = "Sotto"
    book.properties.title = f"{name_of(report.heading)} · {period_of(report.heading)}"
    book.remove(book.worksheets[0])
    _summary(book.create_sheet(tr("Synthèse")), report)
    for table in (
        _vat(report),
        _tenders(report),
        *([_terminals(report)] if report.terminals else []),
        _hours(report),
        _categories(report),
        _operators(report),
        *([_parts(report)] if report.parts else []),
        *([_spans(report)] if report.spans else []),
        *([_documents(report)] if report.documents or not report.parts else []),
    ):
        fill(book.create_sheet(table.title), table)
    if report.heading.mark:
        for sheet in book.worksheets:
            head = sheet.oddHeader
            assert head is not None  # a fresh sheet has one
            head.center.text = report.heading.mark.paper
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _vat(report: ZReport) -> Table:
    columns = (
        Column(tr("Taux"), PERCENT, 10),
        Column(tr("Nature"), TEXT, 14),
        Column(tr("HT")),
        Column(tr("TVA")),
        Column(tr("TTC")),
    )
    natures = {"GOODS": tr("Biens"), "SERVICE": tr("Services"), "": tr("Ensemble")}
    lines = sorted(
        [*report.vat, *report.natures], key=lambda line: (line.rate, line.nature)
    )
    rows = [
        (
            Decimal(line.rate).scaleb(-4),
            natures[line.nature],
            euros(line.ht),
            euros(line.tva),
            euros(line.ttc),
        )
        for line in lines
    ]
    totals = (
        tr("Total"),
        None,
        euros(sum(line.ht for line in report.vat)),
        euros(sum(line.tva for line in report.vat)),
        euros(sum(line.ttc for line in report.vat)),
    )
    return Table(title=tr("TVA"), columns=columns, rows=rows, totals=totals)


def _tenders(report: ZReport) -> Table:
    columns = (
        Column(tr("Moyen de paiement"), TEXT, 26),
        Column(tr("Nombre"), WHOLE, 10),
        Column(tr("Montant")),
        Column(tr("Pourboires")),
        Column(tr("Excédents"), EUROS, 14),
    )
    lines = report.tenders
    rows = [
        (
            tr(line.name),
            line.count,
            euros(line.amount),
            euros(line.tip),
            euros(line.excess),
        )
        for line in lines
    ]
    totals = (
        tr("Total"),
        sum(line.count for line in lines),
        euros(sum(line.amount for line in lines)),
        euros(sum(line.tip for line in lines)),
        euros(sum(line.excess for line in lines)),
    )
    return Table(title=tr("Encaissements"), columns=columns, rows=rows, totals=totals)


def _terminals(report: ZReport) -> Table:
    columns = (
        Column(tr("Terminal"), TEXT, 26),
        Column(tr("Nombre"), WHOLE, 10),
        Column(tr("Cette caisse")),
        Column(tr("Toutes les caisses")),
        Column(tr("Relevé du terminal")),
        Column(tr("Écart")),
    )
    rows = [
        (
            line.name,
            line.count,
            euros(line.amount),
            *(
                None if cents is None else euros(cents)
                for cents in (line.everywhere, line.told, line.off)
            ),
        )
        for line in report.terminals
    ]
    return Table(title=tr("Cartes par terminal"), columns=columns, rows=rows)


def _hours(report: ZReport) -> Table:
    columns = (
        Column(tr("Heure"), TEXT, 10),
        Column(tr("Tickets"), WHOLE, 10),
        Column(tr("Couverts"), WHOLE, 10),
        Column(tr("TTC")),
    )
    lines = report.hours
    rows = [
        (f"{line.hour} h", line.documents, line.covers, euros(line.ttc))
        for line in lines
    ]
    totals = (
        tr("Total"),
        sum(line.documents for line in lines),
        sum(line.covers for line in lines),
        euros(sum(line.ttc for line in lines)),
    )
    return Table(title=tr("Par heure"), columns=columns, rows=rows, totals=totals)


def _categories(report: ZReport) -> Table:
    columns = (
        Column(tr("Catégorie"), TEXT, 30),
        Column(tr("Quantité"), QUANTITY, 12),
        Column(tr("TTC")),
    )
    rows = [
        (line.name, Decimal(line.milli).scaleb(-3), euros(line.ttc))
        for line in report.categories
    ]
    totals = (tr("Total"), None, euros(sum(line.ttc for line in report.categories)))
    return Table(title=tr("Par catégorie"), columns=columns, rows=rows, totals=totals)


def _operators(report: ZReport) -> Table:
    columns = (
        Column(tr("Nom"), TEXT, 26),
        Column(tr("Documents"), WHOLE, 12),
        Column(tr("TTC net")),
        Column(tr("Annulations")),
        Column(tr("Remises et offerts"), EUROS, 20),
    )
    rows = [
        (
            line.name,
            line.documents,
            euros(line.ttc),
            euros(line.voids),
            euros(line.discounts),
        )
        for line in report.operators
    ]
    return Table(title=tr("Opérateurs"), columns=columns, rows=rows)


def _parts(report: ZReport) -> Table:
    columns = (
        Column(tr("Clôture"), TEXT, 18),
        Column(tr("Jour"), TEXT, 14),
        Column(tr("TTC net")),
    )
    rows = [(part.name, part.day.isoformat(), euros(part.net)) for part in report.parts]
    totals = (tr("Total"), None, euros(sum(part.net for part in report.parts)))
    title = tr("Clôtures additionnées")
    return Table(title=title, columns=columns, rows=rows, totals=totals)


def _spans(report: ZReport) -> Table:
    columns = (
        Column(tr("Série"), TEXT, 28),
        Column(tr("Du"), WHOLE, 12),
        Column(tr("Au"), WHOLE, 12),
    )
    rows = [(tr(SERIES.get(s.series, s.series)), s.first, s.last) for s in report.spans]
    return Table(title=tr("Numéros couverts"), columns=columns, rows=rows)


def _documents(report: ZReport) -> Table:
    columns = (
        Column(tr("Numéro"), TEXT, 14),
        Column(tr("Date"), MOMENT, 18),
        Column(tr("Type"), TEXT, 16),
        Column(tr("Table"), TEXT, 8),
        Column(tr("Opérateur"), TEXT, 18),
        Column(tr("HT")),
        Column(tr("TVA")),
        Column(tr("TTC")),
    )
    kinds = {False: tr("Ticket"), True: tr("Remboursement")}
    rows = [
        (
            line.number,
            line.moment.replace(tzinfo=None),  # a cell holds the local wall clock
            kinds[line.refund],
            line.table,
            line.operator,
            euros(line.ht),
            euros(line.tva),
            euros(line.ttc),
        )
        for line in report.documents
    ]
    return Table(title=tr("Documents"), columns=columns, rows=rows)


def _summary(sheet: "Worksheet", report: ZReport) -> None:
    """Who and when, then every figure that stands alone, name beside value."""
    from openpyxl.styles import Alignment, Font

    heading = report.heading
    for letter, width in (("A", 34), ("B", 18), ("C", 14)):
        sheet.column_dimensions[letter].width = width
    name = f"{heading.establishment.name} · {name_of(heading)}"
    title_font = Font(name=FACE, size=16, bold=True, color=PRIMARY[1:])
    put(sheet, 1, 1, name, TEXT).font = title_font
    legal = legal_of(heading.establishment)
    words = (
        f"{title_of(heading)} · {period_of(heading)}",
        circumstances_of(heading),
        f"{heading.mark.paper} · {legal}" if heading.mark else legal,
    )
    for row, text in enumerate(words, start=2):
        put(sheet, row, 1, text, TEXT).font = Font(name=FACE, color=ON_VAR[1:])
    row = len(words) + 2
    for title, lines in _blocks(report):
        row += 1
        head = put(sheet, row, 1, title, TEXT)
        head.font = Font(name=FACE, bold=True, color=PRIMARY[1:])
        row += 1
        for line in lines:
            for column, value in enumerate(line, start=1):
                form = EUROS if isinstance(value, Decimal) else WHOLE
                cell = put(sheet, row, column, value, form)
                if column > 1:
                    cell.alignment = Alignment(horizontal="right")
            row += 1
    sheet.freeze_panes = "A5"
    print_setup(sheet)


_Lines = list[tuple[Value, ...]]


def _blocks(report: ZReport) -> list[tuple[str, _Lines]]:
    blocks = [(tr("Chiffre d'affaires"), _turnover(report.turnover))]
    if report.cash:
        blocks.append((tr("Espèces"), _cash(report.cash)))
    currencies: _Lines = [
        (f"{line.of} · {tr(line.name)} ({line.unit})", euros(line.value))
        for line in report.currencies
    ]
    if currencies:
        blocks.append((tr("Devises"), currencies))
    if report.totals:
        totals = report.totals
        blocks.append(
            (
                tr("Grands totaux TTC"),
                [
                    (tr("Journée"), euros(totals.day)),
                    (tr("Mois"), euros(totals.month)),
                    (tr("Exercice"), euros(totals.year)),
                    (tr("Perpétuel net"), euros(totals.perpetual_net)),
                    (tr("Perpétuel absolu"), euros(totals.perpetual_abs)),
                    *_starts(totals),
                ],
            )
        )
    controls: _Lines = [
        (tr(line.name), line.count, euros(line.amount)) for line in report.controls
    ]
    if controls:
        blocks.append((tr("Contrôles"), controls))
    if report.beside:
        blocks.append(
            (
                tr("Bons, acomptes et comptes"),
                [(beside_words(each), euros(each.amount)) for each in report.beside],
            )
        )
    if report.seal:
        seal = report.seal
        sealed = [
            (tr("Tête du journal"), seal.head_hash),
            (tr("Clôture précédente"), seal.previous_hash),
            (tr("Extrait de signature"), seal.signature),
            (tr("Version fiscale"), seal.software),
            (tr("Vérification"), seal.verification),
        ]
        blocks.append(
            (tr("Scellement"), [(name, value) for name, value in sealed if value])
        )
    return blocks


def _starts(totals: RunningTotals) -> _Lines:
    if totals.start_net is None or totals.start_abs is None:
        return []
    return [
        (tr("Perpétuel net au début"), euros(totals.start_net)),
        (tr("Perpétuel absolu au début"), euros(totals.start_abs)),
    ]


def _turnover(turnover: Turnover) -> _Lines:
    return [
        (tr("Ventes TTC"), euros(turnover.sales)),
        (tr("Retours TTC"), euros(-turnover.returns)),
        (tr("Chiffre d'affaires net TTC"), euros(turnover.net)),
        (tr("Tickets"), turnover.receipts),
        (tr("Remboursements"), turnover.refunds),
        (tr("Lignes"), turnover.lines),
        (tr("Articles"), turnover.articles),
        (tr("Couverts"), turnover.covers),
        (tr("Moyenne par ticket"), euros(turnover.average)),
    ]


def _cash(cash: CashBlock) -> _Lines:
    lines: _Lines = [
        (tr("Fond de caisse"), euros(cash.opening)),
        (tr("Ventes en espèces"), euros(cash.sales)),
        (tr("Remboursements"), euros(cash.refunds)),
        (tr("Entrées d'espèces"), euros(cash.moved_in)),
        (tr("Sorties d'espèces"), euros(cash.moved_out)),
        *([(tr("Rendu sur devises"), euros(cash.foreign))] if cash.foreign else []),
        (tr("Attendu"), euros(cash.expected)),
    ]
    if cash.counted is not None:
        lines.append((tr("Compté"), euros(cash.counted)))
        lines.append((tr("Écart"), euros(cash.difference)))
    return lines
