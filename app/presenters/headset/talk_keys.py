"""The keys to talk: which key opens whose microphone.

A button of a headset, a foot pedal and a key of the keyboard are all keys. One that was
learnt for a headset talks to that one; the others to the headset of whoever is at the
window.
"""

from collections.abc import Mapping

SETTING = "voice.keys"
ANYBODY = "*"
"""In the setting: the headset of whoever is at the window."""
DEFAULT = 0x01000006
"""Insert (Qt's code): the F keys of the till are all taken."""


def keys_of(text: str) -> dict[int, str]:
    """Code of a key -> headset, `ANYBODY` for that of the person at the window.

    Args:
        text: the setting: "casque1=16777349 *=16777222"; what cannot be read is left out.
    """
    found: dict[int, str] = {}
    for word in text.split():
        headset, _, code = word.rpartition("=")
        if headset and code.isascii() and code.isdigit():
            found[int(code)] = headset
    if ANYBODY not in found.values():
        found.setdefault(DEFAULT, ANYBODY)
    return found


def key_of(text: str, headset: str) -> int:
    """Code of a headset's key, 0 for none."""
    return next((code for code, whose in keys_of(text).items() if whose == headset), 0)


def with_key(text: str, headset: str, code: int) -> str:
    """The setting once a headset has another key, 0 for none; no key does two things."""
    kept = {c: h for c, h in keys_of(text).items() if h != headset and c != code}
    return _written(kept | ({code: headset} if code else {}))


def _written(keys: Mapping[int, str]) -> str:
    return " ".join(sorted(f"{headset}={code}" for code, headset in keys.items()))
