"""A service played on a profile whose devices are those of the street.

    python shift_child.py PROFILE NUMBER

Plays the evening of that seed, so many quarters after the opening, and says after every
act what is written for good, one a line:
{"entries": {seq: hash}, "open": {order: cents due}}
"""

import json
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from unittest import mock

from street import hasty
from typing_extensions import override

from app.demo.evening import OPENING
from app.domain.orders.billing import order_due
from app.services.house import Fact
from app.shift import evening, incidents, stage
from app.shift.service import Service
from app.shift.stage import Options, Stage, open_stage
from db.profile import Profile

PAYING = ("card", "cash", "seats", "items", "tip", "shares", "voucher")
"""Whatever needs no word with a terminal of this process."""


class Resumed(Service):
    """A service on a till that may be open; nothing breaks but the till itself."""

    @override
    def open(self) -> None:
        if not self._stage.world.till(self._stage.house.terminal).session:
            super().open()
            return
        self._take_places()

    @override
    def _incidents(self) -> Iterator[tuple[timedelta, str, Iterator[timedelta]]]:
        yield timedelta(minutes=5), "refunds", incidents.refunds(self._team)


def told_by(played: Stage) -> None:
    """Says what is written, as soon as it is."""

    def tell(facts: tuple[Fact, ...]) -> None:
        book = played.world.book
        line = {
            "entries": {fact.meta.order[2]: fact.meta.hash for fact in facts},
            "open": {order.id: order_due(book, order) for order in book.open_orders()},
        }
        print(json.dumps(line), flush=True)

    played.house.follow(tell)


def main(folder: str, number: str) -> None:
    opening = OPENING + timedelta(minutes=15 * int(number))
    options = Options(folder=Path(folder), covers=20, seed=int(number))
    with (
        hasty(),
        mock.patch.object(stage, "_fresh_profile", return_value=Profile(Path(folder))),
        mock.patch.object(stage, "OPENING", opening),
        mock.patch.object(evening, "PAYING", PAYING),
        open_stage(options) as played,
    ):
        told_by(played)
        service = Resumed(played)
        service.open()
        service.serve()


if __name__ == "__main__":
    main(*sys.argv[1:])
