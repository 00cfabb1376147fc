"""Asks an authority of time-stamps over HTTP.

Source: RFC 3161, 3.4.
"""

from pathlib import Path
from typing import Final

import httpx2

from app.domain.integrity import HeadStamped
from app.fiscal.timestamps import NotStampedError, stamped, stamping
from db.entry import Head

TIMEOUT_S: Final = 20.0
_MOST: Final = 64 * 2**10
_ASKED: Final = "application/timestamp-query"
_ANSWERED: Final = "application/timestamp-reply"


def stamp_head(address: str, head: Head, folder: Path) -> HeadStamped:
    """Has the end of a chain stamped; blocks, any thread.

    The address may be without TLS, as many are: what comes is signed, and for this
    question alone.

    Args:
        folder: of certificates that are trusted besides those of the machine.

    Raises:
        NotStampedError: nobody answered, or not with a time-stamp that is trusted here.
    """
    asked = stamping(head)
    try:
        answer = httpx2.post(
            address,
            content=asked.question,
            headers={"Content-Type": _ASKED, "Accept": _ANSWERED},
            timeout=TIMEOUT_S,
        )
        answer.raise_for_status()
    except (httpx2.HTTPError, httpx2.InvalidURL) as error:
        raise NotStampedError(str(error) or type(error).__name__) from error
    if len(answer.content) > _MOST:
        raise NotStampedError("too long")
    return stamped(asked, answer.content, address, folder)
