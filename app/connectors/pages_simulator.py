"""A payment provider on this machine: Stripe's or SumUp's API over a socket, and the page on
which a guest pays, in any browser.

For trying things out and for tests, which make it fail. What it knows is gone with it; it
counts what was paid, so that nobody has to believe the till.

Source: as `stripe_checkout` and `sumup_checkout`.
"""

import hmac
import json
import secrets
import threading
import time
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Final
from urllib.parse import parse_qsl, urlsplit

from typing_extensions import override

KEY, SECRET, MERCHANT = "sk_test_simulated", "whsec_simulated", "MSIM"
_POLL_S: Final = 0.05
_HTML: Final = "text/html; charset=utf-8"
_PAGE: Final = """<!doctype html><meta charset=utf-8>
<meta name=viewport content="width=device-width, initial-scale=1"><title>{title}</title>
<style>body{{font:1rem system-ui;max-width:24rem;margin:2rem auto;padding:0 1rem}}
button{{width:100%;min-height:56px;margin:.5rem 0;font:600 1rem system-ui}}</style>
<p>{title}</p><h1>{price}</h1><p>{words}</p><form method=post>
<button name=do value=pay>Payer</button><button name=do value=decline>Refuser</button>
</form><a href="{back}">Retour</a>"""
Answer = tuple[int, str, bytes]


@dataclass(slots=True)
class Session:
    """A page.

    Attributes:
        state: "open", "paid", "declined" or "ended".
        form: with what it was asked for.
    """

    id: str
    reference: str
    cents: int
    words: str
    back: str
    form: dict[str, Any]
    state: str = "open"
    made: int = field(default_factory=lambda: round(time.time()))


class PagesSimulator:
    """The provider, from `start` to `stop`. Thread: any.

    Args:
        name: "stripe" or "sumup", whose API it speaks.

    Attributes:
        sessions: what was asked for, by id.
        answers: statuses that the next requests of the API get instead of an answer, after
            what they ask was done; 0 hangs up, a negative one does nothing.
        requests: "METHOD /path" of each request of the API.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self.sessions: dict[str, Session] = {}
        self.answers: deque[int] = deque()
        self.requests: list[str] = []
        self._lock = threading.Lock()
        simulator = self

        class Handler(_Handler):
            provider = simulator

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._thread = threading.Thread(
            target=self._server.serve_forever, args=(_POLL_S,), name="pages simulator"
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
    def base(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    @property
    def account(self) -> dict[str, str]:
        """What a house has to know to ask it."""
        return {
            "provider": self.name,
            "base": self.base,
            "key": KEY,
            "secret": SECRET,
            "merchant": MERCHANT,
        }

    def pay(self, session: str) -> bool:
        """The guest pays; whether they still could."""
        return self._turn(session, "paid")

    def decline(self, session: str) -> bool:
        """The guest's bank says no; they may try again."""
        return self._turn(session, "declined")

    def _turn(self, session: str, state: str) -> bool:
        with self._lock:
            known = self.sessions[session]
            if known.state not in ("open", "declined"):
                return False
            known.state = state
            return True

    def paid(self) -> int:
        """Cents that guests paid, all pages together."""
        return sum(s.cents for s in self.sessions.values() if s.state == "paid")

    def message(self, session: str) -> tuple[dict[str, str], bytes]:
        """Headers and body of the message that a page was paid."""
        if self.name == "sumup":
            told = {"event_type": "CHECKOUT_STATUS_CHANGED", "id": session}
            return {}, json.dumps(told).encode()
        told_ = {
            "type": "checkout.session.completed",
            "data": {"object": {"id": session}},
        }
        body, at = json.dumps(told_).encode(), round(time.time())
        signed = hmac.digest(SECRET.encode(), f"{at}.".encode() + body, "sha256")
        return {"Stripe-Signature": f"t={at},v1={signed.hex()}"}, body

    # -- requests ------------------------------------------------------------------

    def answer(
        self, method: str, target: str, headers: Mapping[str, str], body: bytes
    ) -> Answer | None:
        """What a request comes to; None hangs up."""
        parts = urlsplit(target)
        if parts.path.startswith("/pay/"):
            return self._visit(method, parts.path.removeprefix("/pay/"), body)
        with self._lock:
            self.requests.append(f"{method} {parts.path}")
            wrong = self.answers.popleft() if self.answers else None
            if wrong is not None and wrong < 0:
                return None
            if headers.get("authorization") != f"Bearer {KEY}":
                return _json(401, {})
            query = dict(parse_qsl(parts.query))
            act = self._stripe if self.name == "stripe" else self._sumup
            status, told = act(method, parts.path, query, headers, body)
            if wrong is not None:
                return _json(wrong, {}) if wrong else None
            return _json(status, told)

    def _visit(self, method: str, name: str, body: bytes) -> Answer:
        """A guest's browser."""
        known = self.sessions.get(name)
        if known is None:
            return 404, _HTML, b""
        if method == "POST":
            if dict(parse_qsl(body.decode())).get("do") == "pay":
                self.pay(name)
            else:
                self.decline(name)
            return 303, known.back, b""
        page = _PAGE.format(
            title=escape(self.name.title()),
            price=f"{known.cents / 100:.2f} €",
            words=escape(known.words),
            back=escape(known.back),
        )
        return 200, _HTML, page.encode()

    def _known(self, reference: str) -> Session | None:
        found = (s for s in self.sessions.values() if s.reference == reference)
        return next(found, None)

    def _stripe(
        self,
        method: str,
        path: str,
        query: Mapping[str, str],
        headers: Mapping[str, str],
        body: bytes,
    ) -> tuple[int, Any]:
        root = "/v1/checkout/sessions"
        name, _, verb = path.removeprefix(f"{root}/").partition("/")
        if path == root and method == "GET":
            since = int(query.get("created[gte]", "0"))
            listed = [_session(s) for s in self.sessions.values() if s.made >= since]
            return 200, {"data": listed, "has_more": False}
        if path == root:
            form = dict(parse_qsl(body.decode()))
            known = self._known(headers.get("idempotency-key", ""))
            if known is None:
                known = self._make(
                    f"cs_test_{secrets.token_hex(12)}",
                    form["metadata[sotto_payment]"],
                    int(form["line_items[0][price_data][unit_amount]"]),
                    form["line_items[0][price_data][product_data][name]"],
                    form["success_url"],
                    form,
                )
            elif known.form != form:
                return 400, {"error": {"type": "idempotency_error"}}
            return 200, {**_session(known), "url": f"{self.base}/pay/{known.id}"}
        found = self.sessions.get(name)
        if found is None:
            return 404, {"error": {"code": "resource_missing"}}
        if verb == "expire":
            if found.state not in ("open", "declined"):
                return 400, {"error": {"code": "checkout_session_not_open"}}
            found.state = "ended"
        return 200, _session(found)

    def _sumup(
        self,
        method: str,
        path: str,
        query: Mapping[str, str],
        headers: Mapping[str, str],
        body: bytes,
    ) -> tuple[int, Any]:
        root = "/v0.1/checkouts"
        if path == root and method == "GET":
            known = self._known(query.get("checkout_reference", ""))
            return 200, [self._checkout(known)] if known else []
        if path == root:
            told = json.loads(body)
            if self._known(told["checkout_reference"]):
                return 409, {"error_code": "DUPLICATED_CHECKOUT"}
            if told["merchant_code"] != MERCHANT:
                return 403, {}
            made = self._make(
                f"{secrets.token_hex(4)}-{secrets.token_hex(6)}",
                told["checkout_reference"],
                round(told["amount"] * 100),
                told["description"],
                told["redirect_url"],
                told,
            )
            return 201, self._checkout(made)
        found = self.sessions.get(path.removeprefix(f"{root}/"))
        if found is None:
            return 404, {"error_code": "NOT_FOUND"}
        if method == "DELETE":
            if found.state not in ("open", "declined"):
                return 409, {"error_code": "CHECKOUT_PROCESSED"}
            found.state = "ended"
        return 200, self._checkout(found)

    def _make(
        self,
        name: str,
        reference: str,
        cents: int,
        words: str,
        back: str,
        form: dict[str, Any],
    ) -> Session:
        made = Session(name, reference, cents, words, back, form)
        self.sessions[name] = made
        return made

    def _checkout(self, session: Session) -> dict[str, Any]:
        states = {"paid": "PAID", "declined": "FAILED", "ended": "EXPIRED"}
        paid = {"id": f"tx-{session.id}", "status": "SUCCESSFUL", "auth_code": "053201"}
        return {
            "id": session.id,
            "checkout_reference": session.reference,
            "amount": session.cents / 100,
            "currency": "EUR",
            "status": states.get(session.state, "PENDING"),
            "hosted_checkout_url": f"{self.base}/pay/{session.id}",
            "transactions": [paid] if session.state == "paid" else [],
        }


def _session(session: Session) -> dict[str, Any]:
    """A Checkout Session as Stripe tells it."""
    paid = session.state == "paid"
    status = {"paid": "complete", "ended": "expired"}.get(session.state, "open")
    card = {"brand": "visa", "last4": "4242", "authorization_code": "053201"}
    charge = {"payment_method_details": {"card": card}}
    return {
        "id": session.id,
        "object": "checkout.session",
        "status": status,
        "payment_status": "paid" if paid else "unpaid",
        "amount_total": session.cents,
        "currency": "eur",
        "metadata": {"sotto_payment": session.reference},
        "url": None,
        "payment_intent": {"id": f"pi_{session.id}", "latest_charge": charge}
        if paid
        else None,
    }


def _json(status: int, told: Any) -> Answer:
    return status, "application/json", json.dumps(told).encode()


class _Handler(BaseHTTPRequestHandler):
    """One request; `provider` is set by the simulator that makes the class."""

    provider: PagesSimulator
    protocol_version = "HTTP/1.1"

    @override
    def log_message(self, format: str, *args: object) -> None:
        pass

    def _serve(self) -> None:
        length = int(self.headers.get("content-length") or 0)
        headers = {name.lower(): value for name, value in self.headers.items()}
        body = self.rfile.read(length)
        answer = self.provider.answer(self.command, self.path, headers, body)
        self.close_connection = True
        if answer is None:
            return
        status, kind, content = answer
        self.send_response(status)
        self.send_header("Location" if status == 303 else "Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(content)

    do_GET = do_POST = do_DELETE = _serve  # noqa: N815  as the library calls them
