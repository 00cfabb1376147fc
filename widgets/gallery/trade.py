"""The components of the trade: tiles, order lines, kitchen cards."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget
from typing_extensions import override

from resources.texts import tr
from widgets import theme
from widgets.gallery.frame import captioned, card, row, section
from widgets.gallery_samples import order_states
from widgets.kitchen_wall import KitchenWall
from widgets.kitchen_wall_views import CardLineView, CardView, Said
from widgets.order_list import OrderList
from widgets.painting import draw_shape
from widgets.tile import ProductTile, TileView


class _KeyboardTile(ProductTile):
    """A tile as it looks under the keyboard."""

    @override
    def hasFocus(self) -> bool:
        return True


def tiles() -> QWidget:
    """A dish at rest, counted down, sold out, under the keyboard, in the order."""
    shown = (
        ProductTile(
            TileView(
                id="1", name="Entrecôte 300 g", price_text="24,00", category="plats"
            )
        ),
        ProductTile(
            TileView(
                id="2",
                name="Saumon gravlax",
                price_text="12,50",
                category="entrees",
                countdown="reste 4",
                share=0.3,
            )
        ),
        ProductTile(
            TileView(
                id="3",
                name="Blanquette de veau",
                price_text="18,50",
                category="plats",
                sold_out=True,
            )
        ),
        _KeyboardTile(
            TileView(
                id="4",
                name="Crème brûlée",
                price_text="8,00",
                category="desserts",
                allergens="Œ L",
            )
        ),
        ProductTile(
            TileView(
                id="5",
                name="Verre de Brouilly",
                price_text="5,00",
                category="vins",
                in_order=2,
            )
        ),
    )
    names = ("repos", "compte à rebours", "épuisé", "clavier", "déjà dans la commande")
    samples = []
    for tile, name in zip(shown, names, strict=True):
        tile.setFixedSize(158 if tile is shown[-1] else 150, 108)
        samples.append(captioned(tile, tr(name), start=True))
    return section(tr("Tuiles"), card(row(*samples)), note="≥ 104 px")


def order_lines() -> QWidget:
    """To send, sent, held, void, offered; spoken with a doubt, and not to be had."""
    lines = OrderList()
    lines.display(order_states())
    lines.setFixedHeight(lines.content_height())
    made = card(lines)
    made.content.setContentsMargins(1, 9, 1, 9)
    return section(tr("Lignes de commande"), made)


class _Kitchen(QWidget):
    """The kitchen is dark in every mode."""

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            draw_shape(
                painter,
                QRectF(self.rect()),
                (theme.RADIUS.card, theme.RADIUS.small),
                fill=theme.color("surface", theme.Mode.DARK),
                edge=theme.color("line"),
            )


def kitchen() -> QWidget:
    """New, under way with an addition, late with a void, ready."""
    wall = KitchenWall(clock=_still)
    wall.display(_tickets())
    wall.setFixedHeight(340)
    ground = _Kitchen()
    column = QVBoxLayout(ground)
    column.setContentsMargins(4, 4, 4, 4)
    column.addWidget(wall)
    return section(tr("Cartes de cuisine"), ground, note=tr("toujours sombres"))


def _still() -> float:
    """A clock that does not run, so that the sample keeps still."""
    return 0.0


def _tickets() -> tuple[CardView, ...]:
    nuts = CardLineView(
        id="12a",
        quantity="1",
        name="Magret",
        modifiers=("ROSÉ",),
        allergy="FRUITS À COQUE",
        seat="P2",
    )
    salted = CardLineView(
        id="12b",
        quantity="1",
        name="Entrecôte",
        modifiers=("SAIGNANT",),
        said=(Said("without", "SANS SEL"), Said("extra", "BACON")),
        seat="P1",
    )
    added = CardLineView(
        id="23b", quantity="1", name="Risotto", kind="add", note_seconds=20
    )
    return (
        CardView(
            id="12",
            table="12",
            course="Plats",
            covers="3",
            waiter="Léa",
            state="new",
            sent_seconds=45,
            fired_seconds=45,
            limit_minutes=14,
            lines=(nuts, salted),
        ),
        CardView(
            id="23",
            table="23",
            course="Plats",
            covers="2",
            waiter="Karim",
            state="prep",
            sent_seconds=375,
            fired_seconds=375,
            limit_minutes=14,
            lines=(
                CardLineView(id="23a", quantity="1", name="Bar rôti", done=True),
                added,
            ),
        ),
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
            lines=(
                CardLineView(id="3a", quantity="2", name="Entrecôte"),
                CardLineView(id="3b", quantity="1", name="Gratin", kind="stop"),
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
            lines=(CardLineView(id="7a", quantity="2", name="Burger", done=True),),
        ),
    )
