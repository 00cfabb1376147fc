"""Terminals with a journal each, and how they meet."""

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from datetime import timedelta

from domain_kit import EVENING, RESTAURANT, settled
from journal_kit import signer

from app.domain.orders.state import Book
from app.domain.till.decide import OpenTill
from app.domain.vocabulary import Context, Refusal
from app.domain.world import World
from app.projections.apply import PROJECTED
from app.projections.tables import READ_TABLES
from app.services.house import Actor, Fact, House, journal_types, project_entries
from db.database import Database
from db.exchange import batch
from db.journal import Journal
from db.rebuild import compare
from db.sealed import Sealer

LEA = Actor("lea")


class Terminal:
    """A house on a database of its own; its clock is moved by hand.

    It looks to a `Player` like a till.
    """

    def __init__(
        self,
        chain: str,
        database: Database,
        skew: timedelta,
        keeps: timedelta | None = None,
    ) -> None:
        self.now, self.skew = EVENING, skew
        journal = Journal.open(
            database,
            chain=chain,
            signer=signer(chain),
            types=journal_types(),
            clock=self.clock,
            software="Sotto test",
            project=project_entries,
        )
        self.house = House(database, journal, Sealer(database), self.clock, keeps)
        self.known: Mapping[str, list[Fact]] = {}

    def clock(self) -> object:
        return self.now + self.skew

    @property
    def world(self) -> World:
        return self.house.world

    def run(self, command: object) -> tuple[Fact, ...] | Refusal:
        return self.house.run(command, LEA)  # type: ignore[arg-type]  # any command

    def do(self, command: object) -> tuple[Fact, ...]:
        done = self.run(command)
        assert isinstance(done, tuple), done
        return done

    def context(self) -> Context:
        return self.house.context(LEA)

    def hears(self, other: "Terminal", limit: int = 10_000) -> tuple[Fact, ...]:
        """Takes in what `other` has and this one lacks."""
        vector = self.house.journal.vector()
        runs = batch(other.house.database, vector, limit)
        return self.house.receive(flat(runs), enrolled)


def flat(runs: Mapping[str, list[str]]) -> list[str]:
    return [stored for run in runs.values() for stored in run]


def enrolled(chain: str, jwk: Mapping[str, str]) -> bool:
    return dict(jwk) == dict(signer(chain).jwk)


@contextmanager
def terminals(*skews: float) -> Iterator[list[Terminal]]:
    """Terminals C1, C2, … that know the same restaurant; skews in minutes."""
    with ExitStack() as stack:
        made = []
        for number, skew in enumerate(skews, 1):
            database = Database.open("sqlite://")
            stack.callback(database.close)
            made.append(Terminal(f"C{number}", database, timedelta(minutes=skew)))
        made[0].house.record(RESTAURANT)
        for terminal in made:
            terminal.house.load()
        for terminal in made[1:]:
            terminal.hears(made[0])
        for terminal in made:
            terminal.do(OpenTill(coins=()))
        meet(made)
        yield made


def meet(made: list[Terminal]) -> None:
    for _ in range(2):
        for one in made:
            for other in made:
                if one is not other:
                    one.hears(other)


def rows(terminal: Terminal) -> list[list[tuple[object, ...]]]:
    with terminal.house.database.read() as connection:
        return [
            [
                tuple(row)
                for row in connection.execute(
                    table.select().order_by(*table.primary_key.columns)
                )
            ]
            for table in READ_TABLES
        ]


def same_everywhere(made: list[Terminal]) -> None:
    """Worlds and read tables are equal, and what the journal says they are."""
    first = made[0]
    for terminal in made:
        created = terminal.house.journal.entries(types=["order.created"])
        terminal.house.bring_back(*(str(entry.data["order"]) for entry in created))
    worlds = [settled(terminal.world) for terminal in made]
    books = remembered([world.book for world in worlds])
    assert all(book == books[0] for book in books)
    assert all(world.catalogue == worlds[0].catalogue for world in worlds)
    assert all(world.floor == worlds[0].floor for world in worlds)
    for terminal in made:
        assert rows(terminal) == rows(first)
        found = compare(
            terminal.house.database,
            tables=READ_TABLES,
            project=project_entries,
            types=PROJECTED,
        )
        assert list(found) == []


def remembered(books: list[Book]) -> list[Book]:
    """The books without orders that one of them has let go of at its closing."""
    common = set.intersection(*(set(book.orders) for book in books))
    if all(book.orders.keys() == common for book in books):
        return books
    made = []
    for book in books:
        gone = [order for key, order in book.orders.items() if key not in common]
        assert all(book.closed(order) for order in gone)
        orders = {key: book.orders[key] for key in common}
        lines = {line for order in orders.values() for line in order.lines}
        made.append(
            Book(
                orders=orders,
                lines={line: book.lines[line] for line in lines},
                dishes={
                    dish: found
                    for dish, found in book.dishes.items()
                    if dish.partition(".")[0] in lines
                },
                early=book.early,
            )
        )
    return made
