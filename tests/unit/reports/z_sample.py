"""The day of example 11.8 of the fiscal rules as a report: closing 123 of till C1."""

from datetime import date, datetime, timedelta, timezone

from app.reports.z_report import (
    DocumentLine,
    Establishment,
    Heading,
    RunningTotals,
    Seal,
    report_of,
)

PARIS = timezone(timedelta(hours=1))
DAY = date(2026, 11, 20)


def at(hour, minute, day=20):
    """A moment of November 2026."""
    return datetime(2026, 11, day, hour, minute, tzinfo=PARIS)


HOUSE = Establishment(
    name="Le Vieux Moulin",
    address="12 quai Saint-Vincent · 69005 Lyon",
    siret="812 345 678 00021",
    naf="5610A",
    vat_number="FR 43 812345678",
)
HEADING = Heading(
    kind="Z",
    number=123,
    first_day=DAY,
    last_day=DAY,
    terminal="C1",
    establishment=HOUSE,
    operator="Marc",
    made=at(0, 58, 21),
    first_moment=at(11, 52),
    last_moment=at(21, 47),
    first_document=210,
    last_document=214,
)
TOTALS = RunningTotals(
    day=22_560,
    month=4_318_240,
    year=38_902_175,
    perpetual_net=10_022_560,
    perpetual_abs=10_076_340,
)
SEAL = Seal(
    head_hash="k7QdV0w2Zr5m8YpX1sT4uB6nC9eF3gHjK-aLqRzWvxM",
    previous_hash="p3LmX9aQ2wEr7TyUiO5sDfGhJkZxCvBnM_1qAzWsXeD",
    signature="k7Qd",
    software="F1.0 · noyau 3fa9c1d2",
    verification="complète, 48 210 entrées, aucune erreur",
    qr="sotto:C1:48210:k7QdV0w2Zr5m8YpX1sT4uB6nC9eF3gHjK-aLqRzWvxM",
)
NAMES = {
    "tpe1": "TPE 1",
    "p1": "Léa",
    "p2": "Karim",
    "plats": "Plats",
    "formules": "Formules",
    "boissons": "Boissons",
    "epicerie": "Épicerie",
    "cafe": "Café",
    "desserts": "Desserts",
}


def _rows(family, rows, *measures):
    return {
        (family, item, measure): value
        for item, *values in rows
        for measure, value in zip(measures, values, strict=True)
    }


SUMS = {
    ("document", "sale", "count"): 4,
    ("document", "sale", "ttc"): 24_450,
    ("document", "refund", "count"): 1,
    ("document", "refund", "ttc"): -1_890,
    ("document", "lines", "count"): 18,
    ("document", "articles", "count"): 27,
    ("document", "covers", "count"): 4,
    **_rows(
        "vat_rate",
        [
            ("550", 6491, 6153, 338),
            ("1000", 11714, 10648, 1066),
            ("2000", 4355, 3629, 726),
        ],
        "ttc",
        "ht",
        "tva",
    ),
    **_rows(
        "vat",
        [
            ("550.GOODS", 6491, 6153, 338),
            ("1000.GOODS", 4974, 4521, 453),
            ("1000.SERVICE", 6740, 6127, 613),
            ("2000.GOODS", 2795, 2329, 466),
            ("2000.SERVICE", 1560, 1300, 260),
        ],
        "ttc",
        "ht",
        "tva",
    ),
    **_rows(
        "tender",
        [("card", 10144, 4), ("cash", 9916, 3), ("voucher", 2500, 1)],
        "amount",
        "count",
    ),
    ("tender", "card", "tip"): 300,
    ("terminal", "tpe1", "amount"): 10_444,
    ("terminal", "tpe1", "count"): 4,
    ("terminal", "tpe1", "told"): 10_400,
    ("terminal", "tpe1", "off"): -44,
    **_rows(
        "cash",
        [
            ("float", 15_000),
            ("sales", 9_916),
            ("expected", 24_916),
            ("counted", 24_866),
            ("difference", -50),
        ],
        "amount",
    ),
    **_rows(
        "control",
        [
            ("discount", 1, 500),
            ("void", 2, 840),
            ("addition", 1, 8980),
            ("duplicate", 1, 0),
        ],
        "count",
        "amount",
    ),
    **_rows(
        "operator",
        [("p1", 15_630, 3, 840, 0), ("p2", 6_930, 2, 0, 500)],
        "ttc",
        "count",
        "voids",
        "discounts",
    ),
    **_rows(
        "hour",
        [
            ("11", 6930, 1, 0),
            ("12", 2110, 1, 1),
            ("19", 6430, 1, 0),
            ("20", 8980, 1, 3),
            ("21", -1890, 0, 0),
        ],
        "ttc",
        "count",
        "covers",
    ),
    **_rows(
        "category",
        [
            ("formules", 3780, 2000),
            ("plats", 6520, 5000),
            ("boissons", 5450, 12000),
            ("epicerie", 5820, 3350),
            ("cafe", 880, 4000),
            ("desserts", 110, 1000),
        ],
        "ttc",
        "milli",
    ),
}
DOCUMENTS = tuple(
    DocumentLine(
        number=f"C1-{number:06d}",
        moment=at(hour, minute),
        refund=ttc < 0,
        table=table,
        operator=who,
        ttc=ttc,
        ht=ht,
        tva=ttc - ht,
    )
    for number, hour, minute, table, who, ttc, ht in (
        (210, 11, 52, "", "Karim", 6930, 6302),
        (211, 12, 40, "4", "Léa", 2110, 1891),
        (212, 19, 5, "", "Karim", 6430, 5848),
        (213, 20, 41, "12", "Léa", 8980, 8080),
        (214, 21, 47, "12", "Léa", -1890, -1691),
    )
)
REPORT = report_of(SUMS, HEADING, NAMES, totals=TOTALS, seal=SEAL, documents=DOCUMENTS)
