"""How long guests stayed -> rows of the table `stay`."""

from collections.abc import Iterator

from app.domain.floor.stays import StayEnded, counted
from app.domain.vocabulary import Meta

STAY = """
INSERT INTO stay (month, size, part, step, minutes, stays)
VALUES (:month, :size, :part, :step, :minutes, 1)
ON CONFLICT (month, size, part, step, minutes) DO UPDATE SET stays = stays + 1
"""
STAY_MYSQL = """
INSERT INTO stay (month, size, part, step, minutes, stays)
VALUES (:month, :size, :part, :step, :minutes, 1)
ON DUPLICATE KEY UPDATE stays = stays + 1
"""


def stay_rows(event: object, meta: Meta) -> Iterator[dict[str, object]]:
    """A row for each step of a meal that a fact tells the length of."""
    if not isinstance(event, StayEnded):
        return
    for size, part, step, minutes in counted(event, meta):
        yield {
            "month": meta.bday[:7],
            "size": size,
            "part": part,
            "step": step,
            "minutes": minutes,
        }
