"""A file by which a bank debits clients: SEPA Direct Debit Core, pain.008.001.02.

Sources: ISO 20022 message pain.008.001.02; EPC implementation guidelines for SDD Core
(EPC130-08): euros only, SLEV, a mandate with its date, the creditor's identifier, Latin
letters. Amounts in cents.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from xml.etree import ElementTree as ET

NAMESPACE: Final = "urn:iso:std:iso:20022:tech:xsd:pain.008.001.02"
MANDATE_MOST: Final = 35
_NAME_MOST, _TEXT_MOST = 70, 140
_IBAN = re.compile(r"[A-Z]{2}\d{2}[A-Z0-9]{11,30}")
_BIC = re.compile(r"[A-Z]{6}[A-Z2-9][A-NP-Z0-9]([A-Z0-9]{3})?")
_CREDITOR = re.compile(r"[A-Z]{2}\d{2}[A-Z0-9]{3}[A-Z0-9]{1,28}")
_MANDATE = re.compile(r"[A-Za-z0-9+?/:().,'\-]{1,35}")
_LATIN = re.compile(r"[^A-Za-z0-9/\-?:().,'+ ]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Creditor:
    """Who collects. `ident`: the identifier of a creditor (ICS); `bic` may be ""."""

    name: str
    ident: str
    iban: str
    bic: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DirectDebit:
    """What is collected from one client.

    Attributes:
        debit: names it between the banks (end-to-end id).
        mandate: its unique reference (RUM), signed on the day `signed`, "YYYY-MM-DD".
        words: what the client reads on the statement of their bank.
    """

    debit: str
    amount: int
    name: str
    iban: str
    mandate: str
    signed: str
    words: str
    bic: str = ""


def compact(text: str) -> str:
    """A number as it is stored: without spaces, in capitals."""
    return "".join(text.split()).upper()


def right_iban(iban: str) -> bool:
    """Whether the check digits of an IBAN are right (ISO 13616, modulo 97)."""
    return bool(_IBAN.fullmatch(iban)) and _mod_97(iban) == 1


def right_bic(bic: str) -> bool:
    """Whether it has the form of a BIC (ISO 9362)."""
    return bool(_BIC.fullmatch(bic))


def right_creditor(ident: str) -> bool:
    """Whether the check digits of a creditor's identifier are right; its business code,
    which the creditor chooses, does not count (EPC262-08)."""
    if not _CREDITOR.fullmatch(ident):
        return False
    return _mod_97(ident[:4] + ident[7:]) == 1


def right_mandate(mandate: str) -> bool:
    """Whether it can be the reference of a mandate."""
    edges = "/" in (mandate[:1], mandate[-1:])
    return bool(_MANDATE.fullmatch(mandate)) and not edges and "//" not in mandate


def _mod_97(number: str) -> int:
    turned = number[4:] + number[:4]
    return int("".join(str(int(each, 36)) for each in turned)) % 97


def latin(text: str, most: int) -> str:
    """Text in the letters that every bank takes, cut to its most."""
    plain = unicodedata.normalize(
        "NFKD", text.replace("œ", "oe").replace("Œ", "OE").replace("’", "'")
    )
    kept = "".join(c for c in plain if not unicodedata.combining(c))
    return " ".join(_LATIN.sub(" ", kept).split())[:most].strip()


def direct_debits(
    creditor: Creditor,
    debits: Sequence[DirectDebit],
    day: str,
    made: datetime,
    message: str,
) -> bytes:
    """The file; the same debits give the same bytes.

    Args:
        day: on which the bank collects, "YYYY-MM-DD".
        message: names the file, at most 35 characters.
    """
    ET.register_namespace("", NAMESPACE)
    root = ET.Element(_name("Document"))
    body = _add(root, "CstmrDrctDbtInitn")
    count, total = str(len(debits)), _euros(sum(debit.amount for debit in debits))
    head = _add(body, "GrpHdr")
    _add(head, "MsgId", message)
    _add(head, "CreDtTm", made.replace(tzinfo=None).isoformat(timespec="seconds"))
    _add(head, "NbOfTxs", count)
    _add(head, "CtrlSum", total)
    _add(_add(head, "InitgPty"), "Nm", latin(creditor.name, _NAME_MOST))
    batch = _add(body, "PmtInf")
    _add(batch, "PmtInfId", message)
    _add(batch, "PmtMtd", "DD")
    _add(batch, "NbOfTxs", count)
    _add(batch, "CtrlSum", total)
    kind = _add(batch, "PmtTpInf")
    _add(_add(kind, "SvcLvl"), "Cd", "SEPA")
    _add(_add(kind, "LclInstrm"), "Cd", "CORE")
    _add(kind, "SeqTp", "RCUR")  # since 2016 a first collection need not be told apart
    _add(batch, "ReqdColltnDt", day)
    _add(_add(batch, "Cdtr"), "Nm", latin(creditor.name, _NAME_MOST))
    _account(batch, "CdtrAcct", creditor.iban)
    _agent(batch, "CdtrAgt", creditor.bic)
    _add(batch, "ChrgBr", "SLEV")
    scheme = _add(_add(_add(batch, "CdtrSchmeId"), "Id"), "PrvtId")
    other = _add(scheme, "Othr")
    _add(other, "Id", creditor.ident)
    _add(_add(other, "SchmeNm"), "Prtry", "SEPA")
    for debit in debits:
        _debit(batch, debit)
    ET.indent(root)
    text = ET.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n'.encode()


def _debit(batch: ET.Element, debit: DirectDebit) -> None:
    told = _add(batch, "DrctDbtTxInf")
    _add(_add(told, "PmtId"), "EndToEndId", debit.debit)
    _add(told, "InstdAmt", _euros(debit.amount)).set("Ccy", "EUR")
    mandate = _add(_add(told, "DrctDbtTx"), "MndtRltdInf")
    _add(mandate, "MndtId", debit.mandate)
    _add(mandate, "DtOfSgntr", debit.signed)
    _agent(told, "DbtrAgt", debit.bic)
    _add(_add(told, "Dbtr"), "Nm", latin(debit.name, _NAME_MOST) or "NOTPROVIDED")
    _account(told, "DbtrAcct", debit.iban)
    _add(_add(told, "RmtInf"), "Ustrd", latin(debit.words, _TEXT_MOST))


def _account(parent: ET.Element, name: str, iban: str) -> None:
    _add(_add(_add(parent, name), "Id"), "IBAN", iban)


def _agent(parent: ET.Element, name: str, bic: str) -> None:
    """The bank; without its BIC the IBAN alone says which it is."""
    bank = _add(_add(parent, name), "FinInstnId")
    if bic:
        _add(bank, "BIC", bic)
    else:
        _add(_add(bank, "Othr"), "Id", "NOTPROVIDED")


def _euros(cents: int) -> str:
    return f"{cents // 100}.{cents % 100:02d}"


def _name(name: str) -> str:
    return f"{{{NAMESPACE}}}{name}"


def _add(parent: ET.Element, name: str, text: str = "") -> ET.Element:
    child = ET.SubElement(parent, _name(name))
    if text:
        child.text = text
    return child
