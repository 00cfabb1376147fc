"""What a closing says besides turnover: vouchers, deposits, accounts (`fiscal.md` 6.3)."""

from collections.abc import Iterator, Mapping

Figure = tuple[str, str, str]
Sums = Mapping[Figure, int]

_LINES: tuple[tuple[str, str, str], ...] = (
    ("gift", "issued", "Bons cadeaux vendus"),
    ("gift", "redeemed", "Bons cadeaux utilisés"),
    ("gift", "refunded", "Bons cadeaux remboursés"),
    ("gift", "expired", "Bons cadeaux périmés"),
    ("store", "issued", "Avoirs émis"),
    ("store", "redeemed", "Avoirs utilisés"),
    ("store", "expired", "Avoirs périmés"),
    ("deposit", "issued", "Acomptes reçus"),
    ("deposit", "redeemed", "Acomptes déduits"),
    ("deposit", "refunded", "Acomptes rendus"),
    ("account", "charged", "Mis en compte"),
    ("account", "settled", "Comptes réglés"),
)
"""(kind, move, French name), in the order in which they are read."""


_WITH = {
    "issued": ("topped_up",),
    "redeemed": ("returned",),
    "charged": ("returned",),
}
"""Move -> the moves that are added up with it."""


def beside_figures(sums: Sums) -> Iterator[tuple[str, int, tuple[Figure, ...]]]:
    """(French name, cents, the figures that they are the sum of) of what moved: positive is
    more that is owed."""
    for kind, what, name in _LINES:
        moves = (what, *_WITH.get(what, ()))
        figures = tuple(("credit", kind, each) for each in moves)
        if cents := sum(sums.get(figure, 0) for figure in figures):
            yield name, cents, figures
    rounding = ("beside", "rounding", "amount")
    if cents := sums.get(rounding, 0):
        yield "Arrondi des espèces", cents, (rounding,)


def site_figures(sums: Sums) -> Iterator[tuple[str, int, Figure]]:
    """(name of another site, cents that it owes for vouchers, the figure)."""
    for figure in sorted(sums):
        if figure[0] == "site" and sums[figure]:
            yield figure[1], sums[figure], figure


def beside_lines(sums: Sums) -> Iterator[tuple[str, int]]:
    """(French name, cents) of what moved."""
    return ((name, cents) for name, cents, _ in beside_figures(sums))


def deposit_vat(sums: Sums) -> Iterator[tuple[int, int, int, int]]:
    """(rate, ttc, ht, tva) of deposits: what was taken less what documents deducted. Their
    VAT is due besides that of turnover, which has all of it."""
    items = {item for family, item, _ in sums if family == "deposit"}
    for rate in sorted({int(item.partition(".")[2]) for item in items}):
        ttc, ht, tva = (
            sums.get(("deposit", f"taken.{rate}", measure), 0)
            - sums.get(("deposit", f"used.{rate}", measure), 0)
            for measure in ("ttc", "ht", "tva")
        )
        yield rate, ttc, ht, tva
