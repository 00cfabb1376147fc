"""The room: tables in every state, the whole plan, what the kitchen has before it."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from resources.texts import tr
from widgets.floor_acts import ActPlate, ActRow, StageLegend
from widgets.floor_plan import FloorPlan
from widgets.floor_plan_views import FloorView, ShapeKind, TableShape, TableView
from widgets.gallery.frame import card, section
from widgets.gallery_samples_floor import evening, floor, floor_acts
from widgets.gallery_samples_kitchen import all_day, at_the_pass
from widgets.kitchen_wall_panels import AllDayPanel
from widgets.kitchen_wall_pass import PassStrip
from widgets.tag import CourseTag
from widgets.text import Label
from widgets.timeline import Timeline

_WIDTH, _HEIGHT = 846, 304

_PLACES: tuple[tuple[str, ShapeKind, int, int, int, int], ...] = (
    ("4", "square", 32, 32, 104, 2),
    ("15", "square", 180, 32, 132, 4),
    ("1", "square", 356, 32, 104, 2),
    ("8", "square", 504, 32, 104, 2),
    ("23", "square", 652, 32, 104, 2),
    ("22", "square", 32, 176, 116, 4),
    ("7", "square", 192, 176, 116, 4),
    ("3", "square", 352, 176, 124, 4),
    ("24", "square", 520, 176, 104, 2),
)


def tables() -> QWidget:
    """Free, booked, at table, bill asked; then the four that want somebody."""
    shapes = tuple(
        TableShape(id=number, number=number, kind=kind, x=x, y=y, w=w, seats=seats)
        for number, kind, x, y, w, seats in _PLACES
    )
    plan = FloorPlan()
    plan.setFixedSize(_WIDTH, _HEIGHT)
    view = FloorView(
        width=_WIDTH, height=_HEIGHT, ground="card", shapes=shapes, tables=_states()
    )
    plan.display(view)
    legend = _legend()
    legend.setParent(plan)
    legend.setFixedHeight(5 * 28 + 4 * 3)
    legend.move(668, 152)
    made = card(plan)
    made.content.setContentsMargins(1, 9, 1, 9)  # clear of the corners
    return section(tr("Tables du plan"), made)


def plan() -> QWidget:
    """The room of Le Vieux Moulin."""
    made = FloorPlan()
    made.display(floor())
    made.setFixedHeight(664)
    return section(tr("Plan de salle"), card(made, padding=1))


def timeline() -> QWidget:
    """An evening by tables: who comes, waits at the door, sits, is gone; two at one table."""
    made = Timeline()
    made.display(evening())
    made.setFixedHeight(344)
    return section(tr("Frise des tables"), card(made, padding=1))


def acts() -> QWidget:
    """What stands beside the plan: tables that wait, and the stages of a meal."""
    made = QWidget()
    column = QVBoxLayout(made)
    column.setContentsMargins(16, 0, 12, 12)
    column.setSpacing(0)
    for view in floor_acts():
        column.addWidget(ActRow(view))
    column.addSpacing(12)
    plates = QHBoxLayout()
    plates.setSpacing(8)
    for view in floor_acts()[:3]:
        plates.addWidget(ActPlate(view))
    column.addLayout(plates)
    column.addSpacing(12)
    column.addWidget(StageLegend())
    return section(tr("À faire"), card(made, padding=1))


def kitchen_panels() -> QWidget:
    """What the whole service wants, and what waits to be carried."""
    day, ready = AllDayPanel(), PassStrip()
    day.display(all_day())
    ready.display(at_the_pass())
    day.setFixedSize(336, 664)
    ready.setFixedHeight(96)
    made = QWidget()
    line = QHBoxLayout(made)
    line.setContentsMargins(0, 0, 0, 0)
    line.setSpacing(16)
    line.addWidget(day)
    line.addWidget(ready, alignment=Qt.AlignmentFlag.AlignTop)
    return section(tr("Tout le service, passe"), made, note=tr("toujours sombres"))


def _legend() -> QWidget:
    stages = (
        ("Apéritif", "local_bar"),
        ("Entrées", "eco"),
        ("Plats", "restaurant"),
        ("Fromages", "cheese"),
        ("Desserts", "cake"),
    )
    made = QWidget()
    column = QVBoxLayout(made)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(3)
    for place, (name, icon) in enumerate(stages, start=1):
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(CourseTag(place, "", name=name, icon=icon))
        line.addWidget(Label(name, style="label"))
        line.addStretch(1)
        column.addLayout(line)
    return made


def _states() -> tuple[TableView, ...]:
    return (
        TableView(id="4", subtitle="2 places"),
        TableView(id="15", state="booked", booking_text="20:45", subtitle="6 couv."),
        TableView(
            id="1",
            state="occupied",
            stage="aperitif",
            minutes_text="6 min",
            share=0.3,
            covers="2",
            amount_text="11,00 €",
            waiter="LÉ",
        ),
        TableView(
            id="8",
            state="occupied",
            stage="desserts",
            minutes_text="9 min",
            share=0.45,
            covers="4",
            amount_text="96,50 €",
            waiter="LÉ",
        ),
        TableView(
            id="23",
            state="occupied",
            stage="bill",
            minutes_text="3 min",
            share=0.3,
            covers="2",
            amount_text="57,50 €",
            waiter="KA",
            avatar=2,
            bill_asked=True,
        ),
        TableView(
            id="22",
            state="new",
            stage="seated",
            minutes_text="7 min",
            share=0.9,
            subtitle="à commander",
            waiter="KA",
            avatar=2,
        ),
        TableView(
            id="7",
            state="ready",
            stage="mains",
            minutes_text="prêt 1 min",
            share=0.4,
            subtitle="au passe",
            waiter="LÉ",
        ),
        TableView(
            id="3",
            state="late",
            stage="starters",
            minutes_text="27 min",
            share=1.0,
            subtitle="à réclamer",
            waiter="LÉ",
        ),
        TableView(id="24", state="to_clear", minutes_text="4 min"),
    )
