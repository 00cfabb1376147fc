"""What a verification says: findings with the codes of the law's vocabulary.

Source: fiscal specification of the project, section 4.7.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

Code = Literal[
    "BAD_JWS",
    "KID_UNKNOWN",
    "BAD_SIG",
    "SEQ_GAP",
    "TSEQ_GAP",
    "LINK_BROKEN",
    "TRUNCATED",
    "FORK",
    "GENESIS_MISSING",
    "PROJECTION_DIFF",
    "TOTAL_DIFF",
    "CLOSE_MISSING",
    "CLOSE_LATE",
    "REFUND_APART",
    "TS_BACKWARD",
    "SEGMENT",
    "DEGRADED",
    "WITNESS_UNREACHABLE",
]

WARNINGS: Final[frozenset[Code]] = frozenset(
    (
        *("CLOSE_LATE", "REFUND_APART", "TS_BACKWARD", "SEGMENT", "DEGRADED"),
        "WITNESS_UNREACHABLE",
    )
)

# A damaged key entry makes every later signature unknown: nobody reads a million lines.
MAX_FINDINGS: Final = 1000


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong, or worth knowing.

    Attributes:
        code: what.
        chain: where; "" if it is about no chain.
        seq: the entry, 0 if it is about none.
        table: the table whose rows differ, for PROJECTION_DIFF.
        detail: more for a person, in no fixed form.
    """

    code: Code
    chain: str = ""
    seq: int = 0
    table: str = ""
    detail: str = ""

    def to_json(self) -> dict[str, str | int]:
        """Code, chain and number; table and detail where there is one."""
        more = {"table": self.table, "detail": self.detail}
        return {
            "code": self.code,
            "chain": self.chain,
            "seq": self.seq,
            **{name: text for name, text in more.items() if text},
        }


@dataclass(frozen=True, slots=True)
class ChainSummary:
    """Hash of a chain's last entry, and how many entries it has."""

    head: str
    length: int


@dataclass(frozen=True, slots=True)
class Report:
    """The outcome of a verification.

    Attributes:
        entries: how many were checked.
        chains: every chain by name.
        errors: what proves a manipulation or a fault, by chain and number; at most
            `MAX_FINDINGS` of them per chain.
        warnings: what a person should know.
    """

    entries: int
    chains: Mapping[str, ChainSummary]
    errors: tuple[Finding, ...]
    warnings: tuple[Finding, ...]

    @property
    def exit_code(self) -> int:
        """0 sound, 1 sound with warnings, 2 broken."""
        if self.errors:
            return 2
        return 1 if self.warnings else 0

    def to_json(self) -> dict[str, object]:
        """The form that `sotto journal verify --json` prints."""
        return {
            "entries": self.entries,
            "chains": {
                name: {"head": chain.head, "length": chain.length}
                for name, chain in self.chains.items()
            },
            "errors": [finding.to_json() for finding in self.errors],
            "warnings": [finding.to_json() for finding in self.warnings],
        }
