"""The worked examples of the fiscal rules, section 11, as sales."""

from app.domain.pricing import ArticleLine, Component, Discount, FormuleLine


def article(label, unit, rate, qty=1000, nature="GOODS", **more):
    """One article; `qty` in thousandths."""
    return ArticleLine(
        label=label, unit=unit, qty_milli=qty, rate=rate, nature=nature, **more
    )


def component(label, rate, ref_price, **more):
    """One component of a formule eaten on site."""
    return Component(
        label=label, rate=rate, nature="SERVICE", ref_price=ref_price, **more
    )


STARTER = component("Œufs mimosa", 1000, 750)
MAIN = component("Entrecôte", 1000, 1590)
WINE = component("Verre de Brouilly", 2000, 550)
SODA = component("Soda", 1000, 330)


def formule(*components, qty=1000, price=1890, **more):
    """The formule of example 2."""
    return FormuleLine(
        label="Formule midi",
        price=price,
        qty_milli=qty,
        components=components or (STARTER, MAIN, WINE),
        **more,
    )


def on_site(label, unit, rate=1000, qty=1000):
    """One article eaten on the premises."""
    return article(label, unit, rate, qty, "SERVICE")


EX1 = (
    article("Pizza", 1290, 1000, 2000),
    article("Canette", 250, 550, 3000),
    article("Vin", 1450, 2000),
    article("Tarte", 2150, 550),
)
EX1B = tuple(article("Croissant", 130, 550) for _ in range(3))
EX3_DISCOUNT = Discount(amount=500)
EX4 = (
    formule(qty=2000),
    on_site("Plat", 1590),
    on_site("Soda", 330),
    on_site("Bière", 420, 2000, 2000),
    on_site("Café", 220, 1000, 3000),
    on_site("Dessert", 690),
    on_site("Sirop", 190),
    article("Bocal", 900, 550),
)
T2 = (formule(), on_site("Café", 220))


def rows(document):
    """{rate: (ttc, ht, tva)}, as the examples print them."""
    return {row.rate: (row.ttc, row.ht, row.tva) for row in document.vat}


def totals(document):
    """(ttc, ht, tva)."""
    return document.ttc, document.ht, document.tva
