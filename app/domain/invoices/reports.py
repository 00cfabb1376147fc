"""Facts about what is told to the tax office and to approved platforms (`fiscal.md` 9.2
and J-08)."""

from typing import Final

from app.domain.wire import fact

TRANSACTIONS, PAYMENTS = "transactions", "payments"
"""Kinds of reports: flow 10.3 and flow 10.4."""
FIRST, CORRECTED = "IN", "RE"
"""Types of a transmission: the first of its period, or one that takes its place."""
WAITING, SENT, TAKEN, REFUSED = "waiting", "sent", "taken", "refused"
"""States of a flow: not accepted yet, on the platform and being checked, taken, or not
taken for a reason that a person has to look at."""
STATES: Final = (WAITING, SENT, TAKEN, REFUSED)


@fact("ereport.made", stream="ereport", signed=True)
class ReportMade:
    """A report of takings was made of closings; a later one of the same period replaces it.

    Attributes:
        report: its id, as the tax office sees it (TT-1); terminal: chain that made it.
        kind: `TRANSACTIONS` or `PAYMENTS`; first, last: its period, inclusive.
        type: `FIRST` or `CORRECTED`.
        times: how often this period was reported, this one included.
        closings: what it adds up, "Z-C1-000123".
        net, tax: cents; of payments, `net` is what was taken and `tax` 0.
        file, sha256: its XML and the hash of that, hexadecimal.
    """

    report: str
    terminal: str
    kind: str
    first: str
    last: str
    type: str
    times: int
    closings: tuple[str, ...]
    net: int
    tax: int
    file: str
    sha256: str

    @property
    def period(self) -> str:
        """What it is of: "transactions/2026-11-01"."""
        return f"{self.kind}/{self.first}"


@fact("flow.stated", stream="flow/{subject}", signed=True)
class FlowStated:
    """How a file stands that goes to the approved platform.

    Attributes:
        subject: id of the invoice or of the report; also the tracking id over there.
        state: one of `STATES`.
        flow: the platform's own id, "" while it has none.
        detail: what the platform, or the network, said.
    """

    subject: str
    state: str
    flow: str = ""
    detail: str = ""
