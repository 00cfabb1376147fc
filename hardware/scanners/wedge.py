"""Guns that type like a keyboard, told from people by how fast they type.

A pure state machine: the window's event filter feeds each key with its time and gets
back scans to use and keys to hand on. Keys are held until it is clear who types, so no
character of a scan reaches the focused field and none of a person's is lost.

**For the event filter.** Feed every key press that is not a bare modifier (a gun in
French layout presses Shift itself), with ``QKeyEvent.timestamp()``: the time of
arrival would split codes whenever the window was busy. Keep the held events in a list;
``Replay.count`` says how many of the oldest to send on, a ``Scan`` that all of them are
used up. After a feed that leaves ``held`` above 0, call ``expire`` when ``gap_ms`` have
passed.
"""

from dataclasses import dataclass

from hardware.scanners.scan import Scan, split_aim

SUFFIXES = frozenset("\r\n\t")

# A US gun on a French keyboard types the unshifted digit row.
AZERTY_DIGITS = "à&é\"'(-è_ç"
_TO_DIGITS = {ord(char): str(digit) for digit, char in enumerate(AZERTY_DIGITS)}

_LONGEST = 512  # no code for a till is longer; a key held down is


@dataclass(frozen=True, slots=True, kw_only=True)
class WedgeSettings:
    """How a gun is told from a person.

    Attributes:
        gap_ms: longest time between two keys of one code. At 50 ms, 3 000 typed lines
            gave no false scan and 0.9 % of slow guns' scans were missed (simulated).
        shortest: characters a code has at least, suffix and prefix not counted.
        prefix: character the gun is programmed to send first; "" for none. With it
            nothing that a person types is ever held.
    """

    gap_ms: int = 50
    shortest: int = 6
    prefix: str = ""


@dataclass(frozen=True, slots=True)
class Replay:
    """The `count` oldest held keys were typed by a person: hand them on."""

    count: int


class Wedge:
    """The state machine of one keyboard."""

    def __init__(self, settings: WedgeSettings | None = None) -> None:
        self._settings = settings or WedgeSettings()
        self._keys: list[str] = []
        self._last_ms = 0

    @property
    def held(self) -> int:
        """Keys fed and neither scanned nor replayed yet."""
        return len(self._keys)

    def feed(self, key_text: str, timestamp_ms: int) -> tuple[Scan | Replay, ...]:
        """Takes a key; what became certain with it, oldest first.

        Args:
            key_text: what the key types; "" for arrows and the like.
            timestamp_ms: the event's own time, in any epoch.
        """
        late = self.expire(timestamp_ms)
        self._last_ms = timestamp_ms
        return late + self._take(key_text)

    def expire(self, now_ms: int) -> tuple[Replay, ...]:
        """Replays what is held if the next key of a gun is overdue at `now_ms`.

        A clock that runs backwards counts as overdue.
        """
        if 0 <= now_ms - self._last_ms <= self._settings.gap_ms:
            return ()
        return self._replay()

    def _take(self, key_text: str) -> tuple[Scan | Replay, ...]:
        prefix = self._settings.prefix
        self._keys.append(key_text)
        if key_text in SUFFIXES:
            return self._end()
        opens = not prefix or self._keys[0] == prefix
        if key_text and opens and len(self._keys) <= _LONGEST:
            return ()
        return self._replay()

    def _end(self) -> tuple[Scan | Replay, ...]:
        """A suffix came: was it the end of a code?"""
        code = "".join(self._keys[:-1])
        prefix = self._settings.prefix
        if not code.startswith(prefix):
            return self._replay()
        code = code.removeprefix(prefix)
        if len(code) < self._settings.shortest:
            return self._replay()
        self._keys.clear()
        digits = repair_azerty(code)
        symbology, text = split_aim(digits or code)
        return (
            Scan(
                text=text,
                symbology=symbology,
                source="wedge",
                repaired=digits is not None,
            ),
        )

    def _replay(self) -> tuple[Replay, ...]:
        count = len(self._keys)
        self._keys.clear()
        return (Replay(count),) if count else ()


def repair_azerty(code: str) -> str | None:
    """The digits behind a code typed through the wrong layout, None if it is none.

    Only a code made of nothing but the unshifted digit row is certain: in French
    layout a "-" or a "(" may well be meant.
    """
    if code and all(char in AZERTY_DIGITS for char in code):
        return code.translate(_TO_DIGITS)
    return None
