"""Thirty devices in the strip: what is wrong stays in sight, and so does the clock."""

from pytestqt.qtbot import QtBot

from widgets.state_strip import StateStrip, StripItem


def test_what_is_fine_makes_room_for_what_is_not(qtbot: QtBot) -> None:
    strip = StateStrip()
    qtbot.addWidget(strip)
    strip.resize(500, 32)
    strip.show_clock("20:26")
    fine = [StripItem(f"f{n}", "print", f"Imprimante {n}") for n in range(30)]
    lost = StripItem("lost", "contactless", "TPE 1", "lost")
    strip.show_items([*fine, lost])
    assert not strip.item_widget("lost").isHidden()
    assert not strip.item_widget("f0").isHidden()
    assert strip.item_widget("f29").isHidden()
    strip.show()
    assert strip._line.minimumSize().width() <= 500
    strip.resize(6000, 32)
    assert not strip.item_widget("f29").isHidden()
