"""Checks a run of entries of one chain: form, links, signatures, numbers, columns.

Two readers of the same row. `_passes` is quick and only ever says "all is well": from
the columns and the previous hash it knows how the stored form must begin and end (in
canonical form the members after "data" have a fixed order), and compares the bytes
without decoding them. Whatever it does not recognise goes to `_examine`, which reads the
entry in full and says what is wrong.

Imports neither SQLAlchemy nor the journal, so that helper processes start fast.
"""

import json
from binascii import b2a_base64
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from db.canonical import URL_ALPHABET, unb64u
from db.entry import SEALED, SEGMENT_OPENED, TypeSpec, is_body
from db.findings import MAX_FINDINGS, Code, Finding
from db.keyring import Keyring, Keys
from db.keys import PublicKey
from db.sqlite_file import connect_reading

# The entry before a run, and a run; parameters by name.
BEFORE: Final = (
    "SELECT seq, jws, ts FROM journal WHERE chain = :chain AND seq < :first "
    "ORDER BY seq DESC LIMIT 1"
)
RUN: Final = (
    "SELECT seq, type, series, tseq, stream, ts, bday, jws, hash FROM journal "
    "WHERE chain = :chain AND seq BETWEEN :first AND :last ORDER BY seq"
)

# A row of `RUN`, its text as bytes: what was tampered with need not even be text.
RawRow = Sequence[Any]

_FOLLOWING: Final = (
    b'","prev":"%b","seq":%d,"stream":"%b","sw":"%b","ts":"%b","tseq":%d,"type":"%b",'
    b'"v":%d}'
)
_TOLERANCE: Final = timedelta(seconds=2)
_UNUSUAL: Final = (SEGMENT_OPENED.encode(), SEALED.encode())
# What a row repeats of its body, in the row's order.
_REPEATED: Final = ("seq", "type", "tseq", "stream", "ts", "bday")
_JWS_PARTS: Final = 3
_HASH_LENGTH: Final = 43


@dataclass(slots=True)
class Place:
    """The entry that was read last: its number, hash and time; 0 and "" for none."""

    seq: int = 0
    hash: bytes = b""
    ts: bytes = b""
    signed: bool = False


@dataclass(slots=True)
class Outcome:
    """What a run contains.

    Attributes:
        count: how many entries.
        last: the last one's number.
        last_signed: whether the last one carries a signature.
        unsigned: fiscal entries without a signature of their own, of the last call.
        sealed: entries that seal such ones: (number, first, last that it covers).
        first_numbers: of each series, its first number here and the entry that has it.
        last_numbers: of each series, its last number here.
        findings: errors and warnings, in order.
    """

    count: int = 0
    last: int = 0
    last_signed: bool = False
    unsigned: list[int] = field(default_factory=list)
    sealed: list[tuple[int, int, int]] = field(default_factory=list)
    first_numbers: dict[str, tuple[int, int]] = field(default_factory=dict)
    last_numbers: dict[str, int] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)


class Checker:
    """Checks entries of one chain one after the other.

    Args:
        covered: signatures of entries up to this one are not checked by themselves: the
            one of a later entry covers them through the chain of hashes.
    """

    def __init__(
        self,
        chain: str,
        keyring: Keyring,
        types: Mapping[str, TypeSpec],
        before: Place,
        covered: int = 0,
    ) -> None:
        self.outcome = Outcome()
        self._covered = covered
        self._chain = chain
        self._keyring = keyring
        self._types = types
        self._rules = {
            name.encode(): (spec.series.encode(), spec.signed)
            for name, spec in types.items()
        }
        self._place = before
        # What the body of the next entry probably says, for the quick reader.
        self._software = b""
        self._versions: dict[bytes, int] = {}
        self._start_of: tuple[PublicKey | None, bytes, bytes] = (None, b"", b"")

    def check_all(self, rows: Iterable[RawRow]) -> Outcome:
        """Checks rows of `RUN` in the order of their numbers; a later call goes on.

        The outcome's findings are those of the last call alone, its numbers of all.
        """
        self.outcome.findings = []
        self.outcome.unsigned, self.outcome.sealed = [], []
        for count, row in enumerate(rows, start=1):
            if not self._passes(row):
                self._examine(row)
            self.outcome.count = count
        self.outcome.last = self._place.seq
        self.outcome.last_signed = self._place.signed
        return self.outcome

    def _passes(self, row: RawRow) -> bool:
        """Notes the entry and returns True if nothing is wrong or unusual about it."""
        seq, type_, series, tseq, stream, ts, bday, jws, hash_ = row
        place = self._place
        key = self._keyring.at(seq)
        series = series or b""
        try:
            counted, signed = self._rules.get(type_, (series, False))
            end = jws.rindex(b".")
            if (
                key is None
                or seq != place.seq + 1
                or (ts != place.ts and (ts < place.ts or ts[-6:] != place.ts[-6:]))
                or hash_ != _digest(jws)
                or counted != series
                or (not self._follows(counted, tseq) if counted else tseq != 0)
                or not jws.startswith(self._start(key, bday))
                or type_ in _UNUSUAL
            ):
                return False
            following = _FOLLOWING % (
                place.hash,
                seq,
                stream,
                self._software,
                ts,
                tseq,
                type_,
                self._versions.get(type_, 1),
            )
            # The stored body ends with this, as far as groups of three bytes align.
            size = (end - len(key.header) - 1) * 3 // 4
            expected = _encoded(following[(len(following) - size) % 3 :])
            if not jws.endswith(expected, 0, end):
                return False
            signature = jws[end + 1 :]
            if signature:
                if seq > self._covered and not _verifies(key, jws[:end], signature):
                    return False
            elif signed:
                return False
        except (AttributeError, TypeError, ValueError):
            return False  # a value of another type, text without a dot, …
        place.seq, place.hash, place.ts = seq, hash_, ts
        place.signed = bool(signature)
        if counted:
            self._number(counted.decode(), tseq, seq)
        return True

    def _examine(self, row: RawRow) -> None:
        """Reads an entry in full, notes it, and what is wrong with it."""
        seq, type_, series, *_, ts, _, jws, hash_ = (_text(value) for value in row)
        stored = jws if isinstance(jws, str) else ""
        parts = stored.split(".")
        body = _body(parts[1]) if len(parts) == _JWS_PARTS else None
        digest = _digest(stored.encode())
        codes: list[Code] = []
        if seq != self._place.seq + 1:
            codes.append("SEQ_GAP")
        if body is None:
            codes.append("BAD_JWS")
            if series and isinstance(row[3], int):
                self._number(str(series), row[3], seq)  # its number is not missing
        else:
            codes += self._codes(seq, body, parts, series)
            repeated = (_text(value) for value in (*row[:2], *row[3:7]))
            if not codes and (
                tuple(body.get(name) for name in _REPEATED) != tuple(repeated)
                or body.get("chain") != self._chain
                or hash_ != digest.decode()
                or not self._rightly_counted(str(type_), series, body.get("tseq"))
            ):
                codes.append("PROJECTION_DIFF")
            ts = body.get("ts")
            if type_ == SEGMENT_OPENED:
                codes.append("SEGMENT")
            if type_ in (SEALED, SEGMENT_OPENED) and not set(codes) - {"SEGMENT"}:
                self._seal(seq, body["data"])
            if _backward(self._place.ts.decode(), str(ts)):
                codes.append("TS_BACKWARD")
            self._expect_more_like(body)
        for code in codes:
            self._find(code, seq)
        signed = len(parts) == _JWS_PARTS and parts[2] != ""
        self._place = Place(seq, digest, str(ts).encode(), signed)

    def _expect_more_like(self, body: Mapping[str, Any]) -> None:
        """Remembers what the columns do not repeat, for the quick reader."""
        self._software = str(body.get("sw")).encode()
        if isinstance(version := body.get("v"), int):
            self._versions[str(body.get("type")).encode()] = version

    def _codes(
        self, seq: int, body: Mapping[str, Any], parts: Sequence[str], series: object
    ) -> list[Code]:
        """What is wrong with link, signature and number of a readable entry."""
        codes: list[Code] = []
        if body.get("prev") != self._place.hash.decode():
            codes.append("LINK_BROKEN")
        rule = self._types.get(str(body.get("type")))
        codes += self._signature_codes(seq, parts, signed=bool(rule and rule.signed))
        counted = rule.series if rule else str(series or "")
        number = body.get("tseq")
        if counted and isinstance(number, int):
            if not self._follows(counted.encode(), number):
                codes.append("TSEQ_GAP")
            self._number(counted, number, seq)
        return codes

    def _signature_codes(
        self, seq: int, parts: Sequence[str], *, signed: bool
    ) -> list[Code]:
        head, body_part, signature = (part.encode() for part in parts)
        key = self._keyring.at(seq)
        if key is None:
            return []  # the chain has no readable first entry, which is told once
        if head != key.header:
            return [_header_code(parts[0], key.kid)]
        if not signature:
            if signed:
                self.outcome.unsigned.append(seq)
            return []
        if seq <= self._covered:
            return []
        try:
            good = _verifies(key, head + b"." + body_part, signature)
        except ValueError:
            return ["BAD_JWS"]
        return [] if good else ["BAD_SIG"]

    def _rightly_counted(self, type_: str, series: object, number: object) -> bool:
        rule = self._types.get(type_)
        if rule is None:
            return bool(series) == bool(number)
        return rule.series == (series or "") and bool(rule.series) == bool(number)

    def _seal(self, seq: int, data: object) -> None:
        """Notes what an entry says that it seals."""
        told = data if isinstance(data, dict) else {}
        first, last = told.get("first"), told.get("last")
        if isinstance(first, int) and isinstance(last, int) and last == seq - 1:
            self.outcome.sealed.append((seq, first, last))

    def _follows(self, series: bytes, number: int) -> bool:
        """Whether `number` is the next of its series, as far as this run knows."""
        if not series:
            return number == 0
        last = self.outcome.last_numbers.get(series.decode())
        return last is None or number == last + 1

    def _number(self, series: str, number: int, seq: int) -> None:
        self.outcome.first_numbers.setdefault(series, (number, seq))
        self.outcome.last_numbers[series] = number

    def _find(self, code: Code, seq: int) -> None:
        if len(self.outcome.findings) < MAX_FINDINGS:
            table = "journal" if code == "PROJECTION_DIFF" else ""
            self.outcome.findings.append(Finding(code, self._chain, seq, table))

    def _start(self, key: PublicKey, bday: bytes) -> bytes:
        """How the stored form begins of an entry that nobody had to approve."""
        last_key, last_bday, start = self._start_of
        if key is not last_key or bday != last_bday:
            text = b'{"appr":"","bday":"%b","chain":"%b","data":{' % (
                bday,
                self._chain.encode(),
            )
            start = key.header + b"." + _encoded(text[: len(text) // 3 * 3])
            self._start_of = key, bday, start
        return start


def unsigned_findings(
    chain: str, outcomes: Sequence[Outcome], waiting: int = 0
) -> list[Finding]:
    """What entries without a signature come to: sealed later, which a person should know,
    or never, which nobody but a forger leaves.

    Args:
        outcomes: of the runs of one chain, in order.
        waiting: first entry of a run at the chain's end that says that it waits for its
            seal, 0 for none.
    """
    sealed = [seal for outcome in outcomes for seal in outcome.sealed]
    found = [
        Finding("DEGRADED", chain, first, detail=f"{first}-{last}")
        for _, first, last in sealed
    ]
    if waiting:
        found.append(Finding("DEGRADED", chain, waiting, detail=f"{waiting}-"))
    bare = (seq for outcome in outcomes for seq in outcome.unsigned)
    return found + [
        Finding("BAD_SIG", chain, seq)
        for seq in bare
        if not (0 < waiting <= seq or any(f <= seq <= last for _, f, last in sealed))
    ]


@dataclass(frozen=True, slots=True)
class Run:
    """A part of a chain in a SQLite file: its entries `first` to `last`."""

    path: Path
    chain: str
    first: int
    last: int
    keys: Keys
    types: Mapping[str, TypeSpec]
    covered: int = 0


def check_run(run: Run) -> Outcome:
    """Checks a part of a chain.

    Raises:
        sqlite3.Error: the file cannot be read.
    """
    connection = connect_reading(run.path)
    try:
        connection.text_factory = bytes
        bounds = {"chain": run.chain, "first": run.first, "last": run.last}
        before = before_of(connection.execute(BEFORE, bounds).fetchone())
        keyring = Keyring(run.keys)
        checker = Checker(run.chain, keyring, run.types, before, run.covered)
        return checker.check_all(connection.execute(RUN, bounds))
    finally:
        connection.close()


def before_of(row: RawRow | None) -> Place:
    """What the answer to `BEFORE` says."""
    if row is None:
        return Place()
    seq, jws, ts = row
    return Place(seq, _digest(_raw(jws)), _raw(ts))


def _raw(value: object) -> bytes:
    return value if isinstance(value, bytes) else str(value).encode()


def _text(value: Any) -> Any:
    """A column's value as text again, if that is what it was."""
    return value.decode(errors="replace") if isinstance(value, bytes) else value


def _digest(jws: bytes) -> bytes:
    encoded = b2a_base64(sha256(jws).digest(), newline=False)
    return encoded[:_HASH_LENGTH].translate(URL_ALPHABET)


def _encoded(raw: bytes) -> bytes:
    return b2a_base64(raw, newline=False).rstrip(b"=").translate(URL_ALPHABET)


def _verifies(key: PublicKey, signing_input: bytes, signature: bytes) -> bool:
    """Whether the signature is good, and written in the one canonical way."""
    raw = unb64u(signature.decode())
    return _encoded(raw) == signature and key.verifies(signing_input, raw)


def _body(part: str) -> dict[str, Any] | None:
    """The members of a stored body; None if it is not that of an entry."""
    try:
        body = json.loads(unb64u(part))
    except ValueError:
        return None
    return body if is_body(body) else None


def _header_code(part: str, kid: str) -> Code:
    """Why a header is not the one that the key in force writes."""
    try:
        named = json.loads(unb64u(part))["kid"]
    except (ValueError, LookupError, TypeError):
        return "BAD_JWS"
    return "BAD_SIG" if named == kid else "KID_UNKNOWN"


def _backward(before: str, now: str) -> bool:
    try:
        step = datetime.fromisoformat(now) - datetime.fromisoformat(before)
    except (ValueError, TypeError):
        return False  # nothing before, or not a time: told by other codes
    return step < -_TOLERANCE
