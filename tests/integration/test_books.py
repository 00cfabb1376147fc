"""A week of real services: entries, closings and day sums say the same, to the cent."""

from collections import Counter
from datetime import date, timedelta
from io import BytesIO

import pytest
from fec_rules import cents, faults
from gui_kit import EVENING
from openpyxl import load_workbook

from app.bootstrap import Opened, open_house
from app.demo import history
from app.demo.history import TravelClock, play_history
from app.fiscal.accounting import books_of
from app.fiscal.layouts import fec
from app.projections.queries import day_sums
from app.reports.books import books_pdf, books_workbook
from app.reports.letterhead import establishment_of
from db.profile import Profile
from resources.texts import set_language

LAST = EVENING.date() - timedelta(days=1)
FIRST = LAST - timedelta(days=6)


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Opened:
    """The demo restaurant after a week."""
    set_language("fr")
    clock = TravelClock(lambda: EVENING)
    clock.moment = EVENING - timedelta(days=9)
    folder = tmp_path_factory.mktemp("week")
    with (
        open_house(Profile(folder), clock=clock) as made,
        pytest.MonkeyPatch.context() as m,
    ):
        m.setattr(history, "DAYS", 7)
        m.setattr(history, "PARTIES", 6)
        play_history(made.house, clock, EVENING.date(), seed=11)
        yield made


def span() -> tuple[str, str]:
    return FIRST.isoformat(), LAST.isoformat()


def test_entries_closings_and_day_sums_agree(opened: Opened) -> None:
    settings = opened.house.world.settings.values
    books = books_of(opened.database, settings, *span())
    raw = fec(books)
    assert faults(raw) == []
    assert len(books.closings) == 6  # closed on Sunday
    total: Counter[str] = Counter()
    for line in raw.decode("iso8859-15").splitlines()[1:]:
        cells = line.split("|")
        total[cells[4]] += cents(cells[11]) - cents(cells[12])
    with opened.database.read() as connection:
        sums = day_sums(connection, *span())
    closed: Counter[tuple[str, str, str]] = Counter()
    for closing in books.closings:
        closed.update(closing.sums)
    for family in ("vat", "vat_rate", "tender"):
        stored = {
            key: value for key, value in sums.items() if key[0] == family and value
        }
        assert stored == {k: v for k, v in closed.items() if k[0] == family}
    ht = sum(
        v for (family, _, m), v in sums.items() if (family, m) == ("vat_rate", "ht")
    )
    tva = sum(v for (f, _, m), v in sums.items() if (f, m) == ("vat_rate", "tva"))
    assert -sum(v for n, v in total.items() if n[:2] == "70") == ht > 0
    assert -sum(v for n, v in total.items() if n[:4] == "4457") == tva
    assert sum(total.values()) == 0


def test_the_journal_as_pdf_and_workbook(opened: Opened) -> None:
    settings = opened.house.world.settings.values
    books = books_of(opened.database, settings, *span())
    pdf = books_pdf(books, establishment_of(settings))
    assert pdf.startswith(b"%PDF")
    assert pdf == books_pdf(books, establishment_of(settings))
    book = load_workbook(BytesIO(books_workbook(books)))
    assert book.sheetnames == ["Par taux", "Par moyen", "Écritures"]
    rows = list(book["Écritures"].iter_rows(values_only=True))
    assert rows[-1][0] == "Total"
    assert rows[-1][-1] == pytest.approx(rows[-1][-2])
    assert len(rows) == 2 + sum(len(posting.lines) for posting in books.postings)


def test_no_day_gives_empty_books(opened: Opened) -> None:
    settings = opened.house.world.settings.values
    books = books_of(opened.database, settings, "2020-01-01", "2020-01-31")
    assert faults(fec(books)) == []
    assert books_pdf(books, establishment_of(settings))
    assert load_workbook(BytesIO(books_workbook(books)))
    assert date.fromisoformat(books.first)
