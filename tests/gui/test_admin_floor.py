"""The rooms are drawn by a manager, and every plan shows them."""

from pathlib import Path

import pytest
from gui_kit import board, demo_house, desk_for
from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QPixmap
from pytestqt.qtbot import QtBot

from app.domain.floor.decide import SetFloor
from app.domain.floor.events import RoomSet
from app.domain.orders.commands import OpenOrder
from app.presenters.floor.room import rooms_of
from app.services.house import Actor
from app.services.kept_files import kept
from app.windows.admin.floor.page import NEW_ROOM, FloorSection
from app.windows.desk import Said

pytestmark = [pytest.mark.gui, pytest.mark.usefixtures("still")]


def test_a_room_is_drawn_saved_and_taken_back(qtbot: QtBot, tmp_path: Path) -> None:
    said: list[Said] = []
    with demo_house(tmp_path / "demo") as opened:
        house, desk = opened.house, desk_for(opened, "marc")
        desk.said.connect(said.append)
        section = FloorSection(desk, board())
        qtbot.addWidget(section)
        section.resize(1190, 736)
        section.show()
        section.show_place("")
        floor, editor, form = house.world.floor, section.editor, section.form

        section.room_chosen.emit(NEW_ROOM)
        form.room_name.edit.setText("Véranda")
        form.room_name.edit.editingFinished.emit()
        section.tools["round"].click()
        form.number.edit.setText("12")
        form.number.edit.editingFinished.emit()
        assert section.words.text() == "Deux tables s’appellent 12."
        assert not section.save.isEnabled()
        section.tools["undo"].click()
        (key,) = editor.chosen
        editor.placed.emit({key: QRect(400, 300, 100, 120)})
        form.table_size.width_field.edit.setText("1.2")
        form.table_size.width_field.edit.editingFinished.emit()
        form.seats.value_changed.emit(8)
        form.table_angle.left.click()
        section.tools["wall"].click()
        picture = tmp_path / "plan.png"
        pixels = QPixmap(40, 30)
        pixels.fill(QColor("white"))
        pixels.save(str(picture))
        section.controller._tools.tracing.lay(str(picture))
        assert editor.pictured
        (traced,) = editor.chosen
        form.picture.width_field.edit.setText("8")
        form.picture.width_field.edit.editingFinished.emit()
        form.picture.opacity.chosen.emit("70")
        section.save.click()
        assert [room.name for room in rooms_of(house.world)][-1] == "Véranda"
        table = floor.by_number("27")
        assert table is not None
        assert (table.x, table.width, table.seats, table.turn) == (400, 120, 8, 165)
        assert len(floor.fixtures) == 1
        tracing = floor.tracings[table.room]
        assert (traced, tracing.width, tracing.height) == (
            f"tracing:{table.room}",
            800,
            600,
        )
        assert tracing.opacity == 70
        assert kept(desk.files, tracing.picture)
        # It lies there again for whoever opens the room later.
        again = FloorSection(desk, board())
        qtbot.addWidget(again)
        again.show_place(table.room)
        assert again.editor.pictured

        back = said[-1].undo
        assert back is not None
        back()
        assert floor.by_number("27") is None
        assert rooms_of(house.world)[-1].name == "Bar"

        # A table with guests stays, and what somebody else draws is shown at once.
        house.run(OpenOrder(table="t4"), Actor("lea"))
        section.room_chosen.emit("salle")
        editor.choose("table:t4")
        editor.chosen_changed.emit(editor.chosen)
        section.tools["remove"].click()
        assert section.words.text().startswith("La table 4 a une note ouverte")
        section.drop.click()
        room = RoomSet(id="cave", name="Cave", rank=9, width=600, height=400)
        house.run(SetFloor(event=room), Actor("marc"))
        assert "Cave" in [each.accessibleName() for each in section.tabs.options]
