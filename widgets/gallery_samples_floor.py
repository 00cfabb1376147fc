"""The dining room of Le Vieux Moulin at 20:26, in room pixels."""

from widgets.floor_acts import ActView
from widgets.floor_plan_views import (
    FixtureView,
    FloorView,
    MergeView,
    SectionView,
    ShapeKind,
    TableShape,
    TableView,
)
from widgets.timeline_views import (
    BarKind,
    BarView,
    RowView,
    SlotView,
    TimelineView,
)

_PLACES: tuple[tuple[str, ShapeKind, int, int, int, int, int], ...] = (
    ("1", "square", 40, 44, 104, 104, 2),
    ("2", "square", 192, 44, 104, 104, 2),
    ("3", "square", 344, 40, 124, 112, 4),
    ("4", "square", 40, 212, 104, 104, 2),
    ("7", "round", 186, 204, 120, 120, 4),
    ("8", "square", 356, 212, 104, 104, 2),
    ("12", "rect", 40, 388, 184, 104, 6),
    ("15", "rect", 280, 388, 184, 104, 6),
    ("20", "rect", 548, 60, 172, 92, 4),
    ("21", "rect", 738, 60, 172, 92, 4),
    ("22", "square", 540, 212, 116, 104, 4),
    ("23", "square", 692, 212, 104, 104, 2),
    ("24", "square", 832, 220, 92, 88, 2),
    ("25", "round", 540, 380, 120, 120, 4),
    ("26", "rect", 720, 388, 184, 104, 6),
    ("Paul", "tab", 143, 592, 75, 40, 0),
    ("Roy", "tab", 226, 592, 78, 40, 0),
)


def floor_shapes() -> tuple[TableShape, ...]:
    """Tables and open bills of the room."""
    return tuple(
        TableShape(id=number, number=number, kind=kind, x=x, y=y, w=w, h=h, seats=seats)
        for number, kind, x, y, w, h, seats in _PLACES
    )


def floor_tables() -> tuple[TableView, ...]:
    """Every state of a table."""
    return (
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
            id="2",
            state="occupied",
            stage="mains",
            minutes_text="14 min",
            share=0.57,
            covers="2",
            amount_text="62,00 €",
            next_booking="21:30 Petit · 2",
            waiter="LÉ",
        ),
        TableView(
            id="3",
            state="late",
            stage="starters",
            minutes_text="27 min",
            share=1.0,
            subtitle="plats à réclamer",
            waiter="LÉ",
        ),
        TableView(id="4", subtitle="2 places"),
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
            id="12",
            state="occupied",
            stage="mains",
            minutes_text="à envoyer",
            share=0.12,
            covers="3",
            amount_text="84,50 €",
            waiter="LÉ",
        ),
        TableView(
            id="15",
            state="booked",
            booking_text="20:45 · Moreau",
            subtitle="6 couv. · dans 19 min",
        ),
        TableView(
            id="20",
            state="occupied",
            stage="cheese",
            minutes_text="11 min",
            share=0.5,
            covers="11",
            amount_text="248,00 €",
            waiter="KA",
            avatar=2,
        ),
        TableView(
            id="21",
            state="occupied",
            stage="cheese",
            minutes_text="11 min",
            share=0.5,
            subtitle="une seule note",
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
            id="23",
            state="occupied",
            stage="desserts",
            minutes_text="3 min",
            share=0.3,
            covers="2",
            amount_text="57,50 €",
            waiter="KA",
            avatar=2,
            bill_asked=True,
        ),
        TableView(id="24", state="to_clear", minutes_text="4 min"),
        TableView(
            id="25",
            state="occupied",
            stage="starters",
            minutes_text="12 min",
            share=0.6,
            covers="4",
            amount_text="44,00 €",
            waiter="KA",
            avatar=2,
        ),
        TableView(id="26", subtitle="4 places"),
        TableView(id="Paul", state="occupied", amount_text="8,50"),
        TableView(id="Roy", state="occupied", amount_text="14,00"),
    )


def floor_acts() -> tuple[ActView, ...]:
    """Tables that wait for somebody."""
    return (
        ActView(
            key="fire:3",
            number="3",
            state="late",
            title="Plats",
            subtitle="27 / 25 min",
            act="Réclamer",
        ),
        ActView(
            key="serve:7",
            number="7",
            state="ready",
            title="2 plats",
            subtitle="au passe, 1 min",
            act="Servi",
        ),
        ActView(
            key="open:22",
            number="22",
            state="new",
            title="À commander",
            subtitle="assis, 7 min",
            act="Ouvrir",
        ),
        ActView(
            key="clear:24",
            number="24",
            state="to_clear",
            title="À débarrasser",
            subtitle="partis, 6 min",
            act="Débarrassé",
        ),
    )


def floor() -> FloorView:
    """The whole room."""
    return FloorView(
        shapes=floor_shapes(),
        tables=floor_tables(),
        sections=(
            SectionView(
                id="lea",
                x=16,
                y=16,
                w=484,
                h=544,
                waiter="LÉ",
                summary="Léa · 6 tables · 15 couverts",
            ),
            SectionView(
                id="karim",
                x=516,
                y=16,
                w=426,
                h=544,
                waiter="KA",
                avatar=2,
                summary="Karim · 6 tables · 23 couverts",
            ),
        ),
        fixtures=(
            FixtureView(
                id="bar",
                x=16,
                y=576,
                w=300,
                h=72,
                text="Bar · Inès",
                icon="local_bar",
                look="solid",
            ),
            FixtureView(
                id="door",
                x=332,
                y=576,
                w=168,
                h=72,
                text="Entrée",
                icon="door_front",
                look="dashed",
            ),
            FixtureView(
                id="pass",
                x=516,
                y=576,
                w=426,
                h=72,
                text="Passe · 2 assiettes attendent depuis 1 min",
                icon="room_service",
            ),
        ),
        merges=(MergeView(tables=("20", "21"), text="20 + 21 · réunies"),),
    )


def evening() -> TimelineView:
    """Three tables between half past six and eleven; it is twenty past eight."""
    rows = (
        RowView("", "À placer"),
        RowView("1", "1", "2 places", 2),
        RowView("12", "12", "6 places", 6),
        RowView("20", "20", "6 places", 6),
    )
    parties: tuple[tuple[str, str, int, int, int, BarKind, bool], ...] = (
        ("", "Da Silva", 1275, 1365, 2, "booked", False),
        ("1", "Roche", 1110, 1195, 2, "over", False),
        ("1", "Petit", 1230, 1320, 2, "arrived", False),
        ("12", "Bonnet", 1188, 1290, 3, "seated", True),
        ("12", "Moreau", 1245, 1365, 6, "booked", True),
        ("20", "Faure", 1168, 1303, 11, "seated", False),
    )
    return TimelineView(
        start=1110,
        end=1380,
        now=1220,
        rows=rows,
        bars=tuple(
            BarView(
                f"{name}@{row}",
                name,
                row,
                start,
                end,
                name,
                f"{start // 60}:{start % 60:02d} – {end // 60}:{end % 60:02d}",
                covers,
                kind,
                clash,
            )
            for row, name, start, end, covers, kind, clash in parties
        ),
        slots=tuple(
            SlotView(minute, taken, 3)
            for minute, taken in zip(
                range(1110, 1380, 30), (1, 2, 3, 3, 3, 3, 2, 1, 0), strict=True
            )
        ),
    )
