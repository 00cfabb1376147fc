"""E-mail by a mail server of the house's provider.

Source: RFC 5321 (SMTP), RFC 8314 (TLS from the first byte), RFC 3207 (STARTTLS).
"""

import smtplib
import ssl
from collections.abc import Mapping
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from typing import Final

from app.services.ports import NotToldError

PORTS: Final = {"tls": 465, "starttls": 587, "none": 25}
_TIMEOUT_S: Final = 15.0
_FOR_GOOD: Final = 500
"""Codes from here on are permanent (RFC 5321, 4.2.1)."""


def send_mail(
    account: Mapping[str, str],
    to: str,
    subject: str,
    text: str,
    trust: ssl.SSLContext | None = None,
    attached: tuple[str, bytes] | None = None,
) -> str:
    """Sends a mail.

    Args:
        account: `host` and `sender`, the server and the address that mails come from;
            `port`, `security` ("tls", "starttls", "none"), `user`, `password` and `name`
            as the provider says.
        attached: name and content of a PDF file that goes along.
        trust: whose certificates count; the machine's own list without one.

    Returns:
        the mail's Message-ID.

    Raises:
        NotToldError: it did not go out, or nobody knows.
    """
    mail = _mail(account, to, subject, text)
    if attached is not None:
        name, content = attached
        mail.add_attachment(content, "application", "pdf", filename=name)
    security = account.get("security", "tls")
    port = int(account.get("port") or PORTS.get(security, 0))
    trust = trust or ssl.create_default_context()
    try:
        with _connected(account["host"], port, security, trust) as server:
            if account.get("user"):
                server.login(account["user"], account.get("password", ""))
            server.send_message(mail)
    except smtplib.SMTPRecipientsRefused as error:
        code = max(code for code, _ in error.recipients.values())
        raise NotToldError(f"smtp {code}", final=code >= _FOR_GOOD) from error
    except smtplib.SMTPResponseException as error:
        code = error.smtp_code
        # A password that is wrong is put right, and the message goes out after all.
        final = code >= _FOR_GOOD and not isinstance(
            error, smtplib.SMTPAuthenticationError
        )
        raise NotToldError(f"smtp {code}", final=final) from error
    except (smtplib.SMTPException, OSError, ValueError) as error:
        raise NotToldError(type(error).__name__) from error
    return str(mail["Message-ID"])


def _mail(account: Mapping[str, str], to: str, subject: str, text: str) -> EmailMessage:
    mail = EmailMessage()
    try:
        sender = Address(account.get("name", ""), addr_spec=account["sender"])
        mail["From"], mail["To"] = sender, Address(addr_spec=to)
        mail["Subject"] = subject
    except (ValueError, IndexError) as error:
        raise NotToldError("address_invalid", final=True) from error
    mail["Date"] = formatdate(localtime=True)
    mail["Message-ID"] = make_msgid(domain=sender.domain or "localhost")
    mail.set_content(text)
    return mail


def _connected(
    host: str, port: int, security: str, trust: ssl.SSLContext
) -> smtplib.SMTP:
    if security == "tls":
        return smtplib.SMTP_SSL(host, port, timeout=_TIMEOUT_S, context=trust)
    server = smtplib.SMTP(host, port, timeout=_TIMEOUT_S)
    if security == "starttls":
        try:
            server.starttls(context=trust)
        except BaseException:
            server.close()
            raise
    return server
