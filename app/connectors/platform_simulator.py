"""A platform on this machine that speaks the flow and directory services over a socket.

For trying things out (`platform.flows` = "sim://") and for tests, which make it fail: the
client asks it as it would ask any other. What it knows is gone with it.

Source: AFNOR XP Z12-013, annexes A and B, 1.3.0.
"""

import hashlib
import json
import re
import secrets
import threading
import urllib.parse
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Final
from xml.etree import ElementTree as ET

from typing_extensions import override

CLIENT: Final = {"client_id": "sotto", "client_secret": "sotto"}
SYNTAXES: Final = ("CII", "UBL", "Factur-X", "CDAR", "FRR")
RULES: Final = (
    *("B2B", "B2BInt", "B2C", "B2G", "B2GInt", "OutOfScope", "B2GOutOfScope"),
    *("ArchiveOnly", "NotApplicable", "Undefined"),
)
PROFILES: Final = ("Basic", "CIUS", "Extended-CTC-FR", "Undefined")
_SECONDS: Final = 300
_POLL_S: Final = 0.05
_MOST: Final = 100 * 1024 * 1024
_TYPES: Final = {
    "TransactionsReport": "AggregatedCustomerTransactionReport",
    "PaymentsReport": "AggregatedCustomerPaymentReport",
}
Answer = tuple[int, dict[str, Any] | bytes | None]


@dataclass(slots=True)
class Deposited:
    """A flow that was handed over."""

    flow: str
    info: dict[str, str]
    content: bytes
    type: str
    at: str
    asked: int = 0
    faults: list[tuple[str, str]] = field(default_factory=list)


class PlatformSimulator:
    """The platform, from `start` to `stop`. Thread: any.

    Attributes:
        flows: what was handed over, by flow id.
        directory: SIREN or SIRET -> what the directory answers.
        answers: statuses that the next requests get instead of an answer; 0 hangs up
            after having done what was asked.
        pending: how often it says that a flow is still being checked.
        requests: "METHOD /path" of each request.
    """

    def __init__(self) -> None:
        self.flows: dict[str, Deposited] = {}
        self.directory: dict[str, dict[str, Any]] = {}
        self.answers: deque[int] = deque()
        self.pending = 0
        self.requests: list[str] = []
        self._tokens: set[str] = set()
        self._lock = threading.Lock()
        simulator = self

        class Handler(_Handler):
            platform = simulator

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._thread = threading.Thread(
            target=self._server.serve_forever,
            args=(_POLL_S,),
            name="platform simulator",
        )

    def start(self) -> None:
        """Listens."""
        self._thread.start()

    def stop(self) -> None:
        """Hangs up."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    @property
    def address(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def forget_tokens(self) -> None:
        """No token that was given out is taken any more."""
        self._tokens.clear()

    def answer(
        self, method: str, path: str, headers: Mapping[str, str], body: bytes
    ) -> Answer:
        """What a request comes to."""
        with self._lock:
            self.requests.append(f"{method} {path}")
            if path == "/token":
                return self._token(body)
            bearer = headers.get("authorization", "").removeprefix("Bearer ")
            if bearer not in self._tokens:
                return 401, _error("UNAUTHORIZED", "Token inconnu ou expiré")
            path, _, query = path.partition("?")
            service, _, rest = path.removeprefix("/").partition("/v1/")
            match service, method, rest:
                case "flow-service", "POST", "flows":
                    return self._deposit(headers, body)
                case "flow-service", "POST", "flows/search":
                    return self._search(body)
                case "flow-service", "GET", _ if rest.startswith("flows/"):
                    return self._flow(rest.removeprefix("flows/"), query)
                case _, "GET", "healthcheck":
                    return 200, None
                case "directory-service", "GET", _ if ":" in rest:
                    known = self.directory.get(rest.partition(":")[2])
                    return (200, known) if known else (404, _error("NOT_FOUND", rest))
                case "directory-service", "POST", "siren/search":
                    return self._named(body)
                case _:
                    return 404, _error("NOT_FOUND", path)

    def _token(self, body: bytes) -> Answer:
        form = dict(urllib.parse.parse_qsl(body.decode()))
        wanted = {"grant_type": "client_credentials", **CLIENT}
        if form != wanted:
            return 401, {"error": "invalid_client"}
        token = secrets.token_urlsafe(24)
        self._tokens.add(token)
        told = {"access_token": token, "token_type": "Bearer", "expires_in": _SECONDS}
        return 200, told

    def _deposit(self, headers: Mapping[str, str], body: bytes) -> Answer:
        parts = _parts(headers.get("content-type", ""), body)
        try:
            info = json.loads(parts["flowInfo"])
            content = parts["file"]
        except (LookupError, ValueError):
            return 400, _error("MISSING_REQUIRED_FIELD", "flowInfo et file attendus")
        for name, allowed in (
            ("flowSyntax", SYNTAXES),
            ("processingRule", RULES),
            ("flowProfile", PROFILES),
        ):
            if info.get(name, allowed[0]) not in allowed:
                return 400, _error("INVALID_FIELD", name)
        if not info.get("name") or "flowSyntax" not in info:
            return 400, _error("MISSING_REQUIRED_FIELD", "name, flowSyntax")
        if len(content) > _MOST:
            return 413, _error("TOO_LARGE", "100 Mo au plus")
        kind, faults = _looked_at(info, content)
        if any(
            f.info["trackingId"] == info.get("trackingId") for f in self.flows.values()
        ):
            faults.append(("AlreadyExistingFlow", "déjà déposé"))
        flow = secrets.token_hex(16)
        at = datetime.now(UTC).isoformat()
        made = Deposited(flow, info, content, kind, at, faults=faults)
        self.flows[flow] = made
        return 202, {**info, "flowId": flow, "submittedAt": at}

    def _search(self, body: bytes) -> Answer:
        try:
            where = json.loads(body)["where"]
        except (LookupError, ValueError, TypeError):
            return 400, _error("MISSING_REQUIRED_FIELD", "where")
        found = [
            self._metadata(flow)
            for flow in self.flows.values()
            if flow.info.get("trackingId") == where.get("trackingId")
        ]
        return 200, {"limit": 25, "filters": where, "results": found}

    def _flow(self, flow: str, query: str) -> Answer:
        known = self.flows.get(flow)
        if known is None:
            return 404, _error("NOT_FOUND", flow)
        if dict(urllib.parse.parse_qsl(query)).get("docType") == "Original":
            return 200, known.content
        known.asked += 1
        return 200, self._metadata(known)

    def _metadata(self, flow: Deposited) -> dict[str, Any]:
        told: dict[str, Any] = {"status": "Ok"}
        if flow.faults:
            told = {
                "status": "Error",
                "details": [
                    {
                        "level": "Error",
                        "item": "flow",
                        "reasonCode": code,
                        "reasonMessage": words,
                    }
                    for code, words in flow.faults
                ],
            }
        if flow.asked <= self.pending:
            told = {"status": "Pending"}
        return {
            "flowProfile": "Undefined",
            "processingRule": "Undefined",
            **flow.info,
            "flowId": flow.flow,
            "submittedAt": flow.at,
            "updatedAt": flow.at,
            "flowType": flow.type,
            "flowDirection": "Out",
            "processingRuleSource": "Input",
            "acknowledgement": told,
        }

    def _named(self, body: bytes) -> Answer:
        try:
            asked = json.loads(body)
            words = str(asked["filters"]["businessName"]["value"]).casefold()
        except (LookupError, ValueError, TypeError):
            return 400, _error("MISSING_REQUIRED_FIELD", "filters")
        found = [
            each
            for each in self.directory.values()
            if words in str(each.get("businessName", "")).casefold()
        ]
        return 200, {"totalNumberOfResults": len(found), "results": found}


class _Handler(BaseHTTPRequestHandler):
    """Reads a request, has it answered, writes the answer."""

    protocol_version = "HTTP/1.1"
    platform: PlatformSimulator

    @override
    def log_message(self, format: str, *args: object) -> None:
        """Nobody reads it."""

    def do_GET(self) -> None:
        """A question."""
        self._answer("GET")

    def do_POST(self) -> None:
        """A deposit or a search."""
        self._answer("POST")

    def _answer(self, method: str) -> None:
        body = self.rfile.read(int(self.headers.get("content-length") or 0))
        headers = {name.lower(): value for name, value in self.headers.items()}
        answers = self.platform.answers
        wanted = answers.popleft() if answers and self.path != "/token" else None
        if wanted:
            told: dict[str, Any] | bytes | None = _error("SIMULATED", "comme demandé")
            status = wanted
            self.platform.requests.append(f"{method} {self.path}")
        else:
            status, told = self.platform.answer(method, self.path, headers, body)
        if wanted == 0:
            self.close_connection = True
            return
        raw = told if isinstance(told, bytes) else json.dumps(told or {}).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(raw)))
        self.end_headers()
        self.wfile.write(raw)


def _looked_at(
    info: Mapping[str, str], content: bytes
) -> tuple[str, list[tuple[str, str]]]:
    """(type of the flow, what is wrong with the file)."""
    faults = []
    said = info.get("sha256")
    if said and hashlib.sha256(content).hexdigest() != said:
        faults.append(("ChecksumMismatch", "autre empreinte"))
    if not content:
        return "Undefined", [*faults, ("EmptyFlow", "fichier vide")]
    if info["flowSyntax"] == "Factur-X":
        import facturx

        try:
            facturx.get_facturx_xml_from_pdf(content)  # against its XSD
        except Exception as error:  # noqa: BLE001  the library raises nothing more precise
            faults.append(("InvalidSchema", str(error)[:200]))
        return "CustomerInvoice", faults
    try:
        root = ET.fromstring(content)  # noqa: S314 # of this machine, for trying out
    except ET.ParseError as error:
        return "Undefined", [*faults, ("InvalidSchema", str(error))]
    kinds = [_TYPES[each.tag] for each in root if each.tag in _TYPES]
    if len(kinds) != 1:
        faults.append(("FlowTypeError", "un rapport attendu"))
    return (kinds or ["Undefined"])[0], faults


def _parts(kind: str, body: bytes) -> dict[str, bytes]:
    """Parts of a multipart form, by name (RFC 7578)."""
    boundary = kind.partition("boundary=")[2].strip('"').encode()
    found = {}
    for part in body.split(b"--" + boundary) if boundary else ():
        head, _, content = part.partition(b"\r\n\r\n")
        name = re.search(rb'[; ]name="([^"]*)"', head)
        if name is not None:
            found[name[1].decode()] = content.removesuffix(b"\r\n")
    return found


def _error(code: str, words: str) -> dict[str, Any]:
    return {"errorCode": code, "errorMessage": words}
