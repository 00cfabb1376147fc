"""What vendors of Caisse-AP terminals do differently, as data.

Every action but debit and credit is somebody's extension: the same letter means
"duplicate" to one vendor and "consultation" to another, so nothing else is sent unless
the profile says it is understood. Source: HiPay "Local API for Nepting", PayXpert
"Concert V3", Viva "AP Concert", Fidecoin "CAISSE_AP_V3.20", akretion caisse-ap-ip.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from hardware.terminals.model import Means

DEFAULT_PORT = 8888

# Sample of the public documents; each till software is given its own number by the
# Association du Paiement, typed in the settings once received.
SAMPLE_IPC = "012345678901"

_CARD_AND_CHEQUE: Mapping[Means, str] = {Means.CARD: "", Means.CHEQUE: "00C"}
_CONECS: Mapping[Means, str] = {**_CARD_AND_CHEQUE, Means.MEAL_VOUCHER: "00E"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """A vendor's dialect.

    Attributes:
        key: name in the settings file.
        label: name shown to people; a brand, not translated.
        version: protocol version sent in CZ.
        ping: understands CD=I.
        status: answers CD=T about the payment named by CF.
        at_once: that is asked by itself as soon as an answer is lost; the simulated one
            leaves it to a person, so that a doubt can be seen and learnt.
        duplicata: answers CD=3 with the slip of its last transaction.
        ticket: returns the customer slip when asked with CK=100.
        partial: may be told (BF=1) that a part of the amount is welcome.
        cancellation: undoes its last sale when asked with CD=2.
        collect: hands its sales to the bank when asked with CD=B.
        applications: CC for what a guest may pay with; a terminal whose vendor names no
            application for it is not asked.
        echoes: repeats our reference in CF; the others may write a word of their own over
            it (akretion, of an Ingenico), and an answer is known by its connection alone.
        append_crlf: rejects requests that do not end with CR LF.
        not_found: AF codes of a CD=T answer that mean "no such payment". Empty unless
            the vendor documents it: a wrong guess charges a guest twice.
    """

    key: str
    label: str
    version: str = "0320"
    ping: bool = False
    status: bool = False
    at_once: bool = False
    duplicata: bool = False
    ticket: bool = False
    partial: bool = False
    cancellation: bool = False
    collect: bool = False
    applications: Mapping[Means, str] = field(default_factory=lambda: _CARD_AND_CHEQUE)
    echoes: bool = False
    append_crlf: bool = False
    not_found: frozenset[str] = field(default_factory=frozenset)


_ALL = (
    Profile(key="generic", label="Caisse-AP"),
    # BF is left out: newer Ingenico firmware rejects it (akretion).
    Profile(key="ingenico", label="Ingenico Telium / Tetra"),
    Profile(key="verifone", label="Verifone"),
    Profile(key="worldline", label="Worldline"),
    Profile(
        key="nepting",
        label="HiPay / Nepting",
        ticket=True,
        echoes=True,
        applications=_CONECS,
    ),
    Profile(
        key="nepting_crlf",
        label="HiPay / Nepting (CR LF)",
        ticket=True,
        echoes=True,
        append_crlf=True,
        applications=_CONECS,
    ),
    Profile(key="viva", label="Viva", version="0300"),
    Profile(
        key="payxpert",
        label="PayXpert",
        ping=True,
        status=True,
        at_once=True,
        duplicata=True,
        ticket=True,
        cancellation=True,
        collect=True,
        echoes=True,
        applications=_CONECS,
    ),
    # CD=3 is "consultation" there, so no duplicate.
    Profile(key="fidecoin", label="Fidecoin", ticket=True, partial=True),
    Profile(
        key="simulated",
        label="Sotto TPE",
        ping=True,
        status=True,
        duplicata=True,
        ticket=True,
        partial=True,
        cancellation=True,
        collect=True,
        echoes=True,
        applications=_CONECS,
        not_found=frozenset({"10"}),
    ),
)

PROFILES: Mapping[str, Profile] = {profile.key: profile for profile in _ALL}
