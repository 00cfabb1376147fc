"""Choosing how an entrecôte is cooked, and the third step of a menu, for the gallery."""

from widgets.option_tile import OptionGroupView, OptionView, StepView
from widgets.tile import TileView


def option_groups() -> tuple[OptionGroupView, ...]:
    """Two groups chosen, one missing."""
    return (
        OptionGroupView(
            id="cuisson",
            title="Cuisson",
            hint="1 choix",
            state="done",
            state_text="Saignant",
            options=(
                OptionView(id="bleu", name="Bleu", detail="− 2 min", digit="1"),
                OptionView(id="saignant", name="Saignant", digit="2", chosen=True),
                OptionView(id="apoint", name="À point", detail="+ 3 min", digit="3"),
            ),
        ),
        OptionGroupView(
            id="sauce",
            title="Sauce",
            hint="1 choix",
            state="done",
            state_text="Poivre",
            options=(
                OptionView(id="poivre", name="Poivre", digit="4", chosen=True),
                OptionView(id="bearnaise", name="Béarnaise", digit="5"),
                OptionView(
                    id="roquefort", name="Roquefort", detail="+ 1,00 €", digit="6"
                ),
            ),
        ),
        OptionGroupView(
            id="garniture",
            title="Garniture",
            hint="1 choix",
            state="missing",
            state_text="À choisir",
            options=(
                OptionView(id="frites", name="Frites maison", digit="7"),
                OptionView(id="haricots", name="Haricots verts", digit="8"),
                OptionView(
                    id="gratin",
                    name="Gratin",
                    detail="reste 0 · 86",
                    digit="9",
                    sold_out=True,
                ),
            ),
        ),
    )


def formule_steps() -> tuple[StepView, ...]:
    """Menu du Moulin, at the dessert."""
    return (
        StepView(id="1", title="1 Entrée", text="Œufs mimosa", state="done"),
        StepView(id="2", title="2 Plat", text="Bar rôti, fenouil", state="done"),
        StepView(id="3", title="3 Dessert", text="à choisir", state="current"),
        StepView(id="4", title="4 Boisson", text="à choisir"),
    )


def formule_choices() -> tuple[TileView, ...]:
    """The desserts of the menu."""
    return (
        TileView(
            id="creme",
            name="Crème brûlée",
            price_text="compris",
            category="desserts",
            allergens="Œ L",
            chosen=True,
        ),
        TileView(
            id="tatin",
            name="Tarte Tatin",
            price_text="+ 1,50",
            category="desserts",
            countdown="reste 2",
            share=0.14,
        ),
        TileView(
            id="mousse",
            name="Mousse au chocolat",
            price_text="compris",
            category="desserts",
            allergens="Œ",
        ),
        TileView(
            id="gourmand", name="Café gourmand", price_text="+ 2,00", category="cafe"
        ),
        TileView(
            id="faisselle",
            name="Faisselle au miel",
            price_text="compris",
            category="fromages",
            allergens="L",
        ),
        TileView(
            id="baba",
            name="Baba au rhum",
            price_text="+ 2,50",
            category="desserts",
            sold_out=True,
        ),
    )
