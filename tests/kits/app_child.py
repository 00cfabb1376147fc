"""The real suite in a process of its own, told what to do by "second starts".

    python app_child.py PROFILE PLACE

Exits like `sotto`. A message that is no place is an order: "sell" takes a coffee, "fall"
raises in a slot, "thread" raises in a thread, "quit" closes. Each is answered by a line.
"""

import sys
import threading
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QApplication
from typing_extensions import override

from app import suite
from app.domain.orders.commands import AddLine, OpenOrder
from app.domain.orders.events import LineAdded
from app.services.house import Actor
from db.errors import KnownError
from db.profile import Profile


class Told(suite.Suite):
    """The suite that also takes orders."""

    @override
    def come_to_front(self, arguments: Sequence[str]) -> None:
        (order,) = arguments
        match order:
            case "sell":
                made = self.house.run(OpenOrder(mode="counter"), Actor("lea"))
                line = AddLine(order=made[0].event.order, article="cafe")
                facts = self.house.run(line, Actor("lea"))
                lines = sum(isinstance(fact.event, LineAdded) for fact in facts)
                print(order, lines, flush=True)
            case "fall":
                print(order, flush=True)
                raise ValueError("carte 4970 1012 3456 7890 de 'Léa'")
            case "thread":
                print(order, flush=True)
                threading.Thread(target=lambda: 1 // 0).start()
            case "quit":
                print(order, flush=True)
                QApplication.quit()
            case _:
                super().come_to_front(arguments)
                shown = [shell.desk.actor.window for shell in self.shells]
                print("front", *shown, flush=True)


def main() -> int:
    suite.Suite = Told  # type: ignore[misc]  # the same, with an ear
    try:
        return suite.run(Profile(Path(sys.argv[1])), sys.argv[2])
    except KnownError as error:
        print(error.text(), file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main())
