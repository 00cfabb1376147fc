"""Canonical JSON: one meaning, one sequence of bytes.

Only strings, integers, booleans, lists and objects exist; keys are ASCII and strings
NFC. Under these rules sorted compact JSON equals RFC 8785, so any other implementation
hashes the same bytes.

Source: RFC 8785 (JSON Canonicalization Scheme).
"""

import unicodedata
from base64 import urlsafe_b64encode
from binascii import a2b_base64
from collections.abc import Mapping
from functools import lru_cache
from typing import Final, cast

import orjson

from db.errors import MisuseError

Json = str | int | bool | list["Json"] | dict[str, "Json"]

# Readers written in other languages keep numbers in a double (RFC 8785, 3.2.2.3).
MAX_INTEGER: Final = 2**53 - 1

# Base64url to what the standard library reads and writes fastest, and back.
STANDARD_ALPHABET: Final = bytes.maketrans(b"-_", b"+/")
URL_ALPHABET: Final = bytes.maketrans(b"+/", b"-_")


def normalised(value: object) -> Json:
    """A copy of `value` that holds canonical JSON values only.

    Tuples become lists; enums of text or number become their value; text becomes NFC.

    Raises:
        MisuseError: float, None, other types, non-ASCII key, integer beyond 2**53 - 1,
            or half of a surrogate pair.
    """
    kind = type(value)
    if kind is str:
        return nfc(cast("str", value))
    if kind is int and abs(cast("int", value)) <= MAX_INTEGER:
        return cast("int", value)
    if kind is bool:
        return cast("bool", value)
    if kind is dict:
        # Nearly all is plain: a call for each of them would double the cost.
        return {
            _key(key): item
            if (type(item) is str and item.isascii())
            or (type(item) is int and -MAX_INTEGER <= item <= MAX_INTEGER)
            else normalised(item)
            for key, item in cast("dict[object, object]", value).items()
        }
    if isinstance(value, list | tuple):
        return [normalised(item) for item in value]
    if isinstance(value, int):
        number = int.__int__(value)
        if abs(number) > MAX_INTEGER:
            raise MisuseError(f"integer out of range: {number}")
        return number
    if isinstance(value, str):  # a text enum: keep its value, not its name
        return nfc(str.__str__(value))
    if isinstance(value, Mapping):
        return normalised(dict(value))
    raise MisuseError(f"{kind.__name__} is not a value of the journal: {value!r}")


def nfc(text: str) -> str:
    """`text` in Unicode normal form C.

    Raises:
        MisuseError: `text` cannot be written as UTF-8 (half of a surrogate pair).
    """
    if text.isascii():
        return text
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise MisuseError(f"not a text: {text!r}") from error
    return unicodedata.normalize("NFC", text)


def canonical(value: Json) -> str:
    """The canonical text of a value that `normalised` returned."""
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS).decode()


def b64u(raw: bytes) -> str:
    """Base64url without padding (RFC 7515, section 2)."""
    return urlsafe_b64encode(raw).rstrip(b"=").decode("ascii")


def unb64u(text: str) -> bytes:
    """The bytes behind base64url text without padding.

    Raises:
        ValueError: `text` is not base64url.
    """
    # Surplus padding is ignored; translating here saves half of the library's time.
    return a2b_base64(text.encode("ascii").translate(STANDARD_ALPHABET) + b"==")


@lru_cache(4096)
def _key(key: object) -> str:
    if not isinstance(key, str) or not key.isascii():
        raise MisuseError(f"a key is ASCII text, not {key!r}")
    return str.__str__(key)
