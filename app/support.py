"""`sotto doctor --bundle FILE`: what support needs to know of this machine, in one file.

A ZIP with the same twice: `sotto.txt` to read, `sotto.json` to search. Nothing of the
journal is in it, and its log is masked once more: card numbers, telephone numbers,
mail addresses, the keys of this profile, and the names of guests who are known here.
"""

import io
import json
import os
import platform
import re
import sys
import zipfile
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, suppress
from dataclasses import asdict, fields
from datetime import datetime
from importlib.metadata import distributions
from pathlib import Path
from typing import Any

from app.bootstrap import SOFTWARE, wall_clock
from app.connectors.accounts import FILE as ACCOUNTS
from app.connectors.accounts import Accounts
from app.doctor import devices_of, examine
from app.domain.settings import DeviceSet
from app.logs import FILE as LOG
from app.logs import without_card_numbers
from app.projections.queries import load_reservations, load_things
from db.database import Database
from db.errors import KnownError
from db.profile import Profile
from db.sealed import Sealer
from hardware.doctor import Finding
from hardware.health import Health
from hardware.plugged import plugged

TEXT, JSON = "sotto.txt", "sotto.json"
LINES = 400
"""The last lines of the log that go along."""
_RULES = Path("/etc/udev/rules.d")
_MASK = "…"
_SHORTEST = 3
"""What is shorter than a name would take half of the words away."""
_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_PHONE = re.compile(r"(?<![\w.])\+?\d(?:[ .-]?\d){7,}(?![\w.]*\d)")
_PLAIN = re.compile(r"\d{1,3}(?:\.\d{1,3}){3}|20\d\d-\d\d-\d\d(?: \d\d)?")
_NEVER = "(?!)"
_KEY = re.compile(r"\b(?:sk|rk|pk|whsec|sup_sk|Bearer)[_ -][\w-]{6,}")
_SEALED = "s1."
_PERSONS = ("reservation", "client", "company")
"""First words of the names under which the keys of guests are kept."""


class Masker:
    """Takes out of a text what is nobody's business.

    Args:
        secrets: keys and passphrases of this profile.
        names: what guests are called, and how they are reached.
    """

    def __init__(self, secrets: Iterable[str], names: Iterable[str]) -> None:
        self._secrets = _any_of(s for s in secrets if len(s) >= _SHORTEST)
        self._names = _any_of(n for n in names if len(n) >= _SHORTEST)

    def text(self, text: str) -> str:
        """`text` without all that."""
        text = text.replace(str(Path.home()), "~")
        text = re.sub(self._secrets, _MASK, text)
        text = re.sub(rf"\b(?:{self._names})\b", _MASK, text, flags=re.IGNORECASE)
        text = _KEY.sub(_MASK, _MAIL.sub(_MASK, without_card_numbers(text)))
        return _PHONE.sub(_masked_number, text)

    def value(self, value: Any) -> Any:
        """The same for whatever JSON may hold; a moment stays."""
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, list):
            return [self.value(each) for each in value]
        if isinstance(value, dict):
            return {
                key: each if key == "ts" else self.value(each)
                for key, each in value.items()
            }
        return value


def _any_of(words: Iterable[str]) -> str:
    """An expression that finds each of the words, the longest first."""
    longest = sorted(set(words), key=len, reverse=True)
    return "|".join(map(re.escape, longest)) or _NEVER


def _masked_number(found: re.Match[str]) -> str:
    """A number as long as a telephone number; a day, or an address of the network, stays."""
    number = found.group()
    return number if _PLAIN.fullmatch(number) else _MASK


def bundle(
    profile: Profile,
    healths: Mapping[str, Health] | None = None,
    clock: Callable[[], datetime] = wall_clock,
) -> bytes:
    """The file for support.

    Args:
        healths: how the devices are, where Sotto runs: they are not asked then, since
            many of them speak to one at a time.
    """
    masker = Masker(_secrets(profile), _guests(profile))
    findings = examine(profile, clock, ask_devices=healths is None)
    told = {
        "made": clock().isoformat(timespec="seconds"),
        "software": SOFTWARE,
        "machine": _machine(),
        "findings": masker.value([asdict(each) for each in findings]),
        "devices": masker.value(list(_devices(profile, healths or {}))),
        "plugged": [asdict(each) for each in plugged()],
        "udev": sorted(path.name for path in _RULES.glob("*.rules")),
        "libraries": _libraries(),
        "log": [masker.value(line) for line in log_lines(profile.logs)],
    }
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(TEXT, _text(told, findings, masker))
        archive.writestr(JSON, json.dumps(told, ensure_ascii=False, indent=1))
    return made.getvalue()


def _machine() -> dict[str, str]:
    """What it runs on; no name of a person or a machine."""
    groups: list[int] = getattr(os, "getgroups", list)()
    return {
        "system": platform.platform(),
        "python": sys.version.split()[0],
        "desktop": os.environ.get("XDG_SESSION_TYPE", ""),
        "groups": " ".join(map(_group_name, groups)),
    }


def _group_name(number: int) -> str:
    with suppress(ImportError, KeyError):
        import grp

        return grp.getgrgid(number).gr_name
    return str(number)


def _libraries() -> dict[str, str]:
    """Python libraries and their versions."""
    return dict(sorted((d.metadata["Name"], d.version) for d in distributions()))


def _devices(
    profile: Profile, healths: Mapping[str, Health]
) -> Iterator[dict[str, object]]:
    """The devices in use, and how each is where that is known."""
    with suppress(KnownError):  # a finding says it
        for device in devices_of(profile) if profile.database.exists() else ():
            yield _device(device, healths.get(device.id))


def _device(device: DeviceSet, health: Health | None) -> dict[str, object]:
    told: dict[str, object] = {
        "id": device.id,
        "kind": device.kind,
        "name": device.name,
        "model": device.profile,
        "address": device.address,
    }
    if health is not None:
        told["state"] = health.state.value
        told["reasons"] = sorted(health.reasons)
        told["since"] = health.since.isoformat(timespec="seconds")
        told["detail"] = health.detail
    return told


def log_lines(folder: Path) -> list[dict[str, object]]:
    """The last lines of the log, oldest first; one that is no JSON is left out."""
    lines: deque[dict[str, object]] = deque(maxlen=LINES)
    for name in (f"{LOG}.1", LOG):
        with suppress(OSError), (folder / name).open(encoding="utf-8") as file:
            for line in file:
                with suppress(ValueError):
                    lines.append(dict(json.loads(line)))
    return list(lines)


def _secrets(profile: Profile) -> list[str]:
    """All that is kept to log in elsewhere with."""
    if not (profile.keys / ACCOUNTS).exists():
        return []
    try:
        return Accounts(profile.keys).secrets()
    except (KnownError, OSError):
        return []


def _guests(profile: Profile) -> set[str]:
    """Names, numbers and mail addresses of the guests known here, and parts of them."""
    found: set[str] = set()
    if not profile.database.exists():
        return found
    with (
        suppress(KnownError),
        closing(Database.open(profile.database, read_only=True)) as database,
    ):
        sealer = Sealer(database)
        with database.read() as connection:
            things = [*load_things(connection), *load_reservations(connection, "")]
        for thing in things:
            found.update(_unsealed(sealer, thing))
    words = {word for text in found for word in text.split()}
    return found | {
        word for word in words if word[0].isupper() and len(word) > _SHORTEST
    }


def _unsealed(sealer: Sealer, thing: object) -> Iterator[str]:
    """What is sealed in a fact with the key of a guest."""
    names = (field.name for field in fields(thing))  # type: ignore[arg-type]  # a fact
    values = (getattr(thing, name) for name in names)
    texts = [value for value in values if isinstance(value, str)]
    for text in texts:
        if text.startswith(_SEALED):
            keys = (f"{word}/{id_}" for word in _PERSONS for id_ in texts)
            yield from filter(None, (sealer.unseal(key, text) for key in keys))


def _text(told: Mapping[str, Any], findings: Sequence[Finding], masker: Masker) -> str:
    """The same to read."""
    lines = [told["software"], told["made"], ""]
    lines += [f"{key}: {value}" for key, value in told["machine"].items()]
    lines.append("")
    for finding in findings:
        lines.append(f"{'ok' if finding.ok else '--'}  {masker.text(finding.text)}")
        lines += [f"    -> {masker.text(finding.fix)}"] if finding.fix else []
    for title in ("devices", "plugged", "log"):
        lines += ["", f"== {title}"]
        lines += [_line(each) for each in told[title]]
    lines += ["", "== libraries"]
    lines += [f"{name} {version}" for name, version in told["libraries"].items()]
    return "\n".join(lines) + "\n"


def _line(told: Mapping[str, Any]) -> str:
    parts = (f"{key}={value}" for key, value in told.items() if value not in ("", []))
    return " ".join(parts)
