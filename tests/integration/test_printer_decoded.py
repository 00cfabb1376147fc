"""escpos-netprinter, a printer emulator of somebody else, reads what we print.

What it read once is in `golden/printers` and is compared with our own simulated paper
everywhere. The program itself (AGPL, PHP and Flask) stays outside: it runs where the
folder SOTTO_NETPRINTER holds it, as `docs/devices.md` says. Without the golden file that
run writes it anew.
"""

import html
import json
import os
import re
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from unit.hardware.printers import samples
from unit.hardware.printers.print_shop import Shop, open_shop, ticket

from hardware.printers.driver import PrinterConfig
from hardware.printers.emulation import Interpreter
from hardware.printers.escpos import encode
from hardware.printers.jobs import Job
from hardware.printers.profiles import Completion, Page, customised, profile

GOLDEN = Path(__file__).parents[1] / "golden/printers/netprinter.json"
NETPRINTER = os.environ.get("SOTTO_NETPRINTER", "")
_PLAIN = profile("simulated")
_PAGE_437 = customised(_PLAIN, page=Page(encoding="cp437", number=0))
PAPERS = {
    "receipt, page 1252": (samples.receipt(), _PLAIN),
    "kitchen, page 1252": (samples.kitchen(), _PLAIN),
    "receipt, page 437": (samples.receipt(), _PAGE_437),
}

needs_netprinter = pytest.mark.skipif(
    not NETPRINTER, reason="SOTTO_NETPRINTER names no folder with escpos-netprinter"
)


def our_bytes(paper: str) -> bytes:
    document, model = PAPERS[paper]
    return encode(document, model).body


def their_reading(sent: bytes, folder: Path) -> list[str]:
    """The lines that escpos-netprinter makes of our bytes, pictures left out."""
    file = folder / "paper.bin"
    file.write_bytes(sent)
    page = subprocess.run(
        ["php", "esc2html.php", str(file)],
        cwd=NETPRINTER,
        capture_output=True,
        text=True,
        timeout=30,
        check=True,
    ).stdout
    lines = re.findall(r'<div class="esc-line[^>]*>(.*?)</div>', page)
    texts = [html.unescape(re.sub("<[^>]*>", "", line)).strip() for line in lines]
    return [text for text in texts if text]


def letters(text: str) -> str:
    """Without white space: an emulator breaks lines where it likes."""
    return "".join(text.split())


@needs_netprinter
def test_the_emulator_still_reads_what_it_read(tmp_path: Path) -> None:
    found = {name: their_reading(our_bytes(name), tmp_path) for name in PAPERS}
    if not GOLDEN.exists():
        written = json.dumps(found, ensure_ascii=False, indent=1)
        GOLDEN.write_text(written + "\n", "utf-8")
    assert found == json.loads(GOLDEN.read_text("utf-8"))


@pytest.mark.parametrize("paper", PAPERS)
def test_the_emulator_read_what_our_own_paper_says(paper: str) -> None:
    brain = Interpreter(PAPERS[paper][1])
    brain.feed(our_bytes(paper))
    while (ours := brain.step().cut) is None:
        pass
    theirs = json.loads(GOLDEN.read_text("utf-8"))[paper]
    assert letters("".join(theirs)) == letters(ours.text)


@pytest.fixture
def emulator() -> Iterator[str]:
    """The address of a running escpos-netprinter."""
    host = "127.0.0.1"
    ports = []
    for _ in range(2):
        with socket.create_server((host, 0)) as free:
            ports.append(str(free.getsockname()[1]))
    named = {
        "FLASK_RUN_HOST": host,
        "FLASK_RUN_PORT": ports[0],
        "PRINTER_PORT": ports[1],
        "ESCPOS_TIMEZONE": "Europe/Paris",
    }
    python = Path(NETPRINTER) / ".venv/bin/python"
    with subprocess.Popen(
        [str(python), "escpos-netprinter.py"],
        cwd=NETPRINTER,
        env={**os.environ, **named},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as process:
        yield f"tcp://{host}:{ports[1]}"
        process.kill()


def printed_on(shop: Shop, address: str, completion: Completion) -> Job:
    """A receipt sent to a printer there, once it is printed or unknown."""
    shop.configs = [
        PrinterConfig(
            id="faux",
            name="Faux",
            model="simulated",
            address=address,
            completion=completion,
        )
    ]
    shop.pool.configure(shop.configs)
    job = shop.pool.submit("faux", completion, ticket(1, "receipt"))
    done = ("printed", "unknown")
    assert shop.wait(lambda: shop.pool.job(job).state in done, 15)
    return shop.pool.job(job)


@needs_netprinter
@pytest.mark.parametrize(
    ("completion", "state", "proof"),
    [
        ("process_id", "unknown", ""),  # it echoes "1234" whatever was asked
        ("gs_r", "printed", "printer"),
        ("none", "printed", "assumed"),
    ],
)
def test_only_an_answer_of_its_own_confirms_a_paper(
    tmp_path: Path, emulator: str, completion: Completion, state: str, proof: str
) -> None:
    with open_shop(tmp_path) as shop:
        job = printed_on(shop, emulator, completion)
    assert (job.state, job.proof) == (state, proof)
