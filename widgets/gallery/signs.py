"""Chips, tags, courses, seats, people, keys, segments; and the filet."""

from PySide6.QtCore import QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from resources.texts import tr
from widgets import theme
from widgets.avatar import Avatar
from widgets.button import IconButton
from widgets.chip import Chip
from widgets.choices import Choice, SegmentedButtons, Tabs
from widgets.empty_state import EmptyState
from widgets.gallery.frame import Ringed, card, hovered, row, section
from widgets.keypad import Key
from widgets.painting import FiletStyle, Segment, draw_filet
from widgets.progress import Filet, Ring
from widgets.stepper import Stepper
from widgets.tag import CountBadge, CourseTag, SeatBadge, Tag, TagKind
from widgets.text import Label


def signs() -> QWidget:
    """What is chosen in a word, and what is only read."""
    segments = SegmentedButtons(
        (Choice("plan", "Plan"), Choice("grid", "Grille"), Choice("list", "Liste")),
        chosen="plan",
        name=tr("Vue"),
    )
    content = card(_chips(), _tags(), _courses(), _people(), _keys(), segments)
    return section(tr("Puces, étiquettes, suites, places"), content)


def _chips() -> QHBoxLayout:
    inactive = Chip("Inactif")
    inactive.setEnabled(False)
    return row(
        Chip("Repos", icon="filter_list"),
        Chip("Choisi", chosen=True),
        hovered(Chip("Survol")),
        Ringed(Chip("Clavier")),
        inactive,
    )


def _tags() -> QHBoxLayout:
    shown: tuple[tuple[str, TagKind], ...] = (
        ("neutre", "neutral"),
        ("en cours", "current"),
        ("payée", "success"),
        ("à choisir", "warning"),
        ("refusé", "danger"),
        ("note", "info"),
        ("à suivre", "waiting"),
        ("86", "inverse"),
        ("reste 4", "outline"),
    )
    return row(*(Tag(text, kind=kind) for text, kind in shown))


def _courses() -> QHBoxLayout:
    line = row(stretch=False)
    names = ("Direct", "Entrées", "Plats", "Fromages", "Desserts")
    for place, name in enumerate(names, start=1):
        line.addWidget(CourseTag(place, str(place - 1) if place > 1 else "", name=name))
        line.addWidget(Label(name, style="label"))
        line.addSpacing(8)
    line.addWidget(SeatBadge("1", name="Place 1"))
    line.addWidget(SeatBadge("2", name="Place 2", loud=True))
    line.addWidget(SeatBadge("1·2", name="Places 1 et 2"))
    line.addStretch(1)
    return line


def _people() -> QHBoxLayout:
    people = ("LÉ", "KA", "IN", "MA", "TH", "SO")
    return row(
        *(Avatar(initials, tone=tone) for tone, initials in enumerate(people, start=1)),
        CountBadge(3),
        IconButton("Ajouter", "add", kind="quiet"),
        IconButton("Imprimer", "print", kind="plain"),
    )


def _keys() -> QHBoxLayout:
    keys = [Key("7"), Key("8"), Key("9")]
    for key in keys:
        key.setFixedSize(76, 64)
    hovered(keys[1])
    due = QWidget()
    words = QVBoxLayout(due)
    words.setContentsMargins(0, 0, 0, 0)
    words.setSpacing(0)
    words.addWidget(Label("Reste à payer", style="label", role="on_var"))
    words.addWidget(Label("56,33 €", style="table"))
    line = row(
        Stepper(3, name="Parts"), keys[0], keys[1], Ringed(keys[2]), stretch=False
    )
    line.addSpacing(12)
    line.addWidget(due)
    line.addStretch(1)
    return line


class _FiletSample(QWidget):
    """One filet as the text under it names it."""

    def __init__(
        self,
        style: FiletStyle,
        length: int,
        *,
        left: int = 0,
        fraction: float = 1.0,
        segments: tuple[Segment, ...] = (),
    ) -> None:
        super().__init__()
        self._style, self._length, self._left = style, length, left
        self._fraction, self._segments = fraction, segments
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    @override
    def sizeHint(self) -> QSize:
        return QSize(180, 36)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        measured = self._style == "measured"
        with QPainter(self) as painter:
            draw_filet(
                painter,
                self._left,
                16,
                self._length,
                color=theme.color("primary"),
                style=self._style,
                track=theme.color("track" if measured else "outline"),
                fraction=self._fraction,
                segments=self._segments,
            )


def filets() -> QWidget:
    """The one line that speaks."""
    samples = (
        (_FiletSample("short", 28), tr("court : choisi, ou catégorie")),
        (_FiletSample("short", 20, left=4), tr("sous la quantité : à envoyer")),
        (
            _FiletSample("measured", 180, fraction=0.45),
            tr("mesuré : temps, stock, paiement"),
        ),
        (
            _FiletSample("dashed", 180),
            tr("pointillé : en attente, épuisé, à payer"),
        ),
        (_FiletSample("full", 180), tr("plein : fait")),
        (
            _FiletSample("segmented", 180, segments=("full", "outline", "dashed")),
            tr("segmenté : parts, étapes"),
        ),
    )
    rows = [
        row(sample, Label(text, style="label"), spacing=16) for sample, text in samples
    ]
    note = tr("une ligne sous les choses : sa longueur dit combien")
    return section(tr("Le filet"), card(*rows, spacing=0), note=note)


def progress() -> QWidget:
    """Measured, waiting, without a known end."""
    measured = row(Filet(0.62), Label("62 %", style="label"), spacing=12, stretch=False)
    waiting = row(
        Filet(None),
        Label(tr("en attente"), style="label", role="on_var"),
        spacing=12,
        stretch=False,
    )
    turning = row(
        Ring(size=22),
        Label("recherche du hub, 2 s", style="label", role="on_var"),
        spacing=12,
    )
    return section(tr("Progression"), card(measured, waiting, turning))


def empty() -> QWidget:
    """Nothing to show yet."""
    state = EmptyState("Rien à envoyer", "Touchez un plat, scannez, ou dites-le.")
    return section(tr("Vide"), card(state, padding=21))


def tabs() -> QWidget:
    """Three tabs, the first chosen."""
    made = Tabs(
        (
            Choice("favourites", "Favoris", "star"),
            Choice("mains", "Plats"),
            Choice("wines", "Vins"),
        ),
        chosen="favourites",
        name=tr("Catégories"),
    )
    return section(tr("Onglets"), card(made, padding=9))
