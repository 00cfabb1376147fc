"""Entries as the files that accounting software takes in: FEC layout, Sage, Ciel.

Labels of the fixed-width layouts are plain ASCII: which code page such software expects
depends on its version, and an accent that moves a column is worse than none.

Source: LPF A. 47 A-1 (columns, dates, decimals, encodings); Sage "PNM", 112 columns;
Ciel and Sage 50 "XIMPORT".
"""

import unicodedata
from collections.abc import Iterator
from typing import Final

from app.fiscal.accounting import Books, Line, Posting

COLUMNS: Final = (
    *("JournalCode", "JournalLib", "EcritureNum", "EcritureDate", "CompteNum"),
    *("CompteLib", "CompAuxNum", "CompAuxLib", "PieceRef", "PieceDate", "EcritureLib"),
    *("Debit", "Credit", "EcritureLet", "DateLet", "ValidDate", "Montantdevise"),
    "Idevise",
)
SEPARATORS: Final = {"pipe": "|", "tab": "\t"}
ENCODINGS: Final = ("iso8859-15", "utf-8", "ascii")
_END: Final = "\r\n"


def fec(books: Books, *, separator: str = "|", encoding: str = "iso8859-15") -> bytes:
    """The entries in the eighteen columns of the FEC, one line each.

    Args:
        separator: one of `SEPARATORS`' values; encoding: one of `ENCODINGS`.
    """
    rows = [COLUMNS, *(_row(*each) for each in _flat(books))]
    words = ({ord(separator): " ", 13: " ", 10: " "},)
    lines = [separator.join(cell.translate(*words) for cell in row) for row in rows]
    text = "".join(f"{line}{_END}" for line in lines)
    if encoding == "ascii":
        return _ascii(text).encode("ascii")
    return text.encode(encoding, errors="replace")


def _row(posting: Posting, line: Line) -> tuple[str, ...]:
    closing, day = posting.closing, _day(posting.closing.day)
    return (
        *(posting.journal.number, posting.journal.name, f"Z{posting.number:06d}", day),
        *(line.account.number, line.account.name, "", "", closing.piece, day),
        *(posting.label, _decimal(line.debit), _decimal(line.credit), "", ""),
        *(_day(closing.closed), "", ""),
    )


def sage(books: Books) -> bytes:
    """Sage PNM: fixed columns, amounts with a comma, dates DDMMYY."""
    lines = [_fixed("SOTTO", 30)]
    for posting, line in _flat(books):
        year, month, day = posting.closing.day.split("-")
        cents = line.debit or line.credit
        cells = (
            *(_fixed(posting.journal.number, 3), f"{day}{month}{year[2:]}", "OD"),
            *(_fixed(line.account.number, 13), " ", _fixed("", 13)),
            *(_fixed(posting.closing.piece, 13), _fixed(posting.label, 25)),
            *(" ", _fixed("", 6), "D" if line.debit else "C"),
            *(_decimal(cents).rjust(20), "N", _fixed(str(posting.number), 7)),
        )
        lines.append("".join(cells))
    return _END.join([*lines, ""]).encode("ascii")


def ciel(books: Books) -> bytes:
    """Ciel XIMPORT: fixed columns, amounts with a point, dates YYYYMMDD."""
    lines = []
    for posting, line in _flat(books):
        cents = line.debit or line.credit
        cells = (
            *(f"{posting.number % 100_000:05d}", _fixed(posting.journal.number, 2)),
            *(_day(posting.closing.day), _fixed("", 8)),
            *(_fixed(posting.closing.piece.removeprefix("Z-"), 12),),
            *(_fixed(line.account.number, 11), _fixed(posting.label, 25)),
            *(_decimal(cents).replace(",", ".").rjust(13, "0"),),
            *("D" if line.debit else "C", _fixed("", 12), _fixed("", 6)),
            *(_fixed(line.account.name, 34), "O"),
        )
        lines.append("".join(cells))
    return _END.join([*lines, ""]).encode("ascii")


NAMES: Final[dict[str, str]] = {
    "fec": "SOTTO_ECRITURES_{siren}_{first}_{last}.txt",
    "sage": "SOTTO_SAGE_{siren}_{first}_{last}.pnm",
    "ciel": "SOTTO_CIEL_{siren}_{first}_{last}_XIMPORT.txt",
    "pdf": "SOTTO_JOURNAL_{siren}_{first}_{last}.pdf",
    "xlsx": "SOTTO_JOURNAL_{siren}_{first}_{last}.xlsx",
}
"""Names do not imitate that of the legal file, which only accounting software makes."""


def file_name(kind: str, books: Books, siret: str, mark: str = "") -> str:
    """Name of a file; `siret` may hold spaces, `mark` is of what is not real trade."""
    siren = "".join(filter(str.isdigit, siret))[:9] or "SANS-SIREN"
    days = {"first": _day(books.first), "last": _day(books.last)}
    stem, _, suffix = NAMES[kind].format(siren=siren, **days).rpartition(".")
    return f"{stem}{f'_{_ascii(mark)}' if mark else ''}.{suffix}"


def description(separator: str = "|", encoding: str = "iso8859-15") -> str:
    """What goes along with a file in FEC layout (LPF A. 47 A-1, II), in French."""
    shown = "tabulation" if separator == "\t" else separator
    words = [
        "Code du journal",
        "Libellé du journal",
        "Numéro de l'écriture, continu par journal",
        "Date de l'écriture (journée d'exploitation)",
        "Numéro de compte",
        "Libellé du compte",
        "Compte auxiliaire (vide)",
        "Libellé auxiliaire (vide)",
        "Pièce : Z, caisse, numéro de clôture",
        "Date de la pièce",
        "Libellé de l'écriture",
        "Montant au débit",
        "Montant au crédit",
        "Lettrage (vide)",
        "Date de lettrage (vide)",
        "Date de la clôture",
        "Montant en devise (vide)",
        "Devise (vide, tout est en euros)",
    ]
    zones = "\n".join(
        f"{place:>2} {name:<14} {text}"
        for place, (name, text) in enumerate(zip(COLUMNS, words, strict=True), start=1)
    )
    return (
        "Écritures de caisse à importer, dans la disposition du FEC\n\n"
        f"Jeu de caractères {encoding} · séparateur « {shown} » · lignes CR LF · "
        "première ligne : noms des zones · dates AAAAMMJJ · virgule décimale, sans "
        "séparateur de milliers · longueur variable\n\n"
        f"{zones}\n\n"
        "Chaque clôture donne une écriture équilibrée ; les mouvements et l'écart de "
        "caisse ont la leur. Le détail ligne à ligne est dans l'archive de la caisse.\n"
    )


def _flat(books: Books) -> Iterator[tuple[Posting, Line]]:
    for posting in books.postings:
        for line in posting.lines:
            yield posting, line


def _day(day: str) -> str:
    return day.replace("-", "")


def _decimal(cents: int) -> str:
    return f"{cents // 100},{cents % 100:02d}"


def _fixed(text: str, width: int) -> str:
    return _ascii(text)[:width].ljust(width)


def _ascii(text: str) -> str:
    """Letters without their accents: "Écart de caisse" -> "Ecart de caisse"."""
    whole = text.replace("œ", "oe").replace("Œ", "OE").replace("€", "EUR")
    plain = unicodedata.normalize("NFKD", whole)
    return plain.encode("ascii", errors="ignore").decode()
