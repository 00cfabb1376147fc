"""`sotto fiscal`: how the journal stands, archives, their verification and drill, entries."""

import argparse
import json
import sys
import tempfile
from collections.abc import Callable
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from app.cli.house import acting
from app.cli.invoices import add_invoice_commands

if TYPE_CHECKING:
    from db.entry import Head
    from db.findings import Report
    from db.profile import Profile

KINDS = ("fec", "sage", "ciel", "pdf", "xlsx")
Command = Callable[
    [str, str, Callable[[argparse.Namespace], int]], argparse.ArgumentParser
]
"""Adds a command: name, what it does, what runs it."""


def add_commands(
    command: Command, on_server: Callable[[argparse.ArgumentParser], None]
) -> None:
    """Adds every action of `sotto fiscal`; `on_server` lets one have its journal there.

    `server_of` of the parsed options tells where the journal lies.
    """
    archive = command("archive", "archive closed days onto a medium", _archive)
    archive.add_argument(
        "medium", metavar="FOLDER", nargs="?", help="of the medium: a USB stick"
    )
    archive.add_argument(
        "--auto",
        action="store_true",
        help="what is due by the settings, where they say; nothing else",
    )
    verify = command("verify", "verify an archive, or the profile itself", _verify)
    verify.add_argument("archive", metavar="ARCHIVE", nargs="?", default="")
    verify.add_argument("--key", action="append", default=[], help="thumbprint trusted")
    verify.add_argument(
        "--witness", action="append", default=[], help='QR code of a Z ("sotto:C1:…")'
    )
    verify.add_argument("--json", action="store_true", help="print the result as JSON")
    verify.add_argument(
        "--pdf", metavar="FILE", default="", help="of a profile: one page in French"
    )
    status = command("status", "how the journal stands, and its archives", _status)
    status.add_argument("--json", action="store_true", help="print it as JSON")
    drill = command(
        "drill",
        "make a journal again from archives, or from the copy of a backup",
        _drill,
    )
    drill.add_argument("archives", metavar="ARCHIVE", nargs="+")
    drill.add_argument(
        "--key-file", metavar="FILE", default="", help="with the recovery key of a copy"
    )
    close = command("close", "make the closings that are due, or one by hand", _close)
    for kind, words in (
        ("day", "the day of the open till"),
        ("month", "the oldest open month, with its last day"),
        ("year", "the oldest open fiscal year, with its last month"),
    ):
        close.add_argument(
            f"--{kind}", dest="kind", action="store_const", const=kind, help=words
        )
    close.add_argument(
        "--establishment", action="store_true", help="of all terminals, on the hub's"
    )
    attestation = command(
        "attestation", "write the publisher's attestation of this house", _attestation
    )
    attestation.add_argument("--into", metavar="FOLDER", default=".")
    control = command("control-folder", "write all that a control asks for", _control)
    control.add_argument("--into", metavar="FOLDER", default=".", help="default: here")
    fec = command("fec", "write closed days as entries for the accountant", _fec)
    fec.add_argument("--as", dest="layout", choices=KINDS, default="fec")
    fec.add_argument("--into", metavar="FOLDER", default=".", help="default: here")
    fec.add_argument("--separator", choices=("pipe", "tab"), default="pipe")
    fec.add_argument(
        "--encoding", choices=("iso8859-15", "utf-8", "ascii"), default="iso8859-15"
    )
    rotate = command("rotate-key", "give this terminal a new signing key", _rotate)
    rotate.add_argument(
        "--lost",
        action="store_true",
        help="the old one is gone: begin a new segment, which every verification tells",
    )
    rotate.add_argument("--reason", default="", help="why, for the journal")
    for each in (archive, verify, fec, status, close, rotate, attestation, control):
        on_server(each)
    add_invoice_commands(command, on_server)
    for each, needed in ((archive, False), (verify, False), (fec, True)):
        for name, dest in (("--from", "first"), ("--to", "last")):
            each.add_argument(
                name,
                dest=dest,
                type=_day,
                default=None,
                required=needed,
                metavar="YYYY-MM-DD",
            )


def _day(text: str) -> str:
    return date.fromisoformat(text).isoformat()


def _profile(options: argparse.Namespace) -> "Profile":
    from app.bootstrap import profile_of

    return profile_of(options.profile or "demo")


def _archive(options: argparse.Namespace) -> int:
    from app.bootstrap import SOFTWARE
    from app.fiscal.archive import (
        check_of,
        make_archive,
        part_of,
        record_archive,
        source_of,
    )
    from app.fiscal.archive_due import (
        archive_folder,
        due_until,
        overdue,
        place_for,
    )
    from app.services.house import SYSTEM, Actor

    if bool(options.medium) == options.auto:
        raise SystemExit("sotto: a folder, or --auto")
    with acting(options) as opened:
        profile = opened.profile
        house = opened.house
        source = source_of(
            house,
            opened.signer,
            SOFTWARE,
            check_of(opened.database, _progress),
            profile.invoices,
            profile.files,
        )
        folder, last = profile.folder / "archives", options.last or ""
        medium = Path(options.medium or "")
        if options.auto:
            last, late = due_until(house), overdue(house)
            if not last and not late:
                print("nothing is due")
                return 0
            medium = place_for(archive_folder(house.world.settings), folder, late=late)
        part = part_of(house, options.first or "", last)
        made = make_archive(source, part, folder, medium, _progress)
        record_archive(house, made, Actor(SYSTEM))
    _progress("", 0)
    print(medium / made.file)
    if made.anomalies:
        print(f"sotto: {made.anomalies} anomalies of the journal are stated in it")
    return 1 if made.anomalies else 0


def _rotate(options: argparse.Namespace) -> int:
    from app.services.house import SYSTEM, Actor
    from app.services.keys import replace_lost_key, rotate_key

    change = replace_lost_key if options.lost else rotate_key
    with acting(options, key_lost=options.lost) as opened:
        profile = opened.profile
        actor, signer = Actor(SYSTEM), opened.signer
        change(opened.house, profile.keys, signer, actor, options.reason)
        print(f"{opened.house.terminal}: key {signer.kid}")
    return 0


def _progress(words: str, done: float) -> None:
    """A line that is written over, where somebody watches."""
    if sys.stderr.isatty():
        print(
            f"\r\033[K{words}{f' {done:.0%}' if words else ''}", end="", file=sys.stderr
        )


def _head(text: str) -> "Head":
    """A witness as the QR code of a Z says it: "sotto:C1:48210:k7Q…"."""
    from db.entry import Head

    try:
        chain, seq, hash_ = text.removeprefix("sotto:").split(":")
        return Head(chain, int(seq), hash_)
    except ValueError as error:
        raise SystemExit(f"sotto: not a witness: {text}") from error


def _page(
    profile: "Profile", server: str, report: "Report", days: tuple[str, str]
) -> bytes:
    """The outcome of a verification as a PDF."""
    from app.bootstrap import SOFTWARE, wall_clock
    from app.fiscal.checking import reading_settings
    from app.fiscal.standing import standings
    from app.fiscal.witnesses import witness_words
    from app.reports.verification import Verification, verification_pdf

    told = standings(profile, server=server)
    settings, mark = reading_settings(profile, server=server)
    return verification_pdf(
        Verification(
            house=settings,
            made=wall_clock(),
            software=SOFTWARE,
            report=report,
            days=days,
            deep=not any(days),
            witnesses=[witness_words(each, wall_clock()) for each in told.witnesses],
            mark=mark,
        )
    )


def _verify(options: argparse.Namespace) -> int:
    if not options.archive:
        from app.fiscal.checking import verify_profile

        profile, server = _profile(options), options.server_of(options)
        days = options.first or "", options.last or ""
        heads = [_head(seen) for seen in options.witness]
        report = verify_profile(
            profile, server=server, deep=True, days=days, witnesses=heads
        )
        if options.pdf:
            Path(options.pdf).write_bytes(_page(profile, server, report, days))
        if options.json:
            print(json.dumps(report.to_json(), ensure_ascii=False))
        else:
            for finding in (*report.errors, *report.warnings):
                print(json.dumps(finding.to_json(), ensure_ascii=False))
            words = ("sound", "sound, with warnings", "BROKEN")[report.exit_code]
            print(f"{report.entries} entries in {len(report.chains)} chain(s): {words}")
        return report.exit_code
    from app.fiscal import verifier_sotto

    keys = (f"--cle={key}" for key in options.key)  # a thumbprint may begin with "-"
    witnesses = (f"--temoin={seen}" for seen in options.witness)
    shown = ["--json"] if options.json else []
    return verifier_sotto.main([options.archive, *keys, *witnesses, *shown])


def _close(options: argparse.Namespace) -> int:
    from app.domain.vocabulary import Refusal
    from app.fiscal.by_hand import close_by_hand
    from app.services.house import SYSTEM, Actor
    from resources.texts import tr

    with acting(options) as opened:
        result = close_by_hand(
            opened.house,
            Actor(SYSTEM),
            options.kind or "",
            establishment=options.establishment,
            told=print,
        )
    if isinstance(result, Refusal):
        print(f"sotto: {tr(result.text)}", file=sys.stderr)
        return 1
    if not result:
        print("nothing is due")
    return 0


def _attestation(options: argparse.Namespace) -> int:
    from app.fiscal.core import core
    from app.reports.attestation import write_attestation
    from app.services.house import SYSTEM, Actor

    with acting(options) as opened:
        profile = opened.profile
        kept = write_attestation(opened.house, profile.attestations, Actor(SYSTEM))
        path = Path(options.into) / kept.name
        path.write_bytes(kept.read_bytes())
    print(path)
    if not core().attested:
        print(f"sotto: a draft, the publisher does not attest {core().label}")
        return 1
    return 0


def _control(options: argparse.Namespace) -> int:
    from app.bootstrap import SOFTWARE
    from app.fiscal.checking import verify_database
    from app.reports.control_folder import (
        control_source,
        make_control_folder,
        record_control,
    )
    from app.services.house import SYSTEM, Actor

    with acting(options) as opened:
        profile = opened.profile
        source = control_source(
            opened.house,
            profile.attestations,
            SOFTWARE,
            lambda: verify_database(opened.database, profile, deep=True),
        )
        path = make_control_folder(source, Path(options.into), _progress)
        record_control(opened.house, path, Actor(SYSTEM))
    _progress("", 0)
    print(path)
    return 0


def _fec(options: argparse.Namespace) -> int:
    from app.fiscal.accounting import books_of
    from app.fiscal.layouts import SEPARATORS
    from app.reports.exports import export_detail, files_of

    folder = Path(options.into)
    with acting(options) as opened:
        settings = opened.house.world.settings.values
        books = books_of(opened.database, settings, options.first, options.last)
        files = files_of(
            books,
            options.layout,
            settings,
            mark=opened.house.mark,
            separator=SEPARATORS[options.separator],
            encoding=options.encoding,
        )
        for name, content in files.items():
            (folder / name).write_bytes(content)
            print(folder / name)
        opened.house.note("EXPORT", export_detail(books, files))
    return 0


def _status(options: argparse.Namespace) -> int:
    from app.bootstrap import SOFTWARE, wall_clock
    from app.fiscal.core import core
    from app.fiscal.standing import standings
    from app.fiscal.witnesses import witness_words

    here = core()
    told = standings(_profile(options), server=options.server_of(options))
    if options.json:
        about = {"software": SOFTWARE, "core": here.hash, "attested": here.attested}
        print(json.dumps(about | asdict(told), ensure_ascii=False))
        return 0
    print(SOFTWARE)
    words = "attested" if here.attested else "not attested by the publisher"
    print(f"core {here.version} {here.hash}: {words}")
    for name in here.changed:
        print(f"  changed: {name}")
    for chain in told.chains:
        closed = (
            f"Z {chain.closing} of {chain.day}" if chain.closing else "never closed"
        )
        own = " (this terminal)" if chain.chain == told.own else ""
        print(f"{chain.chain}{own}: {chain.entries} entries, {closed}")
        print(f"  key {chain.keys[-1] if chain.keys else 'unreadable'}")
        print(f"  end {chain.witness}")
    for seen in told.witnesses:
        print(f"witness {witness_words(seen, wall_clock())}")
    for made in told.archives:
        print(
            f"archive {made.number} of {made.terminal}: {made.first_day} to {made.last_day}"
        )
        print(f"  {made.file} sha256 {made.sha256}")
    return 0


def _drill(options: argparse.Namespace) -> int:
    from app.cli.house import recovery_key
    from app.fiscal.restoring import restore_archives, restore_copy
    from app.starting import disk_told

    paths = [Path(each) for each in options.archives]
    lacking: list[str] = []
    with tempfile.TemporaryDirectory(prefix="sotto-drill-") as folder, disk_told():
        if paths[0].suffix == ".zip":
            report = restore_archives(paths, Path(folder))
        else:
            secret = recovery_key(paths[0], options.key_file)
            report, lacking = restore_copy(paths[0], Path(folder), secret)
    for finding in report.errors:
        print(json.dumps(finding.to_json(), ensure_ascii=False))
    for number in lacking:
        print(f"invoice {number} is not there as it was issued")
    words = "BROKEN" if report.errors or lacking else "the journal is whole again"
    print(f"{report.entries} entries in {len(report.chains)} chain(s): {words}")
    return 2 if report.errors or lacking else 0
