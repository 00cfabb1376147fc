"""Text messages by Twilio.

Source: Twilio REST API 2010-04-01, Messages resource: a form, HTTP basic authentication,
201 with the message's `sid`; anything else is JSON with a `code` and a `message`.
"""

import re
from collections.abc import Mapping
from typing import Final

import httpx2

from app.services.ports import NotToldError

BASE: Final = "https://api.twilio.com"
_NUMBER: Final = re.compile(r"\+[1-9]\d{6,14}", re.ASCII)
_SERVICE: Final = "MG"
_TIMEOUT_S: Final = 15.0
_MOST: Final = 1600
"""Characters of one message."""


def number_of(written: str, country: str = "33") -> str:
    """A number as people write it ("06 12 34 56 78"), in E.164.

    Raises:
        NotToldError: it is none.
    """
    digits = re.sub(r"[\s.()/-]", "", written)
    if digits.startswith("00"):
        digits = "+" + digits[2:]
    elif digits.startswith("0"):
        digits = f"+{country}{digits[1:]}"
    if not _NUMBER.fullmatch(digits):
        raise NotToldError("number_invalid")
    return digits


def send_sms(account: Mapping[str, str], to: str, text: str) -> str:
    """Sends a text message.

    Args:
        account: `account` (its SID), `token`, `sender` (the number or the messaging
            service that texts come from), and `base` where it is not Twilio's own address.

    Returns:
        Twilio's id of the message.

    Raises:
        NotToldError: it did not go out, or nobody knows.
    """
    sender = account["sender"]
    origin = "MessagingServiceSid" if sender.startswith(_SERVICE) else "From"
    form = {"To": number_of(to), origin: sender, "Body": text[:_MOST]}
    url = f"{account.get('base', BASE)}/2010-04-01/Accounts/{account['account']}"
    try:
        with httpx2.Client(timeout=_TIMEOUT_S, trust_env=False) as client:
            answer = client.post(
                f"{url}/Messages.json",
                data=form,
                auth=(account["account"], account["token"]),
            )
        told = answer.json()
    except (httpx2.HTTPError, httpx2.InvalidURL, ValueError, OSError) as error:
        raise NotToldError(type(error).__name__) from error
    if answer.status_code != 201 or not isinstance(told, dict) or "sid" not in told:
        code = told.get("code", "") if isinstance(told, dict) else ""
        raise NotToldError(f"twilio {answer.status_code} {code}".strip())
    return str(told["sid"])
