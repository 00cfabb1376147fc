"""Writes facts as entries: numbers them, stamps them, chains them, signs them.

Pure: from the end of a chain and some drafts to the entries that follow and the new
end. Nothing is stored here, so a failed transaction has nothing to take back.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final

from db import hlc
from db.canonical import Json, b64u, canonical, nfc, normalised
from db.entry import VIA, Draft, Entry, Head, TypeSpec, digest, header
from db.errors import MisuseError
from db.keys import Signer
from db.notices import CardNumberRedacted, ClockBackward, Notice
from db.redaction import may_hold_card_number, redacted

_BACKWARD_SECONDS: Final = 2
_MAX_STREAM: Final = 120
_MAX_PERSON: Final = 64


@dataclass(frozen=True, slots=True)
class End:
    """Where a chain ends: all that its next entry needs.

    Attributes:
        head: the last entry.
        counters: last number of each series.
        seen: the latest stamp that the next one must pass.
        moment: `head.ts` as a time, None for an empty chain.
    """

    head: Head
    counters: Mapping[str, int] = field(default_factory=dict)
    seen: str = ""
    moment: datetime | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """What one append writes.

    Attributes:
        entries: in order, the last one signed.
        end: the chain's end once they are stored.
        notices: what was noticed on the way.
    """

    entries: tuple[Entry, ...]
    end: End
    notices: tuple[Notice, ...]


class Scribe:
    """The hand that writes one chain with one key."""

    def __init__(
        self, signer: Signer, *, types: Mapping[str, TypeSpec], software: str
    ) -> None:
        self.signer = signer
        self.types = types
        self.software = nfc(software)
        self._header = header(signer.kid)

    def write(
        self,
        end: End,
        drafts: Sequence[Draft],
        *,
        now: datetime,
        bday: str,
        signs: bool = True,
    ) -> Page:
        """The entries that follow `end`.

        Args:
            now: the wall clock, aware.
            bday: business date, YYYY-MM-DD.
            signs: False where the key does not: then no entry carries a signature.

        Raises:
            MisuseError: unknown type, or a value the journal does not hold.
            KeyUnavailableError: the key does not sign.
        """
        _check_times(now, bday)
        ts = now.isoformat(timespec="milliseconds")
        now_ms = hlc.milliseconds(now)
        chain, prev, seq, seen = end.head.chain, end.head.hash, end.head.seq, end.seen
        counters = dict(end.counters)
        entries: list[Entry] = []
        notices = _clock_notices(end, now, ts)
        for draft in drafts:
            spec = self._spec(draft)
            seq += 1
            seen = hlc.following(seen, now_ms)
            tseq = 0
            if spec.series:
                tseq = counters.get(spec.series, 0) + 1
                counters[spec.series] = tseq
            data, hidden = _without_card_numbers(normalised(draft.data))
            body: dict[str, Json] = {
                "v": draft.version,
                "chain": chain,
                "seq": seq,
                "type": spec.name,
                "tseq": tseq,
                "stream": nfc(draft.stream),
                "hlc": seen,
                "ts": ts,
                "bday": bday,
                "op": nfc(draft.op),
                "appr": nfc(draft.appr),
                "sw": self.software,
                "prev": prev,
                "data": data,
            }
            if draft.via:
                body[VIA] = nfc(draft.via)
            if hidden:
                notices.append(
                    CardNumberRedacted(chain, seq, spec.name, draft.stream, hidden)
                )
            signed = signs and (spec.signed or len(entries) == len(drafts) - 1)
            jws = self._stored_form(canonical(body), signed=signed)
            prev = digest(jws)
            entries.append(Entry(**body, jws=jws, hash=prev))  # type: ignore[arg-type]
        last = Head(chain, seq, prev, seen, ts)
        return Page(
            tuple(entries),
            End(last, counters, seen, now),
            tuple(notices),
        )

    def with_key(self, signer: Signer) -> "Scribe":
        """The same hand with another key."""
        return Scribe(signer, types=self.types, software=self.software)

    def _spec(self, draft: Draft) -> TypeSpec:
        spec = self.types.get(draft.type)
        if spec is None:
            raise MisuseError(f"unknown entry type {draft.type!r}")
        if type(draft.version) is not int or draft.version < 1:
            raise MisuseError(f"{draft.type}: version {draft.version!r}")
        if not 0 < len(draft.stream) <= _MAX_STREAM:
            raise MisuseError(f"{draft.type}: stream {draft.stream!r}")
        if max(len(draft.op), len(draft.appr), len(draft.via)) > _MAX_PERSON:
            raise MisuseError(f"{draft.type}: operator, approver or way too long")
        return spec

    def _stored_form(self, body: str, *, signed: bool) -> str:
        signing_input = f"{self._header}.{b64u(body.encode())}"
        if not signed:
            return f"{signing_input}."
        return f"{signing_input}.{b64u(self.signer.sign(signing_input.encode()))}"


def _check_times(now: datetime, bday: str) -> None:
    if now.utcoffset() is None:
        raise MisuseError("the clock must tell its offset")
    try:
        canonical_bday = date.fromisoformat(bday).isoformat()
    except ValueError as error:
        raise MisuseError(f"not a business date: {bday!r}") from error
    if canonical_bday != bday:
        raise MisuseError(f"a business date is YYYY-MM-DD, not {bday!r}")


def _clock_notices(end: End, now: datetime, ts: str) -> list[Notice]:
    if end.moment is None:
        return []
    head = end.head
    behind = int((end.moment - now).total_seconds())
    if behind <= _BACKWARD_SECONDS:
        return []
    return [ClockBackward(head.chain, head.seq + 1, head.ts, ts, behind)]


def _without_card_numbers(data: Json) -> tuple[Json, int]:
    """`data` with each card number cut, and how many it had."""
    return redacted(data) if may_hold_card_number(canonical(data)) else (data, 0)
