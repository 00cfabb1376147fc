"""Nothing that could be a card number leaves the protocol module.

Source: PCI DSS 4.0, requirement 3.4: at most the last four digits are shown (the rule
would also allow the first six; we have no use for them).
"""

import re

STAR = "*"

# 13 digits and more, alone or in the groups printed on cards (4-4-4-x, 4-6-5); twelve
# (the shortest of ISO/IEC 7812) only in groups, as the identifier of a till has twelve
# in one piece. Leading zeros do not count: an AID (A0000000421010) is no card number, and no
# issuer number starts with 0.
_SOLID = re.compile(r"0*([1-9][0-9]{12,})")
_GROUPED = re.compile(r"[0-9]{4}([ .-])[0-9]{4}\1[0-9]{4}(?:\1[0-9]{1,7})?")
_AMEX = re.compile(r"[0-9]{4}([ .-])[0-9]{6}\1[0-9]{4,5}")
_DIGIT = re.compile(r"[0-9]")
_DIGIT_BYTE = re.compile(rb"[0-9]")
_LETTER_BYTE = re.compile(rb"[A-Za-z]")


def last4(pan: str) -> str:
    """The last four characters of a card number if they are digits, else ""."""
    tail = pan.strip()[-4:]
    return tail if len(tail) == 4 and tail.isascii() and tail.isdigit() else ""


def mask(text: str) -> str:
    """Stars every digit but the last four of whatever looks like a card number.

    The four that stay may look like the beginning of another one with what follows them.
    """
    before = ""
    while text != before:
        before = text
        for shape in (_SOLID, _GROUPED, _AMEX):
            text = shape.sub(_starred, text)
    return text


def _starred(match: re.Match[str]) -> str:
    found = match.group()
    return _DIGIT.sub(STAR, found[:-4]) + found[-4:]


def redact(received: bytes) -> bytes:
    """Bytes fit for an error: their shape stays, no digit and no base64 does."""
    tag, rest = received[:2], received[2:]
    return _DIGIT_BYTE.sub(b"#", tag + _LETTER_BYTE.sub(b"x", rest))
