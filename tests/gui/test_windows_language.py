"""Windows keep their language while somebody is answered in another one."""

from pathlib import Path

from gui_kit import FixedClock, demo_house
from pytestqt.qtbot import QtBot

from app.domain.orders.commands import OpenOrder
from app.services.house import Actor
from app.windows.desk import HouseSignals
from resources.texts import language, set_language, speaking, tr


def test_a_german_guest_at_a_table_leaves_the_till_french(
    tmp_path: Path, qtbot: QtBot
) -> None:
    set_language("fr")
    with demo_house(tmp_path, FixedClock()) as opened:
        signals, seen = HouseSignals(opened.house), list[tuple[str, str]]()
        signals.changed.connect(lambda _: seen.append((language(), tr("Merci"))))
        with speaking("de"):
            opened.house.run(OpenOrder(table="t12", covers=2), Actor("lea"))
            assert language() == "de"
        signals.close()
    assert seen == [("fr", "Merci")]
