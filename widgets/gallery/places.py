"""Where one is, what state the house is in, and what stands over a screen."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from resources.texts import tr
from widgets import theme
from widgets.banner import Banner
from widgets.button import Button, IconButton
from widgets.card import Pane
from widgets.dialog import DialogPanel
from widgets.gallery.frame import card, framed, row, section, stack
from widgets.mark_band import MarkBand
from widgets.nav import AdminNav, NavItem, NavRail
from widgets.painting import draw_shape
from widgets.problem_stack import Problem, ProblemStack
from widgets.sheet import SheetPanel
from widgets.state_strip import StateStrip, StripItem
from widgets.stepper import Stepper
from widgets.text import Label
from widgets.top_bar import TopBar
from widgets.undo_bar import UndoBar

_STILL_MS = 4200


class _Scrimmed(QWidget):
    """A card under the scrim, so that a dialog stands as it will."""

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        radii = (theme.RADIUS.card, theme.RADIUS.small)
        box = QRectF(self.rect())
        with QPainter(self) as painter:
            card_color, line = theme.color("card"), theme.color("line")
            draw_shape(painter, box, radii, fill=card_color)
            draw_shape(painter, box, radii, fill=theme.color("scrim"), edge=line)


def dialog() -> QWidget:
    """Only before a fiscal act or a guest's card."""
    ground = _Scrimmed()
    ground.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
    column = QVBoxLayout(ground)
    column.setContentsMargins(1, 25, 1, 25)
    panel = DialogPanel(
        "Rembourser le ticket C1-000214 ?",
        "84,50 € rendus sur la carte d’origine. Un ticket d’annulation est signé ; "
        "l’original reste.",
        icon="receipt_long",
        act="Rembourser 84,50 €",
        refuse="Garder",
    )
    column.addWidget(panel, alignment=Qt.AlignmentFlag.AlignHCenter)
    return section(tr("Dialogue, fiscal seulement"), ground)


class _StillClock:
    """Time that stops once the bar is up, so that the sample keeps still."""

    def __init__(self) -> None:
        self._asked = False

    def __call__(self) -> int:
        now = _STILL_MS if self._asked else 0
        self._asked = True
        return now


def undo_and_banner() -> QWidget:
    """Undo rather than confirm; a banner about this panel."""
    host = QWidget()
    host.setFixedHeight(64)
    bar = UndoBar(host, margin=0, least=720, clock=_StillClock())
    bar.offer("Table 12 déplacée vers 14", "move")
    note = Label(
        tr("10 s : le filet se raccourcit, puis la barre s'en va. Toucher la fige."),
        style="micro",
        role="on_var",
    )
    banner = Banner(
        "Chaud : plus de papier. Les bons sortent sur Bar.",
        icon="print_error",
        act="Papier remis",
    )
    made = card(host, spacing=0)
    made.content.addSpacing(6)
    made.content.addWidget(note)
    made.content.addSpacing(14)
    made.content.addWidget(banner)
    return section(tr("Annulation et bandeau"), made)


def navigation() -> QWidget:
    """The rail of the till and the menu of the back office."""
    rail = NavRail(
        (
            NavItem("pos", "Caisse", "point_of_sale"),
            NavItem("floor", "Salle", "table_restaurant", 3),
            NavItem("kitchen", "Cuisine", "skillet"),
        ),
        last=(NavItem("help", "Aide", "help"),),
        chosen="pos",
    )
    rail.show_person("LÉ", tone=1, name="Léa")
    menu = AdminNav(
        (
            NavItem("day", "Journée", "monitoring"),
            NavItem("menu", "Carte", "menu_book"),
            NavItem("stock", "Stock", "inventory_2"),
        ),
        last=(NavItem("settings", "Réglages", "settings"),),
        chosen="day",
    )
    menu.show_person("MA", tone=4, name="Marc", role="Responsable")
    for nav in (rail, menu):
        nav.setFixedHeight(460)
    bar = TopBar(
        "Carte",
        note="128 articles",
        with_back=True,
        acts=(
            IconButton("Importer", "upload", kind="plain"),
            Button("Nouvel article", icon="add"),
        ),
    )
    sheet = SheetPanel("Entrecôte 300 g", "Place 1 · Plats · table 12", side="right")
    sheet.body.addWidget(Label("Le bon dira, au poste Chaud", role="on_var"))
    sheet.body.addStretch(1)
    sheet.foot.addWidget(Stepper(1, kind="quiet", name="Quantité"))
    sheet.foot.addStretch(1)
    add = Button("Ajouter · 24,00 €", height=64)
    add.setEnabled(False)
    sheet.foot.addWidget(add)
    sheet.set_foot_shown(shown=True)
    ground = Pane(tone="surface_low")
    beside = QVBoxLayout(ground)
    beside.setContentsMargins(0, 0, 0, 0)
    beside.setSpacing(0)
    beside.addWidget(bar)
    beside.addWidget(sheet, 1)
    line = row(rail, menu, ground, spacing=16, stretch=False)
    line.setStretch(2, 1)
    return section(tr("Navigation, tête, feuille"), card(line))


def strip() -> QWidget:
    """All well; then two problems."""
    fine = StateStrip()
    fine.show_clock("20:26")
    fine.show_place("Caisse 1 · Le Vieux Moulin · service du soir")
    devices = [
        StripItem("hub", "hub", "Hub"),
        StripItem("internet", "language", "Internet"),
        StripItem("hot", "print", "Chaud"),
        StripItem("card", "contactless", "TPE 1"),
        StripItem("journal", "verified_user", "Journal"),
    ]
    fine.show_items(devices)
    hurt = StateStrip()
    hurt.show_clock("20:41")
    hurt.show_place("Caisse 1 · Le Vieux Moulin · service du soir")
    devices[0] = StripItem("hub", "cloud_off", "Hub perdu", "lost")
    devices[2] = StripItem("hot", "print_error", "Chaud → Bar", "degraded")
    hurt.show_items(devices)
    problems = ProblemStack()
    problems.show_problems(
        (
            Problem(
                "hot",
                "warning",
                "print_error",
                "Imprimante Chaud : plus de papier",
                "Les bons sortent sur Bar. 2 bons déjà repris, aucun perdu.",
                "Papier remis",
                "check",
            ),
            Problem(
                "hub",
                "danger",
                "hub",
                "Hub perdu depuis 0:42 · cette caisse continue seule",
                "La cuisine reçoit les bons sur papier. 3 opérations partiront au retour.",
                "Chercher le hub",
                "replay",
            ),
        )
    )
    trial = StateStrip()
    trial.show_clock("20:26")
    trial.show_mark("Bac à sable")
    trial.show_items(devices[1:2])
    band = MarkBand("Bac à sable", "pour essayer : rien n’est vendu, rien n’est dû")
    made = stack(fine, framed(problems, hurt), framed(band, trial), spacing=16)
    return section(tr("Bandeau d'état et problèmes"), made)
