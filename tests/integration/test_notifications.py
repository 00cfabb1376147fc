"""Text messages and mails: the published protocols, against simulators on sockets."""

import email
import ssl
from collections.abc import Iterator
from datetime import timedelta
from email import policy
from pathlib import Path

import httpx2
import pytest
from api_kit import Served, served
from notify_kit import ACCOUNT, TOKEN, Mails, Texts, mail_server, twilio

from app.connectors.accounts import FILE, Accounts
from app.connectors.notifier import Notifier
from app.connectors.smtp import send_mail
from app.connectors.twilio import number_of, send_sms
from app.hub.certificate import certificate_files
from app.services.ports import NotToldError
from db.errors import KeyUnavailableError

SMS = {"account": ACCOUNT, "token": TOKEN, "sender": "+33644600000"}


@pytest.fixture
def texts() -> Iterator[Texts]:
    with twilio() as found:
        yield found


@pytest.fixture(scope="module")
def contexts(
    tmp_path_factory: pytest.TempPathFactory,
) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """What a mail server shows, and who trusts it."""
    from datetime import datetime

    folder = tmp_path_factory.mktemp("mail")
    certificate, key = certificate_files(folder, datetime.now().astimezone())
    serving = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    serving.load_cert_chain(certificate, key)
    return serving, ssl.create_default_context(cafile=certificate)


def mailbox(mails: Mails, security: str, **told: str) -> dict[str, str]:
    return {
        "host": "localhost",
        "port": str(mails.port),
        "security": security,
        "sender": "bonjour@moulin.example",
        "name": "Le Vieux Moulin",
        "user": mails.user,
        "password": mails.password,
    } | told


def test_a_text_message_goes_out_as_twilio_wants_it(texts: Texts) -> None:
    account = SMS | {"base": texts.base}
    assert send_sms(account, "06 12 34 56 78", "À ce soir !") == "SM" + "0" * 32
    assert texts.sent == [
        {"To": "+33612345678", "From": "+33644600000", "Body": "À ce soir !"}
    ]
    service = account | {"sender": "MG0123"}
    send_sms(service, "+33612345678", "x")
    assert texts.sent[1]["MessagingServiceSid"] == "MG0123"


@pytest.mark.parametrize(
    ("account", "to", "why"),
    [
        ({"token": "wrong"}, "+33612345678", "twilio 401 20003"),
        ({"account": "AC9"}, "+33612345678", "twilio 401"),
        ({}, "12", "number_invalid"),
        ({"base": "http://127.0.0.1:1"}, "+33612345678", "ConnectError"),
        ({"base": "nonsense"}, "+33612345678", "UnsupportedProtocol"),
    ],
)
def test_what_does_not_go_out_says_why(
    texts: Texts, account: dict[str, str], to: str, why: str
) -> None:
    with pytest.raises(NotToldError, match=why):
        send_sms(SMS | {"base": texts.base} | account, to, "x")
    assert texts.sent == []


@pytest.mark.parametrize(
    "broken", [(500, "oops"), (201, "[]"), (201, "{}"), (200, "1")]
)
def test_an_answer_that_makes_no_sense_is_no_yes(
    texts: Texts, broken: tuple[int, str]
) -> None:
    texts.broken.append(broken)
    with pytest.raises(NotToldError):
        send_sms(SMS | {"base": texts.base}, "+33612345678", "x")


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("06 12 34 56 78", "+33612345678"),
        ("+44 20 7946 0958", "+442079460958"),
        ("0032 2 555 12 12", "+3225551212"),
        ("06.12.34.56.78", "+33612345678"),
    ],
)
def test_numbers_as_people_write_them(written: str, number: str) -> None:
    assert number_of(written) == number


@pytest.mark.parametrize(("security", "at_once"), [("starttls", False), ("tls", True)])
def test_a_mail_goes_out_encrypted(
    contexts: tuple[ssl.SSLContext, ssl.SSLContext], security: str, at_once: bool
) -> None:
    serving, trust = contexts
    with mail_server(serving, at_once=at_once) as mails:
        account = mailbox(mails, security)
        told = send_mail(account, "jean@example.com", "Rappel", "À ce soir !", trust)
        ((sender, people, raw),) = mails.received
        assert mails.tls
    mail = email.message_from_bytes(raw, policy=policy.default)
    assert sender.startswith("FROM:<bonjour@moulin.example>")
    assert people == ["TO:<jean@example.com>"]
    assert mail["From"] == "Le Vieux Moulin <bonjour@moulin.example>"
    assert (mail["Subject"], mail["Message-ID"]) == ("Rappel", told)
    assert mail.get_content().strip() == "À ce soir !"


def test_a_mail_that_does_not_go_out_says_why(
    contexts: tuple[ssl.SSLContext, ssl.SSLContext],
) -> None:
    serving, trust = contexts
    with mail_server(serving) as mails:
        account = mailbox(mails, "starttls")
        with pytest.raises(NotToldError, match="SSLCertVerificationError"):
            send_mail(account, "jean@example.com", "x", "x")  # a stranger's certificate
        with pytest.raises(NotToldError, match="smtp 535"):
            send_mail(account | {"password": "no"}, "j@example.com", "x", "x", trust)
        mails.refused = ("nobody",)
        with pytest.raises(NotToldError, match="smtp 550") as gone:
            send_mail(account, "nobody@example.com", "x", "x", trust)
        assert gone.value.final
        for to in ("jean@example.com\r\nBcc: all@example.com", "", "jean"):
            with pytest.raises(NotToldError, match="address_invalid"):
                send_mail(account, to, "x", "x", trust)
        with pytest.raises(NotToldError, match="address_invalid"):
            send_mail(account, "j@example.com", "x\r\nBcc: all@example.com", "x", trust)
        assert mails.received == []
    with pytest.raises(NotToldError, match="ConnectionRefusedError"):
        send_mail(account, "jean@example.com", "x", "x", trust)


def test_accounts_are_kept_for_nobody_else(tmp_path: Path) -> None:
    accounts = Accounts(tmp_path)
    accounts.set("sms", SMS)
    kept = tmp_path / FILE
    assert kept.stat().st_mode & 0o077 == 0
    assert Accounts(tmp_path).of("sms") == SMS
    accounts.set("sms", None)
    first, second = Accounts(tmp_path), Accounts(tmp_path)
    first.set("sms", SMS)
    second.set("terminal.tpe1", {"key": "k"})  # knows nothing of the other's writing
    assert Accounts(tmp_path).of("sms") == SMS
    first.set("sms", None)
    assert Accounts(tmp_path).of("terminal.tpe1") == {"key": "k"}
    assert Accounts(tmp_path).of("sms") is None
    kept.write_text("[]", encoding="utf-8")
    with pytest.raises(KeyUnavailableError):
        Accounts(tmp_path)
    notifier = Notifier(tmp_path / "other")
    with pytest.raises(NotToldError, match="off"):
        notifier.tell("sms", "+33612345678", "", "x")
    with pytest.raises(NotToldError, match="account_incomplete"):
        notifier.set_up("sms", {"account": ACCOUNT})


@pytest.fixture
def house(tmp_path: Path) -> Iterator[Served]:
    with served(tmp_path / "one") as found:
        assert found.hub.api is not None
        found.hub.api.notifier = Notifier(found.machine.opened.profile.keys)
        yield found


def client(house: Served, *scopes: str) -> httpx2.Client:
    found = house.program(*scopes)
    found.base_url = f"https://127.0.0.1:{house.hub.port}/api"
    return found


def test_a_guest_is_reminded_once_and_it_is_journaled(
    house: Served, texts: Texts
) -> None:
    day = (house.house.clock().date() + timedelta(days=9)).isoformat()
    with client(house) as asked:
        told = {"sms": SMS}
        assert asked.put("/settings/notifications", json=told).json() == {
            "channels": ["sms"]
        }
        # The address is nobody's to choose over the network; here it is the simulator's.
        notifier = house.hub.api.notifier
        notifier.set_up("sms", SMS | {"base": texts.base})
        settings = asked.get("/settings").json()
        assert settings["notifications"] == ["sms"]
        assert TOKEN not in str(settings)

        free = {"date": day, "numberOfPeople": 2}
        times = asked.post("/settings/availability", json=free).json()["times"]
        booking = {
            **free,
            "time": times[0]["time"],
            "customerName": "Jean",
            "phoneNumber": "06 12 34 56 78",
        }
        made = asked.post("/reservations", json=booking).json()
        path = f"/notifications/reminder/{made['id']}"
        assert asked.post(path).json()["id"] == made["id"]
        assert asked.post(path).status_code == 200  # and nothing is sent again
        (sent,) = texts.sent
        assert sent["To"] == "+33612345678"
        assert times[0]["time"] in sent["Body"]
        (entry,) = house.journaled("reservation.reminded")
        assert entry.data["channel"] == "sms"
        assert TOKEN not in str(house.journaled("reservation.reminded", "setting.set"))

        trial = {"channel": "sms", "to": "+33698765432"}
        assert asked.post("/notifications/test", json=trial).json()["sent"]
        assert texts.sent[1]["To"] == "+33698765432"
        texts.broken.append((500, "{}"))
        failed = asked.post("/notifications/test", json=trial)
        assert (failed.status_code, failed.json()["code"]) == (
            409,
            "notification_failed",
        )
        assert asked.post("/notifications/reminder/nobody").status_code == 404
        mailed = asked.post(path, json={"channel": "email"})
        assert mailed.status_code == 200  # reminded within the hour
        silent = asked.post("/reservations", json=booking | {"phoneNumber": ""}).json()
        nowhere = asked.post(f"/notifications/reminder/{silent['id']}")
        assert nowhere.json()["code"] == "contact_missing"
        assert asked.put("/settings/notifications", json={"sms": None}).json() == {
            "channels": []
        }
        asked.delete(f"/reservations/{silent['id']}")
        over = asked.post(f"/notifications/reminder/{silent['id']}")
        assert over.json()["code"] == "reservation_over"
