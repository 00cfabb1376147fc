"""What an accountant is given for some days, each as files: layouts, PDF, workbook."""

import hashlib
from collections.abc import Callable, Mapping
from typing import Final

from app.domain.environment import Mark
from app.fiscal.accounting import Books, marked
from app.fiscal.layouts import ciel, description, fec, file_name, sage
from app.reports.books import books_pdf, books_workbook
from app.reports.letterhead import establishment_of

KINDS: Final = ("fec", "sage", "ciel", "pdf", "xlsx")


def files_of(
    books: Books,
    kind: str,
    settings: Mapping[str, str],
    *,
    mark: Mark | None = None,
    separator: str = "|",
    encoding: str = "iso8859-15",
) -> dict[str, bytes]:
    """Name -> content of each file of a kind of `KINDS`; any thread.

    Args:
        settings: of the house, by key.
        mark: of what is not real trade: each file and each entry bears it.
        separator, encoding: of the FEC layout, which goes with its description.
    """
    name = file_name(kind, books, settings["house.siret"], mark.word if mark else "")
    if mark:
        books = marked(books, mark.word)
    if kind == "fec":
        told = description(separator, encoding).encode("utf-8-sig")
        content = fec(books, separator=separator, encoding=encoding)
        return {name: content, name.replace(".txt", "_DESCRIPTION.txt"): told}
    makers: dict[str, Callable[[], bytes]] = {
        "sage": lambda: sage(books),
        "ciel": lambda: ciel(books),
        "pdf": lambda: books_pdf(books, establishment_of(settings), mark),
        "xlsx": lambda: books_workbook(books, mark),
    }
    return {name: makers[kind]()}


def export_detail(books: Books, files: Mapping[str, bytes]) -> str:
    """What the journal notes of an export: days, file and its SHA-256."""
    name, content = next(iter(files.items()))
    return f"{books.first} {books.last} {name} {hashlib.sha256(content).hexdigest()}"
