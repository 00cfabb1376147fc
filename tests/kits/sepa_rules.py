"""What the schema of pain.008.001.02 and the scheme's guidelines ask of a file, written
out: the elements in their order, how often, and what they hold.

Sources: ISO 20022 pain.008.001.02; EPC130-08 (SDD Core, customer to bank).
"""

import re
from decimal import Decimal
from xml.etree import ElementTree as ET

SPACE = "{urn:iso:std:iso:20022:tech:xsd:pain.008.001.02}"
TEXT35, TEXT70 = r"[A-Za-z0-9/\-?:().,'+ ]{1,35}", r"[A-Za-z0-9/\-?:().,'+ ]{1,70}"
TEXT140 = r"[A-Za-z0-9/\-?:().,'+ ]{1,140}"
DAY, MOMENT = r"\d{4}-\d\d-\d\d", r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d"
COUNT, EUROS = r"[0-9]{1,15}", r"\d{1,9}\.\d\d"
IBAN = r"[A-Z]{2}[0-9]{2}[a-zA-Z0-9]{1,30}"
BIC = r"[A-Z]{6}[A-Z2-9][A-NP-Z0-9]([A-Z0-9]{3})?"
_BANK = {"FinInstnId": {"BIC?": BIC, "Othr?": {"Id": "NOTPROVIDED"}}}
_ACCOUNT = {"Id": {"IBAN": IBAN}}
_SCHEME = {"Othr": {"Id": TEXT35, "SchmeNm": {"Prtry": "SEPA"}}}
_TRANSACTION = {
    "PmtId": {"EndToEndId": TEXT35},
    "InstdAmt": EUROS,
    "DrctDbtTx": {"MndtRltdInf": {"MndtId": TEXT35, "DtOfSgntr": DAY}},
    "DbtrAgt": _BANK,
    "Dbtr": {"Nm": TEXT70},
    "DbtrAcct": _ACCOUNT,
    "RmtInf": {"Ustrd": TEXT140},
}
SHAPE = {
    "CstmrDrctDbtInitn": {
        "GrpHdr": {
            "MsgId": TEXT35,
            "CreDtTm": MOMENT,
            "NbOfTxs": COUNT,
            "CtrlSum": EUROS,
            "InitgPty": {"Nm": TEXT70},
        },
        "PmtInf": {
            "PmtInfId": TEXT35,
            "PmtMtd": "DD",
            "NbOfTxs": COUNT,
            "CtrlSum": EUROS,
            "PmtTpInf": {
                "SvcLvl": {"Cd": "SEPA"},
                "LclInstrm": {"Cd": "CORE|B2B"},
                "SeqTp": "FRST|RCUR|FNAL|OOFF",
            },
            "ReqdColltnDt": DAY,
            "Cdtr": {"Nm": TEXT70},
            "CdtrAcct": _ACCOUNT,
            "CdtrAgt": _BANK,
            "ChrgBr": "SLEV",
            "CdtrSchmeId": {"Id": {"PrvtId": _SCHEME}},
            "DrctDbtTxInf+": _TRANSACTION,
        },
    }
}
"""Element -> what is in it: a pattern, or elements; "?" may be absent, "+" may recur."""


def wrong(content: bytes) -> list[str]:
    """What the file has against the rules, a sentence each."""
    root = ET.fromstring(content)
    if root.tag != f"{SPACE}Document":
        return [f"root {root.tag}"]
    found = list(_unlike(root, SHAPE, "Document"))
    body = root[0]
    amounts = [Decimal(e.text or "0") for e in body.iter(f"{SPACE}InstdAmt")]
    for place in ("GrpHdr", "PmtInf"):
        part = body.find(f"{SPACE}{place}")
        assert part is not None
        if part.findtext(f"{SPACE}NbOfTxs") != str(len(amounts)):
            found.append(f"{place}: NbOfTxs")
        if Decimal(part.findtext(f"{SPACE}CtrlSum") or "0") != sum(amounts):
            found.append(f"{place}: CtrlSum")
    if any(e.get("Ccy") != "EUR" for e in body.iter(f"{SPACE}InstdAmt")):
        found.append("InstdAmt: not in euros")
    if any(not Decimal("0.01") <= a <= Decimal("999999999.99") for a in amounts):
        found.append("InstdAmt: out of range")
    names = [e.text for e in body.iter(f"{SPACE}EndToEndId")]
    if len(set(names)) < len(names):
        found.append("EndToEndId: twice")
    return found


def _unlike(element: ET.Element, shape: dict, path: str) -> list[str]:
    found, children = [], list(element)
    for name, inner in shape.items():
        plain = name.rstrip("?+")
        taken = 0
        while children and children[0].tag == f"{SPACE}{plain}":
            child = children.pop(0)
            taken += 1
            where = f"{path}/{plain}"
            if isinstance(inner, dict):
                found += _unlike(child, inner, where)
            elif not re.fullmatch(inner, child.text or ""):
                found.append(f"{where}: {child.text!r}")
            if not name.endswith("+"):
                break
        if not taken and not name.endswith("?"):
            found.append(f"{path}/{plain}: missing")
    return found + [f"{path}: {child.tag} is not expected" for child in children]
