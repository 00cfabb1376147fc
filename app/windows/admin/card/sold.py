"""What was sold in the last month, for whoever tries a price list or an offer on it."""

from collections.abc import Callable

from PySide6.QtCore import QObject

from app.presenters.admin.prices import tried_days
from app.projections.sales import Sale, sales
from app.windows.desk import Desk
from app.windows.tasks import Background
from db.database import Database


class Sold:
    """Reads sales in the background; a failure is said at the desk."""

    def __init__(self, desk: Desk, owner: QObject) -> None:
        self._desk, self._background = desk, Background(owner)

    @property
    def today(self) -> str:
        """The business day."""
        house = self._desk.house
        return house.business_day(house.clock())

    def read(
        self, done: Callable[[list[Sale]], None], failed: Callable[[], None]
    ) -> None:
        """Hands over the sales of the days on which one tries."""
        first, last = tried_days(self.today)
        database = self._desk.house.database

        def on_failed(error: Exception) -> None:
            failed()
            self._desk.say_failure(error)

        self._background.run(lambda: _read(database, first, last), done, on_failed)


def _read(database: Database, first: str, last: str) -> list[Sale]:
    with database.read() as connection:
        return sales(connection, first, last)
