"""The approved platform that the house's invoices and reports go to.

Source: AFNOR XP Z12-013, annexes A (Flow Service) and B (Directory Service), 1.3.0: OAuth 2
client credentials, deposits as multipart with `flowInfo`, acknowledgements to ask for.
"""

import hashlib
import json
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import quote
from uuid import uuid4

import httpx2

from app.services.ports import Acknowledged, FoundCompany, NotSentError

NEEDED: Final = ("client_id", "client_secret")
"""Of an account at a platform."""
SERVICE: Final = "platform"
"""Its name among the accounts of the key folder."""
_TIMEOUT_S: Final = 20.0
_EARLY_S: Final = 30.0
"""How long before its end a token is not used any more."""
_FINAL: Final = (400, 404, 413, 415, 422)
"""Answers that the same request would get again."""
_MOST_FOUND: Final = 20


@dataclass(frozen=True, slots=True)
class Places:
    """Where a platform is: its flow service, its directory, its tokens; base addresses."""

    flows: str
    directory: str
    token: str
    organization: str = ""


class PlatformClient:
    """One house's account at its platform. Thread: any, and not one somebody waits for."""

    def __init__(
        self,
        places: Places,
        account: Mapping[str, str],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._places, self._account, self._clock = places, account, clock
        self._lock = threading.Lock()
        self._token, self._until = "", 0.0

    def deposit(
        self, name: str, content: bytes, tracking: str, told: Mapping[str, str]
    ) -> str:
        """Hands a file over.

        Args:
            tracking: our own id of it, by which `find` knows it again.
            told: `flowSyntax`, `processingRule` and `flowProfile` of it.

        Returns:
            the platform's id of the flow.

        Raises:
            NotSentError: it was not taken, or nobody knows.
        """
        info = {
            "trackingId": tracking,
            "name": name,
            "sha256": hashlib.sha256(content).hexdigest(),
            **told,
        }
        media = "application/pdf" if name.endswith(".pdf") else "application/xml"
        answer = self._ask(
            "POST",
            f"{self._places.flows}/v1/flows",
            files={
                "flowInfo": ("", json.dumps(info), "application/json"),
                "file": (name, content, media),
            },
        )
        return str(answer.get("flowId", ""))

    def find(self, tracking: str) -> Acknowledged | None:
        """The flow that we know by this id; None when the platform has none.

        Raises:
            NotSentError: nobody knows.
        """
        where = {"where": {"trackingId": tracking}, "limit": 1}
        answer = self._ask("POST", f"{self._places.flows}/v1/flows/search", json=where)
        results = answer.get("results") or []
        return _acknowledged(results[0]) if results else None

    def status(self, flow: str) -> Acknowledged:
        """How a flow stands.

        Raises:
            NotSentError: nobody knows.
        """
        url = f"{self._places.flows}/v1/flows/{quote(flow, safe='')}"
        return _acknowledged(self._ask("GET", url, params={"docType": "Metadata"}))

    def company(self, number: str) -> FoundCompany | None:
        """Who has this SIREN or SIRET; None when the directory has nobody.

        Raises:
            NotSentError: nobody knows.
        """
        kind = "siren" if len(number) == 9 else "siret"
        url = f"{self._places.directory}/v1/{kind}/code-insee:{number}"
        try:
            return _company(self._ask("GET", url))
        except NotSentError as error:
            if error.status == 404:
                return None
            raise

    def companies(self, words: str) -> list[FoundCompany]:
        """Companies with these words in their name, some of them.

        Raises:
            NotSentError: nobody knows.
        """
        asked = {
            "filters": {"businessName": {"op": "contains", "value": words}},
            "limit": _MOST_FOUND,
        }
        url = f"{self._places.directory}/v1/siren/search"
        found = self._ask("POST", url, json=asked).get("results") or []
        return [_company(each) for each in found]

    def _ask(self, method: str, url: str, **more: Any) -> dict[str, Any]:
        """A request with a token; with a new one when the old one is not taken."""
        answer = self._request(method, url, self._fresh_token(), **more)
        if answer.status_code == 401:
            self._until = 0.0
            answer = self._request(method, url, self._fresh_token(), **more)
        if answer.status_code == 204:
            return {}
        told = _told(answer)
        if not answer.is_success:
            words = (
                f"{told.get('errorCode', '')} {told.get('errorMessage', '')}".strip()
            )
            raise NotSentError(
                f"HTTP {answer.status_code} {words}".strip()[:300],
                status=answer.status_code,
                final=answer.status_code in _FINAL,
            )
        return told

    def _request(
        self, method: str, url: str, token: str, **more: Any
    ) -> httpx2.Response:
        headers = {"Authorization": f"Bearer {token}", "Request-Id": str(uuid4())}
        if self._places.organization:
            headers["Organization-Id"] = self._places.organization
        return _carried(
            lambda client: client.request(method, url, headers=headers, **more)
        )

    def _fresh_token(self) -> str:
        with self._lock:
            if self._clock() < self._until:
                return self._token
            form = {"grant_type": "client_credentials"} | {
                name: self._account.get(name, "") for name in NEEDED
            }
            answer = _carried(lambda client: client.post(self._places.token, data=form))
            told = _told(answer)
            token = told.get("access_token")
            if not answer.is_success or not isinstance(token, str):
                raise NotSentError(
                    f"token: HTTP {answer.status_code}", status=answer.status_code
                )
            seconds = told.get("expires_in", 60)
            lasts = seconds if isinstance(seconds, int) else 60
            self._token, self._until = token, self._clock() + lasts - _EARLY_S
            return token


def _carried(send: Callable[[httpx2.Client], httpx2.Response]) -> httpx2.Response:
    try:
        with httpx2.Client(timeout=_TIMEOUT_S, trust_env=False) as client:
            return send(client)
    except (httpx2.HTTPError, httpx2.InvalidURL, OSError, ValueError) as error:
        raise NotSentError(type(error).__name__) from error


def _told(answer: httpx2.Response) -> dict[str, Any]:
    try:
        told = answer.json()
    except ValueError:
        return {}
    return told if isinstance(told, dict) else {}


def _acknowledged(flow: Mapping[str, Any]) -> Acknowledged:
    told = flow.get("acknowledgement") or {}
    details = [
        f"{each.get('reasonCode', '')} {each.get('reasonMessage', '')}".strip()
        for each in told.get("details") or []
    ]
    state = str(told.get("status", "Pending"))
    return Acknowledged(str(flow.get("flowId", "")), state, " · ".join(details)[:300])


def _company(told: Mapping[str, Any]) -> FoundCompany:
    address = told.get("address") or {}
    return FoundCompany(
        siren=str(told.get("siren", "")),
        siret=str(told.get("siret", "")),
        name=str(told.get("businessName") or told.get("name") or ""),
        street=str(address.get("addressLine1", "")),
        postcode=str(address.get("postalCode", "")),
        city=str(address.get("locality", "")),
        active=told.get("administrativeStatus", "A") == "A",
    )
