"""The bytes around a job: its end that the printer answers, and what clears a torn one.

Apart from `escpos`, so that a link is up before anything is loaded that draws.
Source: as `escpos`.
"""

from hardware.printers.profiles import Completion, Profile

FEED_CUT = b"\x1dVB\x00"
QUEUED_STATUS = b"\x1dr\x01"
_FIRST, _SPAN = 0x20, 95  # process ids are made of printable ASCII


def process_id(token: int) -> bytes:
    """Four printable characters for a send number; they repeat after 81 million."""
    digits = []
    for _ in range(4):
        token, digit = divmod(token, _SPAN)
        digits.append(_FIRST + digit)
    return bytes(reversed(digits))


def fence(completion: Completion, token: int) -> bytes:
    """The end of a job: asks the printer to report when it gets there.

    Source: GS ( H function 48 (answer 37 22 id 00), GS r 1 (one status byte).
    """
    match completion:
        case "process_id":
            return b"\x1d(H\x06\x0000" + process_id(token)
        case "gs_r":
            return QUEUED_STATUS
        case "none":
            return b""


def clearing(profile: Profile) -> bytes:
    """What to send after a job broke off: end a half-sent image, cut the torn paper.

    NULs are white to a printer that waits for image data and nothing to any other.
    """
    widest = (profile.dots + 7) // 8 * profile.fragment if profile.raster else 256
    return bytes(widest) + b"\x1b@" + cut_bytes(profile)


def cut_bytes(profile: Profile) -> bytes:
    """How this printer ends a ticket: feeds past the knife, and cuts if it has one."""
    match profile.cut:
        case "feed_cut":
            return FEED_CUT
        case "full":
            return b"\x1bd\x06\x1dV\x00"
        case "none":
            return b"\x1bd\x06"
