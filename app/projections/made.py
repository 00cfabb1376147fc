"""How long dishes took -> rows of the table `made`."""

from collections.abc import Iterator

from app.domain.kitchen.events import DishesReady
from app.domain.kitchen.made import timed
from app.domain.vocabulary import Meta

MADE = """
INSERT INTO made (month, article, part, minutes, dishes)
VALUES (:month, :article, :part, :minutes, 1)
ON CONFLICT (month, article, part, minutes) DO UPDATE SET dishes = dishes + 1
"""
MADE_MYSQL = """
INSERT INTO made (month, article, part, minutes, dishes)
VALUES (:month, :article, :part, :minutes, 1)
ON DUPLICATE KEY UPDATE dishes = dishes + 1
"""


def made_rows(event: object, meta: Meta) -> Iterator[dict[str, object]]:
    """A row for each dish that a fact timed."""
    if not isinstance(event, DishesReady):
        return
    for article, part, minutes in timed(event, meta):
        yield {
            "month": meta.bday[:7],
            "article": article,
            "part": part,
            "minutes": minutes,
        }
