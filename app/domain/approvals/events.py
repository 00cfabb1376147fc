"""Facts about acts that wait for the word of somebody who may allow them."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from app.domain.vocabulary import Meta
from app.domain.wire import fact

LASTS = timedelta(minutes=10)
"""How long a request waits for its answer: what it is about does not stay as it was."""


@fact("approval.asked", stream="approval/{approval}")
class ApprovalAsked:
    """Somebody lacks a right for what they are doing and asks whoever has it.

    Attributes:
        right: what would allow it, a key of `vocabulary.RIGHTS`.
        act: "discount", "comp", "void", "cash" (in or out), "difference" (of a count), or
            "" for what its right says.
        order, line: what it is about, "" for neither.
        amount: cents at stake, 0 when it is not about money.
        percent: hundredths of a percent, 0 when an amount was asked for.
        window: where it was asked ("pos").
    """

    approval: str
    right: str
    act: str = ""
    order: str = ""
    line: str = ""
    amount: int = 0
    percent: int = 0
    reason: str = ""
    window: str = ""


@fact("approval.answered", stream="approval/{approval}")
class ApprovalAnswered:
    """What became of a request: "allowed", "refused", or "withdrawn" by who asked.

    Attributes:
        by: id of who answered.
    """

    approval: str
    answer: str
    by: str


ApprovalEvent = ApprovalAsked | ApprovalAnswered


@dataclass(frozen=True, slots=True)
class Waiting:
    """A request without an answer, who asked, where and when."""

    asked: ApprovalAsked
    person: str
    chain: str
    since: str

    def waits(self, now: datetime) -> bool:
        """Whether it can still be answered."""
        return now - datetime.fromisoformat(self.since) < LASTS


def evolve(waiting: dict[str, Waiting], event: ApprovalEvent, meta: Meta) -> None:
    """Takes a fact in; never refuses."""
    if isinstance(event, ApprovalAsked):
        waiting[event.approval] = Waiting(event, meta.op, meta.chain, meta.ts)
    else:
        waiting.pop(event.approval, None)
