"""An authority stamps the end of the journal; openssl plays it, over HTTP, here."""

import shutil
import subprocess
import threading
from base64 import b64decode
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from fiscal_kit import MARC, archive, close, open_next, sell
from gui_kit import FixedClock, demo_house
from test_witnesses import events

from app.bootstrap import Opened
from app.caretaker import Caretaker
from app.connectors.timestamping import stamp_head
from app.domain.rules import SetSetting
from app.fiscal import verifier_sotto
from app.fiscal.checking import verify_database
from app.fiscal.timestamps import (
    NotStampedError,
    stamped,
    stamping,
    stamps,
    told,
)
from app.fiscal.witnesses import witnesses
from db.entry import Head

pytestmark = pytest.mark.skipif(not shutil.which("openssl"), reason="no openssl")
CONFIG = """
[tsa]
serial = {here}/serial
signer_digest = sha256
default_policy = 1.2.3.4
digests = sha256
ess_cert_id_alg = sha256
[root]
basicConstraints = critical,CA:TRUE
keyUsage = critical,keyCertSign
subjectKeyIdentifier = hash
[signer]
basicConstraints = critical,CA:FALSE
keyUsage = critical,digitalSignature
extendedKeyUsage = critical,timeStamping
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
"""


class Authority:
    """A root, a certificate of it for stamping, and an address."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        self.folder, self.server = folder, HTTPServer(("127.0.0.1", 0), self._handler())
        self.address = f"http://127.0.0.1:{self.server.server_port}/tsa"
        (folder / "serial").write_text("01\n")
        (folder / "cnf").write_text(CONFIG.format(here=folder))
        new = "req -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes"
        self.openssl(f"{new} -x509 -keyout rk -out root.pem -subj /CN=Root -days 30")
        self.openssl(f"{new} -keyout key -out csr -subj /CN=TSA")
        self.openssl(
            "x509 -req -in csr -CA root.pem -CAkey rk -CAcreateserial -out tsa.pem "
            "-days 30 -extfile cnf -extensions signer"
        )
        self.thread = threading.Thread(
            target=self.server.serve_forever, args=(0.02,), daemon=True
        )
        self.thread.start()

    def openssl(self, line: str) -> None:
        command = ["openssl", *line.split()]
        subprocess.run(command, cwd=self.folder, check=True, capture_output=True)

    def stop(self) -> None:
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        authority = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                size = int(self.headers["Content-Length"])
                (authority.folder / "q").write_bytes(self.rfile.read(size))
                authority.openssl(
                    "ts -reply -config cnf -section tsa -queryfile q -signer tsa.pem "
                    "-inkey key -out reply"
                )
                self.send_response(200)
                self.send_header("Content-Type", "application/timestamp-reply")
                self.end_headers()
                self.wfile.write((authority.folder / "reply").read_bytes())

            def log_message(self, *told: object) -> None: ...

        return Handler


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Authority]:
    made = Authority(tmp_path_factory.mktemp("tsa") / "here")
    yield made
    made.stop()


def trust(folder: Path, authority: Authority) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copy(authority.folder / "root.pem", folder / "root.pem")


def close_day(opened: Opened, address: str) -> None:
    for key, value in (("witness.tsa", address), ("outside.open", "yes")):
        opened.house.run(SetSetting(key=key, value=value), MARC)
    caretaker = Caretaker(opened)
    sell(opened)
    close(opened)
    while caretaker.busy:
        caretaker.look()
    caretaker.stop()


def test_a_closing_is_stamped_and_the_stamp_is_a_witness(
    tmp_path: Path, authority: Authority
) -> None:
    clock = FixedClock()
    with demo_house(tmp_path / "profile", clock) as opened:
        profile, database = opened.profile, opened.database
        trust(profile.keys / "tsa", authority)
        close_day(opened, authority.address)
        (stamp,) = stamps(database)
        found = {w.name: w for w in witnesses(database, profile.witness("C1"), "C1")}
        assert found["tsa"].agrees
        assert found["tsa"].head == Head("C1", stamp.seq, stamp.hash)
        report = verify_database(database, profile, deep=True)
        assert report.exit_code == 0, report.warnings
        # The archive has the token for whoever has openssl alone; written after the
        # closing, it is of the day after.
        open_next(opened, clock)
        close(opened)
        made = archive(opened, tmp_path / "usb")
        path = tmp_path / "usb" / made.file
        assert verifier_sotto.verify(path).exit_code == 0
        shutil.unpack_archive(path, tmp_path / "out")
        (token,) = (tmp_path / "out" / "horodatages").iterdir()
        head = Head(stamp.chain, stamp.seq, stamp.hash)
        (authority.folder / "data").write_bytes(told(head))
        authority.openssl(f"ts -verify -data data -in {token} -CAfile root.pem")
        # Its root is unknown now: the token proves nothing here any more.
        (profile.keys / "tsa" / "root.pem").unlink()
        report = verify_database(database, profile, deep=True)
        assert [f.code for f in report.warnings] == ["WITNESS_UNREACHABLE"]


def test_nobody_trusted_nobody_there_and_another_answer_are_told(
    tmp_path: Path, authority: Authority
) -> None:
    with demo_house(tmp_path / "profile", FixedClock()) as opened:
        close_day(opened, authority.address)
        (why,) = events(opened, "WITNESS_UNREACHABLE")
        assert why.startswith("tsa: ")
        assert not list(stamps(opened.database))
    folder, head = tmp_path / "tsa", Head("C1", 7, "hash")
    trust(folder, authority)
    with pytest.raises(NotStampedError):
        stamp_head("http://127.0.0.1:9/", head, folder)
    stamp = stamp_head(authority.address, head, folder)
    assert (stamp.chain, stamp.seq, stamp.hash) == ("C1", 7, "hash")
    with pytest.raises(NotStampedError):  # of another question
        stamped(stamping(head), b64decode(stamp.token), "", folder)
