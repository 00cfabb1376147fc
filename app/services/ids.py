"""Fresh ids: UUIDv7 in 26 characters of Crockford's base 32, so that they sort by time."""

import secrets
import time

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_PAIRS = [one + two for one in _ALPHABET for two in _ALPHABET]


def new_id() -> str:
    """A new id; later ids are greater, ids of the same millisecond in random order."""
    milliseconds = time.time_ns() // 1_000_000
    number = milliseconds << 80 | 0x7 << 76 | secrets.randbits(76)
    return "".join([_PAIRS[number >> shift & 1023] for shift in range(120, -1, -10)])
