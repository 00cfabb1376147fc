"""An Adyen terminal with a customer in front of it, in the network or behind a cloud.

It speaks nexo as ``nexo`` and ``nexo_crypto`` do, over TLS with a certificate of its own
root (``AdyenSimulator``) or as Adyen's cloud does, with an API key (``AdyenCloudSimulator``).
"""

import datetime
import ssl
import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import orjson
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
)
from cryptography.x509.oid import NameOID
from typing_extensions import override

from hardware.errors import ProtocolError
from hardware.terminals import nexo
from hardware.terminals.customer import ACCEPTS, Behaviour, Charge, Sale
from hardware.terminals.kind import Setup
from hardware.terminals.ledger import SERIAL
from hardware.terminals.model import PayKind, PayRequest
from hardware.terminals.nexo_crypto import SharedKey, lock, unlock
from hardware.terminals.plain import cents_of, decimal_text, part
from hardware.terminals.simulated import Admission
from hardware.terminals.web import Json
from hardware.terminals.web_simulator import (
    HTTP,
    CutError,
    Heard,
    Said,
    WebSimulated,
)

POI = "V400m-324688179"
KEY = SharedKey(identifier="sotto", version=1, passphrase="simulated")  # noqa: S106
API_KEY = "simulated-key"
_MERCHANT = "SottoPOS"
_AT_DEVICE = f"/v1/merchants/{_MERCHANT}/devices/{POI}"
_ROOT = "Sotto simulated terminals"
_DAYS = 3650
_MONEY = ("Payment", "Reversal")
_CONDITIONS = {
    "04": "Refusal",
    "05": "NotAllowed",
    "06": "Cancel",
    "08": "Cancel",
    "09": "MessageFormat",
    "10": "InvalidCard",
    "11": "Aborted",
    "12": "NotAllowed",
    "13": "PaymentRestriction",
}
_BRANDS = {"00B": "cartebancaire", "001": "cartebancaire", "002": "amex"}
_UNCLEAR = "UnreachableHost"
_HEADER = ("MessageType", "MessageCategory", "SaleID", "ServiceID", "POIID")


class NexoSimulated(WebSimulated):
    """What both have: the terminal behind the wire."""

    def __init__(
        self,
        *,
        customer: Behaviour | None = ACCEPTS,
        memory: Path | None = None,
        port: int = 0,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        super().__init__(customer=customer, memory=memory, port=port, tls=tls)
        self._categories: dict[str, str] = {}  # ServiceID -> as it was asked
        self._guests: dict[str, Behaviour] = {}  # reference -> who paid

    def _dispatch(
        self, message: Json, heard: Heard, till_leaves: Callable[[], None]
    ) -> tuple[Json, Behaviour]:
        """(answer, what befalls it).

        Raises:
            ProtocolError: it is no request.
        """
        request = message.get("SaleToPOIRequest")
        header = part(request, "MessageHeader")
        if not isinstance(request, dict) or not isinstance(header, dict):
            raise ProtocolError("this is no request")
        category = header.get("MessageCategory")
        if header.get("POIID") != POI or header.get("ProtocolVersion") != nexo.VERSION:
            raise ProtocolError("this is another terminal")
        if category in _MONEY:
            body, behaviour = self._sell(request, header, heard, till_leaves)
        elif category == "TransactionStatus":
            body, behaviour = self._status(request, header), ACCEPTS
        elif category == "Abort":
            self.press(Behaviour(refusal="11"))
            body, behaviour = {}, ACCEPTS
        elif category == "Diagnosis":
            done = {"Response": {"Result": "Success"}}
            body, behaviour = {"DiagnosisResponse": done}, ACCEPTS
        else:
            raise ProtocolError("this is not known here")
        named = {**header, "MessageType": "Response"}
        wrong = {k: v for k, v in behaviour.wrong.items() if k in _HEADER}
        return {
            "SaleToPOIResponse": {"MessageHeader": {**named, **wrong}, **body}
        }, behaviour

    def _sell(
        self,
        request: Json,
        header: Json,
        heard: Heard,
        till_leaves: Callable[[], None],
    ) -> tuple[Json, Behaviour]:
        sale = _sale(request)
        admission, behaviour = self._admitted(sale, header, heard)
        if admission == "busy":
            return _body(header, _failure("Busy")), ACCEPTS
        try:
            self._guests[sale.reference] = behaviour = self._behaviour(behaviour)
            status = int(behaviour.wrong.get(HTTP, "200"))
            if status < 500:
                raise_unless_done(status)
            done = self._decide(sale, behaviour, till_leaves)
            raise_unless_done(status)
        finally:
            self._over(sale)
        return _body(header, self._words(sale, behaviour, done)), behaviour

    def _admitted(
        self, sale: Sale, header: Json, heard: Heard
    ) -> tuple[Admission, Behaviour | None]:
        admission, behaviour = self._admit(sale, heard.size)
        if admission == "unread" and behaviour is not None and behaviour.cut:
            raise CutError(behaviour.cut)
        self._categories[header["ServiceID"]] = header["MessageCategory"]
        return admission, behaviour

    def _words(self, sale: Sale, behaviour: Behaviour, done: Charge | str) -> Json:
        if isinstance(done, str):
            return _failure(_CONDITIONS.get(done, _UNCLEAR))
        wrong = behaviour.wrong
        amount = wrong.get("AuthorizedAmount", decimal_text(done.cents))
        return {
            "Response": {
                "Result": wrong.get(
                    "Result", "Success" if done.cents == sale.cents else "Partial"
                )
            },
            "SaleData": {
                "SaleTransactionID": {
                    "TransactionID": wrong.get("TransactionID", sale.reference),
                    "TimeStamp": _moment(done.at),
                }
            },
            "POIData": {"POITransactionID": _transaction(done)},
            "PaymentResult": {
                "AmountsResp": {
                    "Currency": wrong.get("Currency", "EUR"),
                    **({"AuthorizedAmount": orjson.Fragment(amount)} if amount else {}),
                },
                "PaymentInstrumentData": {
                    "CardData": {
                        "MaskedPan": behaviour.card,
                        "PaymentBrand": _BRANDS.get(behaviour.scheme, "visa"),
                    }
                },
                "PaymentAcquirerData": {
                    "ApprovalCode": done.authorisation,
                    "AcquirerPOIID": SERIAL,
                },
            },
            "ReversedAmount": orjson.Fragment(decimal_text(done.cents)),
            "PaymentReceipt": [_receipt(self._ledger.last_slip())],
        }

    def _status(self, request: Json, header: Json) -> Json:
        about = part(request, "TransactionStatusRequest", "MessageReference")
        service = part(about, "ServiceID")
        category = part(about, "MessageCategory")
        running = self.asked()
        if running is not None and _service(running.reference) == service:
            return {"TransactionStatusResponse": _failure("InProgress")}
        found = self._fate(str(service))
        if self._categories.get(str(service), category) != category or found is None:
            return {"TransactionStatusResponse": _failure("NotFound")}
        again = {**header, "MessageCategory": category, "ServiceID": service}
        return {
            "TransactionStatusResponse": {
                "Response": {"Result": "Success"},
                "MessageReference": about,
                "RepeatedMessageResponse": {
                    "MessageHeader": {**again, "MessageType": "Response"},
                    "RepeatedResponseMessageBody": _body(again, found),
                },
            }
        }

    def _fate(self, service: str) -> Json | None:
        """What became of a demand, from the ledger; None of one that never came."""
        for charge in self.approved():
            if _service(charge.reference) == service:
                sale = Sale(cents=charge.cents, reference=charge.reference)
                guest = self._guests.get(charge.reference, ACCEPTS)
                return self._words(sale, replace(guest, wrong={}), charge)
        for reference, code in self._ledger.refusals().items():
            if _service(reference) == service:
                return _failure(_CONDITIONS.get(code, _UNCLEAR))
        return None


class AdyenSimulator(NexoSimulated):
    """A terminal in the restaurant's network: HTTPS, messages hidden with `KEY`.

    Args:
        customer, memory, port: see ``WebSimulated``.
        poi: the name in its certificate.
        key: with which it hides what it says.
    """

    def __init__(
        self,
        *,
        customer: Behaviour | None = ACCEPTS,
        memory: Path | None = None,
        port: int = 0,
        poi: str = POI,
        key: SharedKey = KEY,
    ) -> None:
        self._root, tls = _certified(poi)
        self._key = key
        super().__init__(customer=customer, memory=memory, port=port, tls=tls)

    @property
    @override
    def setup(self) -> Setup:
        return Setup(
            scheme="adyen",
            place=f"{self._server.host}:{self.port}",
            options={
                "poi": POI,
                "key": KEY.identifier,
                "version": str(KEY.version),
                "root": self._root,
                "platform": "test",
            },
            secrets={"passphrase": KEY.passphrase},
        )

    @override
    def _answer(self, heard: Heard, till_leaves: Callable[[], None]) -> Said:
        if heard.line != "POST /nexo":
            return Said(404, {})
        message = unlock("SaleToPOIRequest", heard.body, KEY)
        try:
            answer, behaviour = self._dispatch(message, heard, till_leaves)
        except StatusError as error:
            return Said(error.status, {})
        header = answer["SaleToPOIResponse"]["MessageHeader"]
        hidden = lock("SaleToPOIResponse", header, orjson.dumps(answer), self._key)
        return Said(200, hidden, behaviour)


class AdyenCloudSimulator(NexoSimulated):
    """Adyen's Cloud Device API, with one terminal behind it.

    Args:
        waiting: what its `setup` says: demands by "/sync", or by "/async".
    """

    def __init__(
        self,
        *,
        customer: Behaviour | None = ACCEPTS,
        memory: Path | None = None,
        port: int = 0,
        waiting: bool = True,
    ) -> None:
        super().__init__(customer=customer, memory=memory, port=port)
        self._sync = waiting

    @property
    @override
    def setup(self) -> Setup:
        return Setup(
            scheme="adyen-cloud",
            place=POI,
            options={
                "base": self.base + _AT_DEVICE,
                "merchant": _MERCHANT,
                "platform": "test",
                "answer": "sync" if self._sync else "async",
            },
            secrets={"key": API_KEY},
        )

    @override
    def _answer(self, heard: Heard, till_leaves: Callable[[], None]) -> Said:
        if heard.headers.get("x-api-key") != API_KEY:
            return Said(401, {"errorCode": "000"})
        message = heard.json()
        if heard.line == f"POST {_AT_DEVICE}/async":
            return self._hand_over(message, heard)
        if heard.line != f"POST {_AT_DEVICE}/sync":
            return Said(404, {})
        try:
            answer, behaviour = self._dispatch(message, heard, till_leaves)
        except StatusError as error:
            return Said(error.status, {})
        return Said(200, orjson.dumps(answer), behaviour)

    def _hand_over(self, message: Json, heard: Heard) -> Said:
        """Takes a demand on, and has the customer act after it is said so."""
        request = message["SaleToPOIRequest"]
        sale = _sale(request)
        header = request["MessageHeader"]
        admission, behaviour = self._admitted(sale, header, heard)
        if admission == "asked":
            self._in_background(lambda: self._act(sale, behaviour))
        return Said(200, b"ok", behaviour or ACCEPTS)

    def _act(self, sale: Sale, behaviour: Behaviour | None) -> None:
        try:
            self._guests[sale.reference] = guest = self._behaviour(behaviour)
            self._decide(sale, guest, lambda: None)
        finally:
            self._over(sale)


class StatusError(Exception):
    """The service answers with this status instead."""

    def __init__(self, status: int) -> None:
        super().__init__(str(status))
        self.status = status


def raise_unless_done(status: int) -> None:
    """Raises StatusError for a status that is none of success."""
    if status != 200:
        raise StatusError(status)


def _sale(request: Json) -> Sale:
    """What a demand wants of the customer.

    Raises:
        ProtocolError: it says too little.
    """
    reversal = part(request, "ReversalRequest")
    said = reversal or part(request, "PaymentRequest")
    reference = part(said, "SaleData", "SaleTransactionID", "TransactionID")
    amounts = part(said, "PaymentTransaction", "AmountsReq")
    amount = part(said, "ReversedAmount") or part(amounts, "RequestedAmount")
    if not isinstance(reference, str):
        raise ProtocolError("a demand needs its reference")
    back = reversal or part(said, "PaymentData", "PaymentType") == "Refund"
    return Sale(
        kind=PayKind.CREDIT if back else PayKind.DEBIT,
        cents=cents_of(amount),
        reference=reference,
    )


def _body(header: Json, said: Json) -> Json:
    name = "ReversalResponse" if header["MessageCategory"] == "Reversal" else None
    return {name or "PaymentResponse": said}


def _failure(condition: str) -> Json:
    return {"Response": {"Result": "Failure", "ErrorCondition": condition}}


def _service(reference: str) -> str:
    return nexo.service_of(PayRequest(id="-", amount=1, reference=reference))


def _transaction(charge: Charge) -> Json:
    return {
        "TransactionID": f"BV0q00{charge.authorisation}.{'K' * 16}",
        "TimeStamp": _moment(charge.at),
    }


def _moment(at: datetime.datetime) -> str:
    return at.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _receipt(text: str) -> Json:
    lines = [{"Text": line, "EndOfLineFlag": True} for line in text.splitlines()]
    return {
        "DocumentQualifier": "CustomerReceipt",
        "OutputContent": {"OutputFormat": "Text", "OutputText": lines},
    }


def _certified(poi: str) -> tuple[str, ssl.SSLContext]:
    """(root certificate, what a terminal of this name shows), as Adyen's are made."""
    root_key, key = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
    root_name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, _ROOT)])
    name = x509.Name(
        [x509.NameAttribute(NameOID.COMMON_NAME, f"{poi}.test.terminal.adyen.com")]
    )
    root = _signed(root_name, root_name, root_key.public_key(), root_key, ca=True)
    leaf = _signed(name, root_name, key.public_key(), root_key, ca=False)
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    with tempfile.TemporaryDirectory(prefix="sotto-adyen-") as folder:
        shown = Path(folder, "shown.pem")  # read from nothing but a file
        shown.write_bytes(leaf.public_bytes(Encoding.PEM) + private)
        context.load_cert_chain(shown)
    return root.public_bytes(Encoding.PEM).decode("ascii"), context


def _signed(
    subject: x509.Name,
    issuer: x509.Name,
    public: ec.EllipticCurvePublicKey,
    signer: ec.EllipticCurvePrivateKey,
    *,
    ca: bool,
) -> x509.Certificate:
    now = datetime.datetime.now(datetime.UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(public)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=_DAYS))
        .add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
        .sign(signer, hashes.SHA256())
    )
