"""The X and the Z on paper say what the PDF and the workbook say."""

from app.followers.paper.report import _turnover
from hardware.printers.document import Columns


def test_the_average_of_a_ticket_is_rounded_as_everywhere() -> None:
    sums = {
        ("document", "sale", "ttc"): 92_060,
        ("document", "sale", "count"): 14,
    }
    rows = [block for block in _turnover(sums) if isinstance(block, Columns)]
    assert [cell.text for cell in rows[-1].cells] == ["Moyenne par ticket", "65,76"]
