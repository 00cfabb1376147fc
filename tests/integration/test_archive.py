"""Archives: complete, verified by the stand-alone program alone, and any change is named."""

import errno
import hashlib
import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from app_kit import full_disk, small_disk
from fiscal_kit import MARC, archive, close, open_next, refund, sell
from gui_kit import FixedClock, demo_house
from invoice_kit import bill
from journal_kit import signer

from app.bootstrap import Opened
from app.domain.archives import ArchiveMade
from app.domain.rules import SeeAlarm
from app.domain.settings import EventRecorded
from app.domain.till.decide import MoveCash
from app.domain.vocabulary import Refusal
from app.fiscal import verifier_sotto
from app.fiscal.archive import (
    ArchiveUnsoundError,
    NothingToArchiveError,
    part_of,
    record_archive,
)
from app.fiscal.archive_due import ALARM, note_overdue
from app.fiscal.archive_file import signed
from app.fiscal.archive_tables import TABLES
from app.fiscal.medium import MediumError
from app.fiscal.restoring import restore_archives
from app.presenters.strip import present_alarms
from app.services.kept_files import keep, kept
from db.keys import Signer
from resources.texts import set_language

SMALL = ("keys.json", "schema/types.json", "NOTICE.txt", "verifier_sotto.py")


class Made(NamedTuple):
    path: Path
    fact: ArchiveMade
    key: Signer
    entries: list


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Made]:
    """The archive of a day with three sales and a tip, closed."""
    folder = tmp_path_factory.mktemp("archive")
    with demo_house(folder / "profile", FixedClock()) as opened:
        sell(opened)
        sell(opened, "t14", "cash", tip=200)
        sell(opened, mode="takeaway")
        close(opened, counted=5)
        fact = archive(opened, folder / "usb")
        entries = list(opened.house.journal.entries())
        yield Made(folder / "usb" / fact.file, fact, opened.signer, entries)


def contents(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as file:
        return {name: file.read(name) for name in file.namelist()}


def packed(path: Path, files: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in files.items():
            file.writestr(name, content)
    return path


def resigned(files: dict[str, bytes], key: Signer) -> dict[str, bytes]:
    """What somebody makes who has a key: hashes and signature are right again."""
    told = json.loads(files["manifest.json"])
    for each in told["files"]:
        each["sha256"] = hashlib.sha256(files[each["name"]]).hexdigest()
        each["size"] = len(files[each["name"]])
    manifest = json.dumps(told).encode()
    made = files | {
        "manifest.json": manifest,
        "manifest.jws": signed(key, manifest).encode(),
    }
    names = [each["name"] for each in told["files"]] + ["manifest.json", "manifest.jws"]
    sums = "".join(f"{hashlib.sha256(made[n]).hexdigest()}  {n}\n" for n in names)
    return made | {"SHA256SUMS": sums.encode()}


def found(path: Path, *witnesses: str) -> list[tuple[str, str | int]]:
    """(code, file or number) of each finding."""
    result = verifier_sotto.verify(path, witnesses=list(witnesses))
    return [(f.code, f.file or f.seq) for f in result.findings]


# ---------------------------------------------------------------- good archives


def bare(folder: Path) -> dict[str, str]:
    """An interpreter that has `cryptography` and what it needs, and nothing of ours."""
    import cryptography

    site = Path(cryptography.__file__).parents[1]
    folder.mkdir()
    for pattern in ("cryptography", "cffi", "_cffi_backend*", "pycparser"):
        for path in site.glob(pattern):
            (folder / path.name).symlink_to(path)
    return {**os.environ, "PYTHONPATH": str(folder)}


def run_alone(verifier: Path, archived: Path, env: dict[str, str], *more: str) -> tuple:
    command = [
        sys.executable,
        "-S",
        "-P",
        str(verifier),
        str(archived),
        "--json",
        *more,
    ]
    done = subprocess.run(
        command, capture_output=True, text=True, env=env, check=False, timeout=60
    )
    assert not done.stderr, done.stderr
    return done.returncode, json.loads(done.stdout)


def test_the_verifier_of_an_archive_runs_alone(made: Made, tmp_path: Path) -> None:
    verifier, env = tmp_path / "verifier_sotto.py", bare(tmp_path / "bare")
    files = contents(made.path)
    verifier.write_bytes(files["verifier_sotto.py"])
    code, told = run_alone(verifier, made.path, env)
    assert (code, told["findings"]) == (0, [])
    assert told["entries"] == made.fact.runs[0].last
    assert told["documents"] == 3
    last = made.entries[-1]
    seen = f"sotto:C1:{last.seq}:{last.hash}"
    assert run_alone(verifier, made.path, env, "--temoin", seen)[0] == 0
    other = packed(tmp_path / "other.zip", files | {"NOTICE.txt": b"autre chose"})
    code, told = run_alone(verifier, other, env)
    assert code == 2
    assert [f["file"] for f in told["findings"]] == ["NOTICE.txt"]
    alone = "import sys, json; sys.argv=['v','-h']; import app"
    ours = [sys.executable, "-S", "-P", "-c", alone]
    assert subprocess.run(ours, env=env, capture_output=True, check=False).returncode


def test_the_journal_of_an_archive_is_the_bytes_that_were_signed(made: Made) -> None:
    lines = contents(made.path)["journal/C1.jsonl"].decode().splitlines()
    assert lines == [entry.jws for entry in made.entries]


def test_the_tables_say_what_the_journal_says(made: Made) -> None:
    files = contents(made.path)
    assert {f"csv/{name}.csv" for name in TABLES} <= files.keys()
    tickets = files["csv/tickets.csv"].decode("utf-8-sig").splitlines()
    assert tickets[0].startswith("caisse;numero;ttc;type;")
    assert tickets[1].startswith("C1;1;84,50;VENTE;2026-11-20T")
    assert "C1;2;cash;2,00" in files["csv/pourboires.csv"].decode()
    jet = files["csv/evenements_jet.csv"].decode()
    assert "staff.set" in jet
    assert "pin" not in jet  # nothing that proves who somebody is
    notice = files["NOTICE.txt"].decode()
    assert "Le Vieux Moulin" in notice
    assert "SPÉCIMEN" in notice  # the demo restaurant is no real trade
    assert "certifi" not in notice.replace("Certificat", "").lower()


def test_archives_go_on_from_each_other(tmp_path: Path) -> None:
    clock = FixedClock()
    with demo_house(tmp_path / "profile", clock) as opened:
        sell(opened, method="cash")
        close(opened)
        with pytest.raises(NothingToArchiveError):
            part_of(opened.house, first_day="2026-11-21")
        first = archive(opened, tmp_path / "usb")
        record_archive(opened.house, first, MARC)
        with pytest.raises(NothingToArchiveError):
            part_of(opened.house)
        open_next(opened, clock)
        refund(opened, "C1-000001")
        close(opened)
        second = archive(opened, tmp_path / "usb")
        record_archive(opened.house, second, MARC)
        assert opened.house.world.archives["C1"] == second
    assert (second.number, second.first_day) == (2, "2026-11-21")
    assert second.previous == first.manifest
    assert second.runs[0].after == first.runs[0].last
    assert found(tmp_path / "usb" / second.file) == []
    files = contents(tmp_path / "usb" / second.file)
    assert b";C1-000001;" in files["csv/remboursements.csv"]


def test_a_year_without_an_archive_is_told_until_one_is_made(tmp_path: Path) -> None:
    clock = FixedClock()
    with demo_house(tmp_path / "profile", clock) as opened:
        house = opened.house
        sell(opened)
        close(opened)
        clock.forward(days=400)
        note_overdue(house)
        assert (
            ALARM not in house.world.settings.alarms
        )  # a sandbox owes the law nothing
        house.mark = None
        note_overdue(house)
        note_overdue(house)
        assert house.world.settings.alarms[ALARM] == ("2026-11-20",)
        house.run(SeeAlarm(alarm=ALARM), MARC)
        record_archive(house, archive(opened, tmp_path / "usb"), MARC)
        clock.forward(days=-100)
        note_overdue(house)
        assert ALARM not in house.world.settings.alarms
        clock.forward(days=100)
        note_overdue(house)
        assert ALARM not in house.world.settings.alarms  # nothing was closed since
        open_next(opened, clock)
        close(opened)
        note_overdue(house)
        assert house.world.settings.alarms[ALARM] == ("2026-11-21",)
    titles = [each.title for each in present_alarms(house)]
    assert "Plus d’un an sans archive" in titles


# ---------------------------------------------------------------- tampered ones


def test_a_flipped_byte_is_named_in_every_part(made: Made, tmp_path: Path) -> None:
    files = contents(made.path)
    for name, content in files.items():
        changed = bytearray(content)
        changed[len(changed) // 2] ^= 1
        other = packed(tmp_path / "other.zip", files | {name: bytes(changed)})
        codes = found(other)
        assert any(name in str(place) for _, place in codes), name


def test_a_directory_that_points_before_the_file_is_no_archive(
    made: Made, tmp_path: Path
) -> None:
    changed = bytearray(made.path.read_bytes())
    start = changed.rindex(b"PK\x05\x06") + 16  # where the directory begins
    changed[start + 2] ^= 0x10
    other = tmp_path / "other.zip"
    other.write_bytes(changed)
    assert verifier_sotto.verify(other).errors


def test_a_flipped_byte_of_the_file_never_passes_unseen(
    made: Made, tmp_path: Path
) -> None:
    """Whatever of the ZIP it hits: contents are named, or only dates and modes differ."""
    whole, good = made.path.read_bytes(), contents(made.path)
    other = tmp_path / "other.zip"
    for place in range(0, len(whole), max(1, len(whole) // 60)):
        changed = bytearray(whole)
        changed[place] ^= 0x10
        other.write_bytes(changed)
        if not verifier_sotto.verify(other).errors:
            assert contents(other) == good, place


@pytest.mark.parametrize("name", ["journal/C1.jsonl", "csv/lignes.csv", *SMALL])
def test_a_missing_part_is_named(made: Made, tmp_path: Path, name: str) -> None:
    files = contents(made.path)
    del files[name]
    assert ("FILE_MISSING", name) in found(packed(tmp_path / "other.zip", files))


def test_an_extra_part_and_another_order_are_seen(made: Made, tmp_path: Path) -> None:
    files = contents(made.path)
    other = packed(tmp_path / "other.zip", files | {"csv/autre.csv": b"rien"})
    assert found(other) == [("FILE_EXTRA", "csv/autre.csv")]
    backwards = dict(reversed(files.items()))
    assert found(packed(tmp_path / "back.zip", backwards)) == [("FILE_ORDER", 0)]


@pytest.mark.parametrize("part", [0.0, 0.3, 0.999])
def test_a_truncated_file_is_no_archive(
    made: Made, tmp_path: Path, part: float
) -> None:
    whole = made.path.read_bytes()
    other = tmp_path / "other.zip"
    other.write_bytes(whole[: int(len(whole) * part)])
    assert [code for code, _ in found(other)] == ["NOT_AN_ARCHIVE"]


@pytest.mark.parametrize(
    "told", [b"[]", b"{}", b'{"format": "sotto-archive-1"}', b'"x"', b"[" * 100_000]
)
def test_what_is_no_manifest_is_told(made: Made, tmp_path: Path, told: bytes) -> None:
    files = contents(made.path) | {"manifest.json": told}
    assert verifier_sotto.verify(packed(tmp_path / "o.zip", files)).exit_code == 2


def test_another_key_is_unknown(made: Made, tmp_path: Path) -> None:
    files = resigned(contents(made.path), signer("foreign"))
    other = packed(tmp_path / "other.zip", files)
    assert found(other) == [("KID_UNKNOWN", "manifest.jws")]
    kid = made.key.kid
    whole = verifier_sotto.verify(made.path)
    assert whole.keys == {"C1": [kid]}
    assert kid in verifier_sotto.report(whole)
    assert not verifier_sotto.verify(made.path, trusted=[kid]).findings
    assert verifier_sotto.verify(made.path, trusted=["autre"]).exit_code == 2


def _cent_less(lines: list[str]) -> list[str]:
    """One cent less in the last receipt, written as its own bytes again."""
    for place in range(len(lines) - 1, -1, -1):
        header, body, signature = lines[place].split(".")
        read = json.loads(verifier_sotto.unb64u(body))
        if read["type"] == "receipt.issued":
            read["data"]["ttc"] -= 1
            text = json.dumps(
                read, sort_keys=True, separators=(",", ":"), ensure_ascii=False
            )
            changed = verifier_sotto.b64u(text.encode())
            return [
                *lines[:place],
                f"{header}.{changed}.{signature}",
                *lines[place + 1 :],
            ]
    raise AssertionError("no receipt")


@pytest.mark.parametrize(
    ("change", "codes"),
    [
        (_cent_less, {"BAD_SIG", "LINK_BROKEN", "TOTAL_DIFF", "CSV_DIFF"}),
        (lambda lines: [*lines[:300], *lines[301:]], {"SEQ_GAP", "LINK_BROKEN"}),
        (
            lambda lines: [*lines[:300], lines[301], lines[300], *lines[302:]],
            {"SEQ_GAP", "LINK_BROKEN"},
        ),
        (lambda lines: lines[:-1], {"TRUNCATED"}),
        (lambda lines: ["rien", *lines[1:]], {"BAD_JWS", "LINK_BROKEN"}),
    ],
    ids=["a cent", "deleted", "swapped", "cut", "unreadable"],
)
def test_who_has_the_real_key_cannot_change_the_journal_either(
    made: Made,
    tmp_path: Path,
    change: Callable[[list[str]], list[str]],
    codes: set[str],
) -> None:
    """The manifest is signed again with the till's own key; the chain still tells."""
    files = contents(made.path)
    lines = change(files["journal/C1.jsonl"].decode().splitlines())
    files["journal/C1.jsonl"] = "".join(f"{line}\n" for line in lines).encode()
    other = packed(tmp_path / "other.zip", resigned(files, made.key))
    assert codes <= {code for code, _ in found(other)}
    assert not {place for _, place in found(other)} & {"manifest.jws", "SHA256SUMS"}


def rewritten(line: str, key: Signer) -> str:
    """A record of somebody else's, signed by this key."""
    body = json.loads(verifier_sotto.unb64u(line.split(".")[1]))
    body["op"] = "autre"
    text = json.dumps(body, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    head = {"alg": "ES256", "kid": key.kid, "typ": "sotto-fj+jws"}
    header = verifier_sotto.b64u(
        json.dumps(head, sort_keys=True, separators=(",", ":")).encode()
    )
    told = f"{header}.{verifier_sotto.b64u(text.encode())}"
    return f"{told}.{verifier_sotto.b64u(key.sign(told.encode()))}"


def test_a_record_of_a_foreign_key_is_named(made: Made, tmp_path: Path) -> None:
    files = contents(made.path)
    lines = files["journal/C1.jsonl"].decode().splitlines()
    lines[300] = rewritten(lines[300], signer("foreign"))
    files["journal/C1.jsonl"] = "".join(f"{line}\n" for line in lines).encode()
    other = packed(tmp_path / "other.zip", resigned(files, made.key))
    assert found(other) == [("KID_UNKNOWN", 301), ("LINK_BROKEN", 302)]


def test_only_a_witness_sees_a_tail_rewritten_with_the_real_key(
    made: Made, tmp_path: Path
) -> None:
    """`fiscal.md` 11.9: the reason for the head on the paper of each Z."""
    files = contents(made.path)
    lines = files["journal/C1.jsonl"].decode().splitlines()
    lines[-1] = rewritten(lines[-1], made.key)
    files["journal/C1.jsonl"] = "".join(f"{line}\n" for line in lines).encode()
    told = json.loads(files["manifest.json"])
    told["chains"]["C1"]["head"] = verifier_sotto.digest(lines[-1])
    files["manifest.json"] = json.dumps(told).encode()
    other = packed(tmp_path / "other.zip", resigned(files, made.key))
    assert found(other) == []
    last = made.entries[-1]
    assert found(other, f"sotto:C1:{last.seq}:{last.hash}") == [("FORK", last.seq)]


def test_a_table_that_differs_from_the_journal_is_seen_whoever_signed(
    made: Made, tmp_path: Path
) -> None:
    files = contents(made.path)
    files["csv/tickets.csv"] = files["csv/tickets.csv"].replace(b"84,50", b"84,40", 1)
    other = packed(tmp_path / "other.zip", resigned(files, made.key))
    assert found(other) == [("CSV_DIFF", "csv/tickets.csv")]


def test_a_witness_knows_what_is_not_there(made: Made) -> None:
    last = made.entries[-1].seq
    assert found(made.path, f"sotto:C1:{last}:autre") == [("FORK", last)]
    assert found(made.path, f"sotto:C1:{last + 5}:x") == [("TRUNCATED", last + 1)]
    assert found(made.path, "sotto:C9:1:x") == [("WITNESS_UNREACHABLE", 0)]


def test_the_first_closing_may_count_what_the_archive_before_has(made: Made) -> None:
    (closing,) = (e for e in made.entries if e.type == "till.day_closed")
    assert not verifier_sotto.Sums(whole=True).closing(closing.data)
    sums = verifier_sotto.Sums(whole=False)
    assert sums.closing(closing.data)
    assert not sums.closing(closing.data)


# ---------------------------------------------------------------- steps that fail


def test_a_full_and_a_vanished_stick_leave_nothing(tmp_path: Path) -> None:
    set_language("fr")
    with demo_house(tmp_path / "profile", FixedClock()) as opened:
        sell(opened)
        close(opened)
        with small_disk(tmp_path / "usb", 1) as usb, full_disk(usb):
            with pytest.raises(MediumError) as failed:
                archive(opened, usb)
            assert "plein" in failed.value.text()
            assert [path.name for path in usb.glob(".*")] == []
            assert list(usb.glob("SOTTO*")) == []
        (tmp_path / "file").write_text("no folder")
        with pytest.raises(MediumError) as failed:
            archive_to(opened, tmp_path / "gone")
        assert "rebranchez" in failed.value.text()
        assert not opened.house.world.archives


def archive_to(opened: Opened, medium: Path) -> ArchiveMade:
    """Without making the folder of the medium."""
    from app.bootstrap import SOFTWARE
    from app.fiscal.archive import make_archive, source_of
    from app.fiscal.checking import verify_database

    house = opened.house
    source = source_of(
        house,
        opened.signer,
        SOFTWARE,
        lambda: verify_database(house.database, opened.profile),
        opened.profile.invoices,
        opened.profile.files,
    )
    folder = opened.profile.folder / "archives"
    return make_archive(source, part_of(house), folder, medium, lambda *told: None)


def test_a_stick_that_goes_while_it_is_read_back_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from app.fiscal import archive as making

    whole, read = verifier_sotto.verify, []

    def verify(path: Path, **more: object) -> verifier_sotto.Result:
        read.append(path)
        if len(read) > 1:
            raise OSError(errno.EIO, "gone")
        return whole(path)

    monkeypatch.setattr(making.verifier_sotto, "verify", verify)
    with demo_house(tmp_path / "profile", FixedClock()) as opened:
        sell(opened)
        close(opened)
        with pytest.raises(MediumError):
            archive(opened, tmp_path / "usb")


def test_a_stopped_archive_leaves_nothing(tmp_path: Path) -> None:
    class StoppedError(Exception):
        pass

    def stop(words: str, done: float) -> None:
        if "Relecture" in words:
            raise StoppedError

    from app.bootstrap import SOFTWARE
    from app.fiscal.archive import make_archive, source_of
    from app.fiscal.checking import verify_database

    with demo_house(tmp_path / "profile", FixedClock()) as opened:
        sell(opened)
        close(opened)
        house, folder = opened.house, tmp_path / "archives"
        source = source_of(
            house,
            opened.signer,
            SOFTWARE,
            lambda: verify_database(house.database, opened.profile),
            opened.profile.invoices,
            opened.profile.files,
        )
        with pytest.raises(StoppedError):
            make_archive(source, part_of(house), folder, tmp_path, stop)
        assert list(folder.iterdir()) == []


def test_what_the_medium_changed_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from app.fiscal import archive as making

    def rotten(path: Path, folder: Path, progress: object) -> str:
        content = bytearray(path.read_bytes())
        content[len(content) // 2] ^= 1
        (folder / path.name).write_bytes(content)
        return ""

    monkeypatch.setattr(making, "copy_to", rotten)
    with demo_house(tmp_path / "profile", FixedClock()) as opened:
        sell(opened)
        close(opened)
        with pytest.raises(ArchiveUnsoundError):
            archive(opened, tmp_path / "usb")


def test_an_archive_states_what_the_journal_has_wrong(tmp_path: Path) -> None:
    with demo_house(tmp_path / "profile", FixedClock()) as opened:
        sell(opened)
        close(opened)
        with opened.house.database.write() as connection:
            connection.exec_driver_sql("DROP TRIGGER journal_no_update")
            connection.exec_driver_sql(
                "UPDATE journal SET jws = 'x' || jws WHERE chain = 'C1' AND seq = 40"
            )
        fact = archive(opened, tmp_path / "usb")
        assert fact.anomalies
        record_archive(opened.house, fact, MARC)
        events = [
            fact.code
            for entry in opened.house.journal.entries(
                types=["event.recorded"], readable=True
            )
            for fact in [EventRecorded(**entry.data)]
        ]
    assert events[-2:] == ["VERIFY_FAILED", "ARCHIVE_PARTIAL"]
    result = verifier_sotto.verify(tmp_path / "usb" / fact.file)
    assert result.exit_code == 2
    assert {"DECLARED", "BAD_JWS"} <= {f.code for f in result.findings}
    notice = contents(tmp_path / "usb" / fact.file)["NOTICE.txt"].decode()
    assert "C1 n° 40 : BAD_JWS" in notice


def test_the_invoices_go_along_and_another_one_in_their_place_is_named(tmp_path):
    with demo_house(tmp_path / "profile", FixedClock()) as opened:
        sell(opened)
        (first,) = bill(opened)
        sell(opened, "t14")
        (lost,) = bill(opened)
        (opened.profile.invoices / lost.file).unlink()
        close(opened)
        fact = archive(opened, tmp_path / "usb")
        path = tmp_path / "usb" / fact.file
        key = opened.signer
    files = contents(path)
    name = f"factures/{first.file}"

    assert hashlib.sha256(files[name]).hexdigest() == first.sha256
    assert first.file in files["csv/factures.csv"].decode()
    found = verifier_sotto.verify(path)
    assert [(f.code, f.detail) for f in found.findings] == [
        ("INVOICE_ABSENT", lost.file)
    ]
    files[name] = b"%PDF-1.7 another"
    swapped = packed(tmp_path / "swapped.zip", resigned(files, key))
    codes = {f.code for f in verifier_sotto.verify(swapped).findings}
    assert "INVOICE_DIFF" in codes


def test_receipts_of_the_drawer_go_along_and_come_back(tmp_path: Path) -> None:
    with demo_house(tmp_path / "profile", FixedClock()) as opened:
        sell(opened)
        folder = opened.profile.files
        paid, lost = keep(folder, b"\xff\xd8\xff paid"), keep(folder, b"%PDF-1.7 lost")
        out = MoveCash(amount=-900, reason="supplier", files=(paid, lost))
        assert not isinstance(opened.house.run(out, MARC), Refusal)
        (folder / lost).unlink()
        close(opened)
        fact = archive(opened, tmp_path / "usb")
        key = opened.signer
    path = tmp_path / "usb" / fact.file
    files, name = contents(path), f"pieces/{paid}.jpg"

    assert files[name] == b"\xff\xd8\xff paid"
    found = verifier_sotto.verify(path)
    assert [(f.code, f.detail) for f in found.findings] == [("PIECE_ABSENT", lost)]
    again = tmp_path / "again"
    again.mkdir()
    assert not restore_archives([path], again).errors
    assert kept(again / "files", paid) == b"\xff\xd8\xff paid"
    files[name] = b"\xff\xd8\xff another"
    swapped = packed(tmp_path / "swapped.zip", resigned(files, key))
    assert "PIECE_DIFF" in {f.code for f in verifier_sotto.verify(swapped).findings}
