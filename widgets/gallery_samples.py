"""The trade components filled with one evening at Le Vieux Moulin, for the gallery.

Every function gives display values; nothing here is translated, because dishes, names
and times are what a restaurant typed.
"""

from widgets.tile import TileView


def pos_tiles() -> tuple[TileView, ...]:
    """The favourites of the till, in all states but "in the order"."""
    rows = (
        ("Menu du Moulin", "34,00", "formules", ""),
        ("Formule midi", "19,50", "formules", ""),
        ("Menu enfant", "12,00", "formules", ""),
        ("Œufs mimosa", "7,50", "entrees", "Œ"),
        ("Soupe à l’oignon", "8,50", "entrees", "G L"),
        ("Terrine de campagne", "9,50", "entrees", ""),
        ("Saumon gravlax", "12,50", "entrees", ""),
        ("Entrecôte 300 g", "24,00", "plats", ""),
        ("Magret de canard", "19,50", "plats", ""),
        ("Bar rôti, fenouil", "23,00", "plats", "P"),
        ("Blanquette de veau", "18,50", "plats", ""),
        ("Risotto aux cèpes", "17,00", "plats", "L"),
        ("Burger du Moulin", "16,50", "plats", "G L"),
        ("Assiette de fromages", "9,00", "fromages", "L"),
        ("Faisselle au miel", "6,50", "fromages", "L"),
        ("Crème brûlée", "8,00", "desserts", "Œ L"),
        ("Tarte Tatin", "8,50", "desserts", ""),
        ("Mousse au chocolat", "7,50", "desserts", "Œ"),
        ("Café gourmand", "9,50", "cafe", ""),
        ("Expresso", "2,20", "cafe", ""),
        ("Verre de Brouilly", "5,00", "vins", ""),
        ("Pichet 50 cl", "13,00", "vins", ""),
        ("Badoit 1 L", "6,00", "boissons", ""),
        ("Sirop grenadine", "3,00", "boissons", ""),
        ("Kir cassis", "5,50", "vins", ""),
    )
    left = {"Saumon gravlax": ("reste 4", 0.3), "Tarte Tatin": ("reste 2", 0.14)}
    return tuple(
        TileView(
            id=name,
            name=name,
            price_text=price,
            category=category,  # type: ignore[arg-type]
            allergens=allergens,
            countdown=left.get(name, ("", 0.0))[0],
            share=left.get(name, ("", 0.0))[1],
            sold_out=name == "Blanquette de veau",
        )
        for name, price, category, allergens in rows
    )
