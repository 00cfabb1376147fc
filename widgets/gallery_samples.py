"""The trade components filled with one evening at Le Vieux Moulin, for the gallery.

Every function gives display values; nothing here is translated, because dishes, names
and times are what a restaurant typed.
"""

from widgets.order_list_views import CourseView, LineView, OrderView
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


def order() -> OrderView:
    """Table 12 at 20:26: starters served, mains to send, drinks at once."""
    return OrderView(
        courses=(
            CourseView(
                id="entrees",
                place=2,
                tag="1",
                name="Entrées · 2 articles",
                state="served",
                state_text="servies 20:14",
                state_icon="done_all",
                foldable=True,
                folded=True,
                price_text="16,00",
            ),
            CourseView(
                id="plats",
                place=3,
                tag="2",
                name="Plats",
                state_text="partent à l’envoi",
                state_icon="local_fire_department",
                lines=(
                    LineView(
                        id="menu",
                        name="Menu enfant",
                        quantity_text="1",
                        price_text="12,00",
                        state="served",
                        detail="envoyé 20:08 · servi",
                        seat="3",
                    ),
                    LineView(
                        id="entrecote",
                        name="Entrecôte 300 g",
                        quantity_text="1",
                        price_text="24,00",
                        detail="Saignant · poivre · frites",
                        seat="1",
                    ),
                    LineView(
                        id="magret",
                        name="Magret de canard",
                        quantity_text="1",
                        price_text="19,50",
                        detail="Rosé",
                        allergy="Sans fruits à coque",
                        seat="2",
                    ),
                ),
            ),
            CourseView(
                id="direct",
                place=1,
                name="Direct",
                state_text="Bar",
                state_icon="local_bar",
                lines=(
                    LineView(
                        id="brouilly",
                        name="Verre de Brouilly",
                        quantity_text="2",
                        price_text="10,00",
                        seat="1·2",
                    ),
                    LineView(
                        id="sirop",
                        name="Sirop grenadine",
                        quantity_text="1",
                        price_text="3,00",
                        detail="Sans glaçons",
                        seat="3",
                    ),
                ),
            ),
        )
    )


def order_states() -> OrderView:
    """A line in each state, without headers."""
    lines = (
        LineView(
            id="1",
            name="Entrecôte 300 g",
            quantity_text="1",
            price_text="24,00",
            detail="à envoyer · saignant",
            seat="1",
        ),
        LineView(
            id="2",
            name="Menu enfant",
            quantity_text="1",
            price_text="12,00",
            state="served",
            detail="envoyé 20:08",
            seat="3",
        ),
        LineView(
            id="3",
            name="Crème brûlée",
            quantity_text="2",
            price_text="16,00",
            state="held",
            detail="à suivre · feu prévu 20:55",
            act_text="Réclamer",
        ),
        LineView(
            id="4",
            name="Risotto aux cèpes",
            quantity_text="1",
            price_text="17,00",
            state="voided",
            detail="annulé · Marc · erreur de saisie",
        ),
        LineView(
            id="5",
            name="Café gourmand",
            quantity_text="1",
            price_text="0,00",
            state="offered",
            detail="offert · geste commercial",
            old_price_text="9,50",
            unsent=True,
        ),
        LineView(
            id="6",
            name="Déca",
            quantity_text="1",
            price_text="2,20",
            doubt="« des cas »",
        ),
        LineView(
            id="7",
            name="Dorade",
            quantity_text="1",
            price_text="21,00",
            problem="il n’y en a plus",
        ),
    )
    return OrderView(courses=(CourseView(id="all", place=3, name="", lines=lines),))


def bill() -> OrderView:
    """Table 12 on the paying screen."""
    rows = (
        ("1", "Œufs mimosa", "7,50"),
        ("1", "Soupe à l’oignon", "8,50"),
        ("1", "Menu enfant", "12,00"),
        ("1", "Entrecôte 300 g", "24,00"),
        ("1", "Magret de canard", "19,50"),
        ("2", "Verre de Brouilly", "10,00"),
        ("1", "Sirop grenadine", "3,00"),
    )
    lines = tuple(
        LineView(id=name, name=name, quantity_text=count, price_text=price)
        for count, name, price in rows
    )
    return OrderView(
        courses=(CourseView(id="bill", place=1, name="", lines=lines),),
        summary="dont TVA 10 % 6,77 · 20 % 1,67",
        total_text="84,50",
    )


def counter_sale() -> OrderView:
    """The delicatessen counter, the honey scanned last."""
    rows = (
        ("2", "Miel de lavande 250 g", "17,80", "scanné 2 fois · 3 760123 450012"),
        ("1", "Terrine canard 180 g", "6,50", "5,5 %"),
        ("1", "Brouilly 75 cl", "15,50", "20 % · majorité vérifiée"),
        ("1", "Tomme de Savoie", "7,97", "0,320 kg × 24,90 · balance"),
        ("1", "Sac kraft", "0,20", "20 %"),
    )
    lines = tuple(
        LineView(
            id=name, name=name, quantity_text=count, price_text=price, detail=detail
        )
        for count, name, price, detail in rows
    )
    return OrderView(
        courses=(CourseView(id="sale", place=1, name="", lines=lines),),
        chosen="Miel de lavande 250 g",
    )
