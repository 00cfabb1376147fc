"""The figures on the pages of the PDF, read from what is drawn."""

import dataclasses
import shutil
import subprocess
from collections import defaultdict

import pytest
from z_sample import HEADING, NAMES, REPORT, SEAL, SUMS, TOTALS, at

from app.domain.environment import mark_of
from app.reports.ink import Ink
from app.reports.layout import FOOT, MARGIN, paginate
from app.reports.pdf import z_pdf
from app.reports.sections import Column, Row, Table
from app.reports.tokens import BOLD, MEDIUM, REGULAR, SEMI_BOLD
from app.reports.z_report import report_of
from resources.texts import set_language


class Pages:
    """Rows of text of every page, each joined from left to right, top first."""

    def __init__(self, monkeypatch):
        from reportlab.pdfgen.canvas import Canvas

        self._drawn = [defaultdict(list)]
        draw, turn = Canvas.drawString, Canvas.showPage

        def spy(canvas, x, y, text, *args, **kwargs):
            assert 0 < x < 595
            assert 0 < y < 842
            self._drawn[-1][round(y, 2)].append((x, text))
            return draw(canvas, x, y, text, *args, **kwargs)

        def turn_page(canvas):
            self._drawn.append(defaultdict(list))
            return turn(canvas)

        monkeypatch.setattr(Canvas, "drawString", spy)
        monkeypatch.setattr(Canvas, "showPage", turn_page)

    def __getitem__(self, number):
        rows = self._drawn[number]
        return [
            "".join(t for _, t in sorted(rows[y])) for y in sorted(rows, reverse=True)
        ]

    def __len__(self):
        return len([rows for rows in self._drawn if rows])


@pytest.fixture
def pages(monkeypatch):
    return Pages(monkeypatch)


def test_the_first_page_is_the_whole_closing(pages):
    z_pdf(REPORT)
    rows = pages[0]
    for expected in (
        "Le Vieux Moulin",
        "Z 0123",
        "Vendredi 20 novembre 2026",
        "Caisse 1 · clôturée par Marc le 21/11/2026 à 00:58",
        "Tickets 000210 à 000214 · de 11:52 à 21:47",
        "5,5\u00a0%61,530,0061,533,3864,91",
        "10\u00a0%45,2161,27106,4810,66117,14",
        "20\u00a0%23,2913,0036,297,2643,55",
        "Total130,0374,27204,3021,30225,60",
        "225,6043\u202f182,40389\u202f021,75100\u202f225,60100\u202f763,40",
        f"Tête du journal{SEAL.head_hash}",
        "Extrait de signaturek7Qd",
    ):
        assert expected in rows
    text = "\n".join(rows)
    assert "225,60\u00a0€" in text
    assert "ventes 244,50 · retours −18,90" in text
    for pair in ("Carte4101,44", "Titre-restaurant125,00", "Pourboires (hors CA)3,00"):
        assert pair in text
    assert "TPE 14104,44104,44104,00−0,44" in text
    for pair in ("Attendu249,16", "Compté248,66", "Écart−0,50"):
        assert pair in text


def test_people_stay_off_the_public_print(pages):
    z_pdf(REPORT)
    assert not any("Léa" in row for row in [*pages[0], *pages[1]])
    again = len(pages)
    z_pdf(REPORT, with_people=True)
    assert any(row == "Léa3156,308,400,00" for row in pages[again + 1])


def test_the_same_report_gives_the_same_bytes():
    assert z_pdf(REPORT) == z_pdf(REPORT)


def test_an_x_of_an_empty_till_says_so(pages):
    heading = dataclasses.replace(
        HEADING, kind="X", number=0, first_moment=None, terminal=""
    )
    z_pdf(report_of({}, heading, {}))
    text = "\n".join(pages[0])
    assert "Lecture de caisse, sans remise à zéro" in text
    assert "Établissement entier · lue par Marc" in text
    assert "Aucun ticket sur la période" in text
    assert "Rien à signaler" in text
    assert "Scellement" not in text
    assert "1 / 1" in text


@pytest.mark.parametrize(
    ("kind", "title"), [("ZM", "Clôture du mois"), ("ZY", "Clôture de l’exercice")]
)
def test_longer_periods_say_from_when_to_when(pages, kind, title):
    heading = dataclasses.replace(
        HEADING,
        kind=kind,
        first_day=HEADING.first_day.replace(day=1),
        last_moment=at(0, 31, 21),
    )
    z_pdf(report_of(SUMS, heading, NAMES, totals=TOTALS))
    assert "Du 01/11/2026 au 20/11/2026" in pages[0]
    assert title in pages[0]
    assert (
        "Tickets 000210 à 000214 · de 20/11/2026 11:52 à 21/11/2026 00:31" in pages[0]
    )
    assert (
        "Le Vieux Moulin · " + kind + " 0123 · 01/11/2026 – 20/11/2026" in pages[0][-1]
    )


def test_a_training_report_is_marked_on_every_page(monkeypatch):
    from reportlab.pdfgen.canvas import Canvas

    marks = []
    monkeypatch.setattr(
        Canvas, "drawCentredString", lambda _c, _x, _y, text: marks.append(text)
    )
    mark = mark_of("training")
    z_pdf(dataclasses.replace(REPORT, heading=dataclasses.replace(HEADING, mark=mark)))
    assert marks == ["FACTICE", "FACTICE"]
    z_pdf(REPORT)
    assert len(marks) == 2


def test_a_drawer_that_is_not_counted_yet_says_so(pages):
    done = ("counted", "difference")
    sums = {key: value for key, value in SUMS.items() if key[1] not in done}
    z_pdf(report_of(sums, HEADING, NAMES))
    assert any("Comptépas encore" in row for row in pages[0])


def test_hours_without_a_sale_stand_between_the_others(pages):
    z_pdf(REPORT)
    names = "".join(f"{hour} h" for hour in range(11, 22))
    assert names in pages[1]
    night = {("hour", "23", "ttc"): 100, ("hour", "1", "ttc"): 300}
    start = len(pages)
    z_pdf(report_of(night, HEADING, {}))
    assert any("23 h0 h1 h" in row for row in pages[start])


def test_many_categories_and_people_go_on_over_pages(pages):
    sums = dict(SUMS)
    for number in range(75):
        sums["category", f"c{number:02d}", "ttc"] = 100_000 - number
        sums["operator", f"o{number:02d}", "ttc"] = 100_000 - number
    z_pdf(report_of(sums, HEADING, NAMES, totals=TOTALS, seal=SEAL), with_people=True)
    text = "\n".join("\n".join(pages[number]) for number in range(len(pages)))
    for number in range(75):
        assert f"c{number:02d}" in text
        assert f"o{number:02d}" in text
    assert f"1 / {len(pages)}" in text


def test_a_long_name_is_cut_before_it_runs_into_the_figures(pages):
    sums = {("category", "x", "ttc"): 100}
    z_pdf(
        report_of(
            sums, HEADING, {"x": "Plats du jour et suggestions de la semaine du chef"}
        )
    )
    assert any(row.startswith("Plats du jour et") and "…" in row for row in pages[0])


def test_no_page_is_fuller_than_it_is_tall():
    table = Table(
        title="t", columns=(Column(head="h", part=1),), rows=[Row(cells=("1",))] * 22
    )
    for page in paginate([[table]] * 7, 180):
        for y, band in page:
            assert y >= MARGIN
            assert y + band[0].height <= FOOT


def test_an_english_report_is_english(pages):
    set_language("en")
    try:
        z_pdf(REPORT)
    finally:
        set_language("fr")
    text = "\n".join(pages[0])
    assert "Closing of the day" in text
    assert "€225.60" in text
    assert "10%45.2161.27106.4810.66117.14" in text
    assert "Espèces" not in text


@pytest.mark.skipif(not shutil.which("pdftotext"), reason="needs poppler")
def test_a_reader_finds_the_figures_as_words(tmp_path):
    path = tmp_path / "z.pdf"
    path.write_bytes(z_pdf(REPORT))
    done = subprocess.run(
        ["pdftotext", "-layout", str(path), "-"],
        capture_output=True,
        text=True,
        check=True,
    )
    words = done.stdout.split()
    assert {"10,66", "117,14", "204,30", "61,13", "−0,50"} <= set(words)


def test_digits_have_one_width():
    ink = Ink("t", "a")
    for face in (REGULAR, MEDIUM, SEMI_BOLD, BOLD):
        assert len({ink.width_of(digit, face, 10) for digit in "0123456789"}) == 1
