"""The four papers of the design's "paper" picture, as an app would compose them."""

from hardware.printers.document import (
    Bar,
    BigNumber,
    Box,
    Cell,
    Columns,
    Cut,
    Document,
    Logo,
    Rule,
    Struck,
    Text,
    row,
)

DASHED = Rule("dashed")
_LINES = (
    ("1", "Œufs mimosa", "7,50", "7,50", "B"),
    ("1", "Soupe à l'oignon", "8,50", "8,50", "B"),
    ("1", "Menu enfant", "12,00", "12,00", "B"),
    ("1", "Entrecôte 300 g", "24,00", "24,00", "B"),
    ("1", "Magret de canard", "19,50", "19,50", "B"),
    ("2", "Verre de Brouilly", "5,00", "10,00", "C"),
    ("1", "Sirop grenadine", "3,00", "3,00", "B"),
)


def _sale_line(qty: str, label: str, unit: str, total: str, vat: str) -> Columns:
    return Columns(
        (
            Cell(qty, width=2, align="right"),
            Cell("", width=1),
            Cell(label),
            Cell(unit, width=8, align="right"),
            Cell(total, width=9, align="right"),
            Cell(vat, width=2, align="right"),
            Cell("", width=1),
        )
    )


def _vat_line(code: str, rate: str, ht: str, tva: str, ttc: str) -> Columns:
    return Columns(
        (
            Cell(code, width=3),
            Cell(rate),
            Cell(ht, width=10, align="right"),
            Cell(tva, width=12, align="right"),
            Cell(ttc, width=12, align="right"),
        )
    )


def _total(label: str, amount: str) -> Columns:
    return Columns(
        (
            Cell(label, size="label", bold=True),
            Cell(amount, align="right", size="total", bold=True),
        )
    )


def receipt() -> Document:
    """Ticket de caisse C1-000214, 84,50 € in three parts."""
    return Document(
        "receipt",
        (
            Logo(),
            Text("LE VIEUX MOULIN", size="title", bold=True, align="center"),
            Text("12 quai Saint-Vincent · 69005 Lyon", align="center"),
            Text("SIRET 812 345 678 00021 · APE 5610A", align="center"),
            Text("TVA FR 43 812345678", align="center"),
            Rule(),
            row("TICKET C1-000214", "20/11/2026 20:41"),
            row("Table 12 · 3 couverts", "Léa · Caisse 1"),
            DASHED,
            _sale_line("", "", "P.U.", "TTC", "T"),
            *(_sale_line(*line) for line in _LINES),
            DASHED,
            row("7 lignes · 8 articles", "service compris"),
            _total("TOTAL TTC", "84,50 €"),
            Rule(),
            _vat_line("T", "Taux", "HT", "TVA", "TTC"),
            _vat_line("B", "10,0 %", "67,73", "6,77", "74,50"),
            _vat_line("C", "20,0 %", "8,33", "1,67", "10,00"),
            _vat_line("", "Total", "76,06", "8,44", "84,50"),
            DASHED,
            row("Carte bancaire · part 1/3", "28,17"),
            row("Espèces · part 2/3 (reçu 50,00)", "28,17"),
            Text("rendu 21,83", indent=3),
            row("Titre-restaurant · part 3/3", "25,00"),
            row("Carte bancaire · part 3/3", "3,16"),
            Rule(),
            Text("Merci, et à bientôt au Moulin", align="center"),
            Text("levieuxmoulin.example · 04 00 00 00 00", align="center"),
            DASHED,
            row("Signature  k7Qd", "Impression 0 · original"),
            row("Sotto 1.0", "attestation éditeur 2026"),
            Cut(),
        ),
        "TICKET C1-000214",
    )


def _dish(text: str, seat: str) -> Columns:
    return Columns(
        (
            Cell(text, size="dish", bold=True),
            Cell(seat, align="right", size="label", bold=True),
        )
    )


def _option(text: str) -> Text:
    return Text(text, size="title", bold=True, indent=4)


def kitchen() -> Document:
    """Bon de cuisine 214: table 12, mains, an allergy at seat 2."""
    return Document(
        "kitchen",
        (
            Bar("CHAUD", "BON 214"),
            BigNumber("12", ("20:34 · SUITE 2", "PLATS", "3 couverts · Léa · Salle")),
            Rule(),
            _dish("1 ENTRECÔTE", "P1"),
            _option("SAIGNANT"),
            _option("POIVRE · FRITES"),
            DASHED,
            _dish("1 MAGRET", "P2"),
            _option("ROSÉ"),
            Box(
                (
                    Text("⚠ ALLERGIE P2", size="title", bold=True),
                    Text("FRUITS À COQUE", size="title", bold=True),
                )
            ),
            DASHED,
            _dish("1 MENU ENFANT", "P3"),
            _option("STEAK · FRITES"),
            Rule(),
            row("3 plats", "aussi : BAR 3"),
            row("réclamé 20:34", "prévu 20:48"),
            Cut(),
        ),
        "BON 214",
    )


def change() -> Document:
    """Bon de changement 215: an addition and a stop on table 20."""
    return Document(
        "kitchen",
        (
            Bar("CHAUD", "BON 215"),
            BigNumber(
                "20", ("20:34 · CHANGEMENT", "PLATS", "11 couverts · Karim · Salle")
            ),
            Rule(),
            Bar("+ AJOUT"),
            _dish("1 BAR RÔTI", "P9"),
            _option("SANS FENOUIL"),
            Bar("× STOP"),
            Struck("1 RISOTTO", "P9"),
            Text("NE PLUS FAIRE", size="title", bold=True),
            Rule(),
            Text("le reste du bon 209 ne change pas"),
            Cut(),
        ),
        "BON 215",
    )


def addition() -> Document:
    """Addition A-000187, provisional."""
    return Document(
        "addition",
        (
            Box(
                (
                    Text("ADDITION", size="title", bold=True, align="center"),
                    Text("DOCUMENT PROVISOIRE", bold=True, align="center"),
                ),
                "plain",
            ),
            Text("LE VIEUX MOULIN · A-000187 · 20:31", align="center"),
            Text("Table 12 · 3 couverts · Léa", align="center"),
            DASHED,
            *(
                Columns(
                    (
                        Cell(qty, width=2, align="right"),
                        Cell("", width=1),
                        Cell(label),
                        Cell(total, width=9, align="right"),
                    )
                )
                for qty, label, _unit, total, _vat in _LINES
            ),
            Rule(),
            _total("À PAYER", "84,50 €"),
            row("par personne, en 3", "28,17"),
            Cut(),
        ),
        "A-000187",
    )
