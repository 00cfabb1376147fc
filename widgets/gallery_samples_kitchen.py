"""The kitchen at 20:34, for the gallery and for whoever draws the kitchen screen."""

from widgets.kitchen_wall_panels import AllDayRow, AllDayView
from widgets.kitchen_wall_pass import PassTicketView, PassView
from widgets.kitchen_wall_views import CardLineView, CardView


def kitchen_cards() -> tuple[CardView, ...]:
    """Seven tickets of the hot station, in all states."""
    return (
        CardView(
            id="3",
            table="3",
            course="Plats",
            covers="4",
            waiter="Léa",
            state="late",
            sent_seconds=2470,
            fired_seconds=980,
            limit_minutes=14,
            bump_text="Tout prêt",
            lines=(
                CardLineView(
                    id="3a",
                    quantity="2",
                    name="Entrecôte",
                    modifiers=("1 BLEU · 1 SAIGNANT", "SAUCE À PART"),
                ),
                CardLineView(id="3b", quantity="1", name="Bar rôti", done=True),
                CardLineView(id="3c", quantity="1", name="Risotto"),
            ),
        ),
        CardView(
            id="7",
            table="7",
            course="Plats",
            covers="2",
            waiter="Léa",
            state="ready",
            sent_seconds=1805,
            fired_seconds=580,
            limit_minutes=14,
            footer="au passe depuis",
            footer_seconds=65,
            lines=(CardLineView(id="7a", quantity="2", name="Burger", done=True),),
        ),
        CardView(
            id="20",
            table="20",
            course="Plats",
            covers="11",
            waiter="Karim",
            state="prep",
            sent_seconds=1590,
            fired_seconds=490,
            limit_minutes=14,
            bump_text="Tout prêt",
            lines=(
                CardLineView(
                    id="20a",
                    quantity="3",
                    name="Magret",
                    modifiers=("2 ROSÉ · 1 À POINT",),
                ),
                CardLineView(
                    id="20b", quantity="2", name="Entrecôte", modifiers=("SAIGNANT",)
                ),
                CardLineView(
                    id="20c",
                    quantity="1",
                    name="Bar rôti",
                    kind="add",
                    note_seconds=20,
                ),
                CardLineView(id="20d", quantity="1", name="Risotto", kind="stop"),
            ),
        ),
        CardView(
            id="12",
            table="12",
            course="Plats",
            covers="3",
            waiter="Léa",
            sent_seconds=45,
            fired_seconds=45,
            limit_minutes=14,
            bump_text="Tout prêt",
            lines=(
                CardLineView(
                    id="12a",
                    quantity="1",
                    name="Entrecôte",
                    modifiers=("SAIGNANT", "POIVRE · FRITES"),
                ),
                CardLineView(
                    id="12b",
                    quantity="1",
                    name="Magret",
                    modifiers=("ROSÉ",),
                    allergy="FRUITS À COQUE",
                    seat="P2",
                ),
                CardLineView(id="12c", quantity="1", name="Menu enfant"),
            ),
        ),
        CardView(
            id="25",
            table="25",
            course="Plats",
            covers="4",
            waiter="Karim",
            state="hold",
            sent_seconds=725,
            fired_seconds=None,
            limit_minutes=14,
            fire_text="feu prévu 20:41",
            lines=(
                CardLineView(id="25a", quantity="2", name="Risotto"),
                CardLineView(id="25b", quantity="1", name="Gratin"),
            ),
        ),
        CardView(
            id="23",
            table="23",
            course="Plats",
            covers="2",
            waiter="Karim",
            state="prep",
            sent_seconds=705,
            fired_seconds=705,
            limit_minutes=14,
            warn_minutes=11,
            due=("pour 20:36", "reste 3 min"),
            bump_text="Tout prêt",
            lines=(
                CardLineView(
                    id="23a", quantity="1", name="Bar rôti", modifiers=("SANS FENOUIL",)
                ),
                CardLineView(id="23b", quantity="1", name="Risotto"),
            ),
        ),
        CardView(
            id="E14",
            table="E14",
            course="Emporter",
            waiter="Inès",
            sent_seconds=200,
            fired_seconds=200,
            limit_minutes=11,
            bump_text="Tout prêt",
            lines=(
                CardLineView(
                    id="E14a", quantity="1", name="Burger", modifiers=("SANS OIGNON",)
                ),
                CardLineView(id="E14b", quantity="1", name="Frites"),
            ),
        ),
    )


def all_day() -> AllDayView:
    """What the hot station has before it."""
    rows = (
        ("Entrecôte", 1, 4, 0),
        ("Magret", 1, 3, 0),
        ("Bar rôti", 1, 1, 0),
        ("Risotto", 0, 2, 2),
        ("Burger", 1, 0, 0),
        ("M. enfant", 1, 0, 0),
        ("Frites", 2, 0, 0),
        ("Gratin", 0, 0, 1),
    )
    return AllDayView(
        rows=tuple(
            AllDayRow(id=dish, dish=dish, to_do=to_do, cooking=cooking, coming=coming)
            for dish, to_do, cooking, coming in rows
        ),
        load_title="Poêles : 3 de 4",
        load_note="9 viandes à saisir",
        sold_out="Blanquette",
        low_stock="Gravlax reste 4 · Tatin reste 2",
        delay_text="18 min",
        delay_share=0.72,
    )


def at_the_pass() -> PassView:
    """Two courses wait to be carried, two lack plates."""
    rows = (
        ("7", "2 Burger", "1:05 · Léa prévenue", True),
        ("1", "Planche mixte", "0:20 · Léa", True),
        ("3", "manque 3 sur 4", "Chaud en retard", False),
        ("20", "manque 6 sur 9", "Froid prêt", False),
    )
    return PassView(
        waiting_text="2 attendent",
        tickets=tuple(
            PassTicketView(
                id=table, table=table, title=title, detail=detail, ready=ready
            )
            for table, title, detail, ready in rows
        ),
        hints=(
            ("hub", "Hub"),
            ("print", "Secours"),
            ("keyboard", "1-9 prêt · R rappel"),
        ),
    )
