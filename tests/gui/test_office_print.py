"""The office printer: pages come out at their true size, and only those asked for."""

from pathlib import Path

import pytest
from gui_kit import demo_house, desk_for
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPrintSupport import QPrinter
from pytestqt.qtbot import QtBot

from app.domain.catalogue.events import ArticleSet
from app.reports.labels import SHEETS, label_sheets_pdf, price_label
from app.windows import office_print, saving
from app.windows.desk import Said
from app.windows.office_print import NotPrintedError, draw, printer_for


@pytest.fixture
def sheets(tmp_path: Path) -> Path:
    """Three pages of labels."""
    article = ArticleSet(id="x", name="Terrine", category="shop", price=950)
    labels = [price_label(article)] * 60
    path = tmp_path / "Étiquettes.pdf"
    path.write_bytes(label_sheets_pdf(labels, SHEETS["L7159"], "Moulin"))
    return path


def printed(printer: QPrinter, path: Path, out: Path) -> QPdfDocument:
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(out))
    draw(path, printer)
    document = QPdfDocument()
    document.load(str(out))
    return document


def test_every_page_is_printed_at_its_size(
    qapp: object, sheets: Path, tmp_path: Path
) -> None:
    paper = printed(printer_for(sheets), sheets, tmp_path / "out.pdf")
    assert paper.pageCount() == 3
    size = paper.pagePointSize(0)
    assert (round(size.width()), round(size.height())) == (595, 842)
    paper.close()


def test_only_the_pages_that_were_asked_for(
    qapp: object, sheets: Path, tmp_path: Path
) -> None:
    printer = printer_for(sheets)
    printer.setFromTo(2, 2)
    paper = printed(printer, sheets, tmp_path / "out.pdf")
    assert paper.pageCount() == 1
    paper.close()


def test_what_is_no_pdf_is_said(qapp: object, tmp_path: Path) -> None:
    path = tmp_path / "x.pdf"
    path.write_bytes(b"no pdf")
    with pytest.raises(NotPrintedError):
        draw(path, printer_for(path))


def test_a_saved_file_can_be_printed_where_the_system_knows_a_printer(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(saving, "user_documents_path", lambda: tmp_path)
    monkeypatch.setattr(office_print, "office_printers", lambda: ["Bureau"])
    with demo_house(tmp_path) as opened:
        desk = desk_for(opened, "marc", "admin")
        said: list[Said] = []
        desk.said.connect(said.append)
        saver = saving.Saver(desk, desk)
        saver.save("x.pdf", lambda: b"%PDF-")
        qtbot.waitUntil(lambda: bool(said))
        assert said[0].act == "Ouvrir, imprimer…"
        saver.save("x.csv", lambda: b"a;b")
        qtbot.waitUntil(lambda: len(said) == 2)
        assert said[1].act == "Ouvrir"
