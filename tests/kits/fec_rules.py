"""What the administration asks of a file of entries, checked on the bytes alone.

Source: LPF A. 47 A-1 (layout, encoding, dates, decimals), BOI-CF-IOR-60-40-20 (columns,
balance of each entry, numbers without a gap in each journal).
"""

import re
from datetime import datetime

HEAD = (
    "JournalCode|JournalLib|EcritureNum|EcritureDate|CompteNum|CompteLib|CompAuxNum|"
    "CompAuxLib|PieceRef|PieceDate|EcritureLib|Debit|Credit|EcritureLet|DateLet|"
    "ValidDate|Montantdevise|Idevise"
)
NEEDED = (0, 1, 2, 3, 4, 5, 8, 9, 10, 11, 12, 15)
AMOUNT = re.compile(r"\d+,\d{2}")


def faults(
    raw: bytes, *, separator: str = "|", encoding: str = "iso8859-15"
) -> list[str]:
    """What is wrong with a file; nothing is a file that is taken."""
    text = raw.decode(encoding)
    found: list[str] = []
    if not text.endswith("\r\n") or "\n" in text.replace("\r\n", ""):
        found.append("lines end in CR LF")
    lines = text.split("\r\n")[:-1]
    if lines[0] != HEAD.replace("|", separator):
        found.append("heads")
    rows = [line.split(separator) for line in lines[1:]]
    for place, row in enumerate(rows, start=2):
        found += [f"line {place}: {fault}" for fault in _row_faults(row)]
    if not found:
        found += _entry_faults(rows)
    return found


def _row_faults(row: list[str]) -> list[str]:
    if len(row) != 18:
        return [f"{len(row)} zones"]
    found = [f"zone {zone + 1} is empty" for zone in NEEDED if not row[zone].strip()]
    found += [f"date {row[zone]}" for zone in (3, 9, 15) if not _date(row[zone])]
    found += [f"amount {row[z]}" for z in (11, 12) if not AMOUNT.fullmatch(row[z])]
    if not re.fullmatch(r"\d{3}[0-9A-Z]*", row[4]):
        found.append(f"account {row[4]}")
    if not found and (cents(row[11]) > 0) == (cents(row[12]) > 0):
        found.append("either a debit or a credit")
    return found


def _entry_faults(rows: list[list[str]]) -> list[str]:
    entries: dict[tuple[str, str], list[list[str]]] = {}
    found = []
    last = ("", "")
    for row in rows:
        key = row[0], row[2]
        if key in entries and key != last:
            found.append(f"{key} is not in one place")
        entries.setdefault(key, []).append(row)
        last = key
    for key, lines in entries.items():
        if sum(cents(row[11]) - cents(row[12]) for row in lines):
            found.append(f"{key} is not balanced")
        if len({(row[3], row[8], row[9]) for row in lines}) != 1:
            found.append(f"{key} has several dates or pieces")
    numbers: dict[str, list[int]] = {}
    for journal, number in entries:
        numbers.setdefault(journal, []).append(int(re.sub(r"\D", "", number)))
    for journal, told in numbers.items():
        if told != list(range(told[0], told[0] + len(told))):
            found.append(f"journal {journal} has a gap: {told}")
    return found


def _date(text: str) -> bool:
    try:
        return datetime.strptime(text, "%Y%m%d").strftime("%Y%m%d") == text  # noqa: DTZ007
    except ValueError:
        return False


def cents(text: str) -> int:
    """ "12,30" -> 1230."""
    return int(text.replace(",", ""))
