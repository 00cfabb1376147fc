"""What a Caisse-AP terminal is set to, and the questions that makes of a payment."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from hardware.terminals.caisse_ap import Action, Request, encode_request
from hardware.terminals.dialogue import NotSentError
from hardware.terminals.model import PayKind, PayRequest
from hardware.terminals.profiles import PROFILES, SAMPLE_IPC, Profile

_WITHOUT_SLIP = frozenset({Action.IDENTIFICATION, Action.COLLECTION})
ACTIONS: Mapping[PayKind, Action] = {
    PayKind.DEBIT: Action.DEBIT,
    PayKind.CREDIT: Action.CREDIT,
    PayKind.CANCELLATION: Action.CANCELLATION,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class TerminalSettings:
    """How a terminal wants to be asked.

    Attributes:
        profile: the vendor's dialect.
        ipc: twelve digits given to the till software by the Association du Paiement.
        till: till number, "01" to "99".
        watch_s: seconds between two looks at an idle terminal; 0 for never.
        recover_s: seconds a recovery follows a payment that the customer still types.
        settle_s: seconds between two "not found" before it is believed: the first may
            have overtaken the request.
        poll_s: seconds between two questions about one payment.
        again_s: seconds in which a terminal that is out of reach since an answer was lost
            is tried again.

    Raises:
        ValueError: `ipc` or `till` is not what the wire can carry.
    """

    profile: Profile = field(default_factory=lambda: PROFILES["generic"])
    ipc: str = SAMPLE_IPC
    till: str = "01"
    watch_s: float = 30.0
    recover_s: float = 60.0
    settle_s: float = 2.0
    poll_s: float = 1.0
    again_s: float = 20.0

    def __post_init__(self) -> None:
        if not re.fullmatch("[0-9]{12}", self.ipc):
            raise ValueError(f"the IPC is twelve digits: {self.ipc!r}")
        if not re.fullmatch("[0-9]{2}", self.till):
            raise ValueError(f"the till number is two digits: {self.till!r}")

    def question(self, action: Action, payment: PayRequest | None = None) -> Request:
        """`action` as this terminal wants to be asked, about `payment` if any."""
        asks_money = payment is not None and action is not Action.DUPLICATA
        slip = self.profile.ticket or action is Action.DUPLICATA
        return Request(
            version=self.profile.version,
            ipc=self.ipc,
            till=self.till,
            action=action,
            amount=payment.amount if payment and asks_money else None,
            currency=payment.currency if payment and asks_money else "",
            reference=payment.reference if payment and asks_money else "",
            application=self.application(payment) if payment and asks_money else "",
            partial=self.profile.partial and action is Action.DEBIT,
            ticket="100" if slip and action not in _WITHOUT_SLIP else "",
        )

    def application(self, payment: PayRequest) -> str:
        """CC, "" for any; of a status the action says enough.

        Raises:
            NotSentError: this terminal does not read what the guest pays with.
        """
        found = self.profile.applications.get(payment.means)
        if found is None:
            raise NotSentError("unsupported", f"no {payment.means.value} here")
        return found

    def money(self, payment: PayRequest) -> Request:
        """The demand that `payment` is on this terminal.

        Raises:
            NotSentError: it cannot be asked that.
        """
        action = ACTIONS[payment.kind]
        if action is Action.CANCELLATION and not self.profile.cancellation:
            raise NotSentError("unsupported", "no cancellations here")
        return self.question(action, payment)

    def frame(self, request: Request) -> bytes:
        """`request` as bytes."""
        return encode_request(request, append_crlf=self.profile.append_crlf)
