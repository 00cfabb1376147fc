"""The `sotto` command: windows, and the tools that others lean on.

Exit codes: 0 done, 1 a promise is broken, 2 wrong use or a broken journal. Errors go to
stderr. `docs/cli.md` documents every command and its JSON.
"""

import argparse
import gc
import json
import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict
from functools import partial
from typing import TYPE_CHECKING

from app.domain.environment import PRODUCTION, SANDBOX, STAGING
from db.errors import DatabaseUnreachableError, KnownError

if TYPE_CHECKING:
    from db.findings import Report
    from db.profile import Profile

DEMO = "demo"
"""The profile that is opened when none is named."""
PLACES = ("pos", "kitchen", "floor", "admin", "pickup")
NO_SCREEN = (
    "Sotto: no screen here. `sotto shift` plays a service and `sotto screenshots DIR` "
    "pictures every window without one."
)


def main(argv: Sequence[str] | None = None) -> int:
    """Runs one command; what `.venv/bin/sotto` calls."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    if arguments[:1] == ["shift"]:  # reads its own arguments: no profile by default
        from app.shift.run import run as run_shift

        return run_shift(arguments[1:], sys.stdout, sys.stderr)
    options = parser().parse_args(arguments)
    try:
        code: int = options.run(options)
    except KnownError as error:
        print(f"sotto: {error.text()}", file=sys.stderr)
        _name_way_out(error, options)
        return 2
    except BrokenPipeError:  # `sotto journal show | head`: who read has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        print(f"sotto: {error}", file=sys.stderr)
        return 2
    return code


def parser() -> argparse.ArgumentParser:
    """Every command with its options."""
    from app.cli.restore import add_restore
    from app.cli.voice import add_voice

    root = argparse.ArgumentParser(
        prog="sotto", description=__doc__, allow_abbrev=False
    )
    root.add_argument(
        "--profile",
        default="",
        help="name of a profile, or a folder (default: demo)",
    )
    _add_environment(root, None)
    root.set_defaults(run=_windows, place="")
    commands = root.add_subparsers(metavar="COMMAND")
    for place in PLACES:
        window = _command(commands, place, f"open on the {place} window", _windows)
        window.set_defaults(place=place)
    _journal(commands)
    add_restore(partial(_command, commands), _profile)
    _fiscal(commands)
    _environments(commands)
    _tools(commands)
    _hub_commands(commands)
    add_voice(commands, _command)
    return root


def _fiscal(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]",
) -> None:
    from app.cli.fiscal import add_commands

    fiscal = commands.add_parser("fiscal", help="archives, and entries for accountants")
    fiscal.set_defaults(server_of=_server)
    actions = fiscal.add_subparsers(metavar="ACTION", required=True)
    add_commands(partial(_command, actions), _on_server)


def _environments(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]",
) -> None:
    sandbox = commands.add_parser("sandbox", help="the restaurant to try things in")
    actions = sandbox.add_subparsers(metavar="ACTION", required=True)
    _command(actions, "reset", "make the sandbox anew (default: sandbox)", _reset)
    staging = commands.add_parser("staging", help="a restaurant's copy for trials")
    actions = staging.add_subparsers(metavar="ACTION", required=True)
    copy = _command(
        actions,
        "from-production",
        "copy card, floor, team and settings, no guest (default: into staging)",
        _make_staging,
    )
    copy.add_argument("--from", dest="source", default=PRODUCTION, metavar="PROFILE")
    _command(commands, "training", "the windows of the till's school", _school)
    outbox = _command(
        commands, "outbox", "texts and mails kept from going out", _outbox
    )
    outbox.add_argument(
        "act", nargs="?", choices=("open", "close"), help="whether they may go out"
    )


def _tools(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]",
) -> None:
    _command(commands, "shift", "play a whole service; see sotto shift --help", _shift)
    price = _command(commands, "price", "price documents given as JSON", _price)
    price.add_argument(
        "--jsonl", action="store_true", help="one document a line, one answer a line"
    )
    bench = _command(commands, "bench", "measure speed and memory", _bench)
    bench.add_argument("names", nargs="*", metavar="NAME", help="cases (default: all)")
    bench.add_argument("--scale", choices=("10k", "1M"), default="10k")
    bench.add_argument(
        "--minutes", type=int, default=10, metavar="N", help="of the case `soak`"
    )
    bench.add_argument("--json", action="store_true", help="print a list of rows")
    doctor = _command(commands, "doctor", "what this machine has and lacks", _doctor)
    doctor.add_argument("--json", action="store_true", help="print a list of findings")
    doctor.add_argument(
        "--bundle", metavar="FILE", help="write all of it for support, masked (ZIP)"
    )
    shots = _command(commands, "screenshots", "picture every main screen", _screenshots)
    shots.add_argument(
        "folder", metavar="DIR", nargs="?", default="screenshots", help="for the files"
    )
    shots.add_argument(
        "--only", nargs="+", default=(), metavar="SCREEN", help="these screens only"
    )
    shots.add_argument(
        "--check",
        action="store_true",
        help="name cut texts and small touch targets instead, exit 1 if there are any",
    )
    _command(commands, "gallery", "every component in every state", _gallery)


def _hub_commands(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]",
) -> None:
    from app.cli.pay import add_command as add_pages
    from app.cli.sites import add_commands
    from app.services.site import HUB_PORT

    hub = _command(commands, "hub", "carry the hub, without windows", _hub)
    hub.add_argument("--port", type=int, default=HUB_PORT, help=f"default: {HUB_PORT}")
    _on_server(hub)
    actions = hub.add_subparsers(metavar="ACTION")
    for name, text, run in (
        ("export", "write the journal into a new SQLite file", _hub_export),
        ("import", "take the journal of a SQLite file", _hub_import),
    ):
        moving = _command(actions, name, text, run)
        moving.add_argument("file", metavar="FILE")
        _on_server(moving)
    _command(actions, "status", "say how it stands", _hub_status)
    pair = _command(actions, "pair", "open a code", _hub_pair)
    pair.add_argument("--name", required=True, help='of the new terminal ("Bar")')
    pair.add_argument("--role", choices=(*PLACES, "hub"), default="pos")
    add_commands(partial(_command, commands), partial(_command, actions))
    add_pages(partial(_command, actions))
    join = _command(commands, "join", "make a fresh profile a hub's terminal", _join)
    join.add_argument("address", help="of the hub: host or host:port")
    join.add_argument("code", help="the six digits that the hub shows")
    _on_server(join)


def _command(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]",
    name: str,
    text: str,
    run: Callable[[argparse.Namespace], int],
) -> argparse.ArgumentParser:
    made = commands.add_parser(name, help=text, description=text, allow_abbrev=False)
    made.add_argument("--profile", default=argparse.SUPPRESS, help="profile or folder")
    _add_environment(made, argparse.SUPPRESS)
    made.set_defaults(run=run)
    return made


def _add_environment(command: argparse.ArgumentParser, default: str | None) -> None:
    command.add_argument(
        "--environment",
        choices=(PRODUCTION, STAGING, SANDBOX),
        default=default,
        help="what a fresh profile becomes for ever, and another one has to be "
        "(default: what it is called after, else sandbox)",
    )


def _on_server(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--database",
        metavar="URL",
        default=argparse.SUPPRESS,
        help="the journal lies there (default: $SOTTO_DATABASE, else in the profile)",
    )


def _server(options: argparse.Namespace) -> str:
    return getattr(options, "database", "") or os.environ.get("SOTTO_DATABASE", "")


def _name_way_out(error: KnownError, options: argparse.Namespace) -> None:
    from app.starting import way_out, way_out_words

    profile = _profile(options)
    words = way_out_words(error, way_out(error, profile))
    if words:
        print(f"sotto: {words}", file=sys.stderr)


def _profile(options: argparse.Namespace, usual: str = DEMO) -> "Profile":
    from app.bootstrap import profile_of

    return profile_of(options.profile or usual)


def _reset(options: argparse.Namespace) -> int:
    from app.cli.environment import reset_sandbox

    return reset_sandbox(_profile(options, SANDBOX))


def _make_staging(options: argparse.Namespace) -> int:
    from app.bootstrap import profile_of
    from app.cli.environment import make_staging

    return make_staging(profile_of(options.source), _profile(options, STAGING))


def _school(options: argparse.Namespace) -> int:
    from app.cli.environment import open_school

    return open_school(_profile(options))


def _outbox(options: argparse.Namespace) -> int:
    from app.cli.environment import set_open, show_outbox

    profile = _profile(options, SANDBOX)
    if options.act:
        return set_open(profile, is_open=options.act == "open")
    return show_outbox(profile)


def _windows(options: argparse.Namespace) -> int:
    gc.disable()  # nothing of what a start makes is garbage; windows collect their own
    # The house before Qt: PySide reads the text of all modules imported after it.
    import app.devices  # noqa: F401

    profile = _profile(options)
    from app.suite import has_screen, run

    if not has_screen():
        print(NO_SCREEN, file=sys.stderr)
        return 1
    return run(profile, options.place, options.environment)


def _shift(options: argparse.Namespace) -> int:
    from app.shift.run import run as run_shift

    arguments = ["--profile", str(_profile(options).folder)]
    return run_shift(arguments, sys.stdout, sys.stderr)


def _hub(options: argparse.Namespace) -> int:
    from app.cli.hub import run_hub

    return run_hub(
        _profile(options), options.port, _server(options), options.environment
    )


def _hub_status(options: argparse.Namespace) -> int:
    from app.cli.hub import status

    return status(_profile(options))


def _hub_pair(options: argparse.Namespace) -> int:
    from app.cli.hub import pair

    return pair(_profile(options), options.name, options.role)


def _hub_export(options: argparse.Namespace) -> int:
    from pathlib import Path

    from app.cli.move import export_to

    file, profile = Path(options.file), _profile(options)
    return _arrived(export_to(file, profile, _server(options)))


def _hub_import(options: argparse.Namespace) -> int:
    from pathlib import Path

    from app.cli.move import import_from

    file, profile = Path(options.file), _profile(options)
    return _arrived(import_from(file, profile, _server(options)))


def _arrived(report: "Report") -> int:
    chains = len(report.chains)
    print(f"{report.entries} entries in {chains} chain(s) copied")
    for finding in report.errors:
        print(_json(finding.to_json()))
    return 2 if report.errors else 0


def _join(options: argparse.Namespace) -> int:
    from app.cli.hub import join

    server = _server(options)
    profile, code = _profile(options), options.code
    return join(profile, options.address, code, server, options.environment)


def _price(options: argparse.Namespace) -> int:
    from app.cli.price import run as run_price

    chosen = ["--jsonl"] if options.jsonl else []
    return run_price(chosen, sys.stdin, sys.stdout, sys.stderr)


def _bench(options: argparse.Namespace) -> int:
    from app.bench.cases import CASES, HEADER, SOAK, line, rows

    unknown = [name for name in options.names if name not in (*CASES, SOAK)]
    if unknown:
        known = ", ".join((*CASES, SOAK))
        print(f"sotto bench: no case {unknown[0]!r}; cases: {known}", file=sys.stderr)
        return 2
    told = []
    if not options.json:
        print(HEADER)
    for row in rows(options.names, options.scale, options.minutes):
        told.append(row.as_json())
        if not options.json:
            print(line(row), flush=True)
    if options.json:
        print(json.dumps(told))
    return 0


def _doctor(options: argparse.Namespace) -> int:
    from app.doctor import examine
    from resources.texts import set_language

    if os.environ.get("LANG", "").startswith("en"):
        set_language("en")
    if options.bundle:
        return _bundle(options)
    findings = examine(_profile(options))
    if options.json:
        print(json.dumps([asdict(f) for f in findings], ensure_ascii=False))
    for finding in () if options.json else findings:
        print(f"{'ok  ' if finding.ok else '--  '}{finding.text}")
        if finding.fix:
            print(f"      -> {finding.fix}")
    return 0 if all(finding.ok for finding in findings) else 1


def _bundle(options: argparse.Namespace) -> int:
    from pathlib import Path

    from app.support import bundle

    try:
        Path(options.bundle).write_bytes(bundle(_profile(options)))
    except OSError as error:
        print(f"sotto doctor: {options.bundle}: {error.strerror}", file=sys.stderr)
        return 1
    print(options.bundle)
    return 0


def _screenshots(options: argparse.Namespace) -> int:
    from pathlib import Path

    from app.screenshots.shoot import check, picture

    def tell(words: str) -> None:
        print(f"sotto screenshots: {words}", file=sys.stderr)

    if not options.check:
        return 1 if picture(Path(options.folder), options.only, tell) else 0
    found: list[str] = []
    missed = check(options.only, tell, found.append)
    for fault in found:
        print(fault)
    return 1 if found or missed else 0


def _gallery(options: argparse.Namespace) -> int:
    from app.suite import has_screen, make_application
    from widgets.gallery.window import GalleryWindow

    if not has_screen():
        print(NO_SCREEN, file=sys.stderr)
        return 1
    application = make_application()
    window = GalleryWindow(application)
    window.show()
    return application.exec()


def _journal(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]",
) -> None:
    journal = commands.add_parser("journal", help="read, verify or rebuild the journal")
    actions = journal.add_subparsers(metavar="ACTION", required=True)
    verify = _command(actions, "verify", "check chain, signatures and tables", _verify)
    verify.add_argument(
        "--deep", action="store_true", help="compare the read tables too"
    )
    verify.add_argument("--json", action="store_true", help="print the result as JSON")
    show = _command(actions, "show", "print entries", _show)
    show.add_argument("stream", nargs="?", help='what it is about ("order/01J…")')
    show.add_argument("--limit", type=int, default=50, help="how many (default 50)")
    rebuild = _command(actions, "rebuild", "make the read tables again", _rebuild)
    for command in (verify, show, rebuild):
        _on_server(command)


def _verify(options: argparse.Namespace) -> int:
    from app.fiscal.checking import verify_profile

    try:
        report = verify_profile(
            _profile(options), server=_server(options), deep=options.deep
        )
    except KnownError as error:
        if not options.json:
            raise
        unreadable = {"code": "BAD_JWS", "chain": "", "seq": 0, "detail": error.text()}
        print(
            _json({"entries": 0, "chains": {}, "errors": [unreadable], "warnings": []})
        )
        return 2
    if options.json:
        print(_json(report.to_json()))
        return report.exit_code
    for finding in (*report.errors, *report.warnings):
        print(_json(finding.to_json()))
    words = {0: "sound", 1: "sound, with warnings", 2: "BROKEN"}[report.exit_code]
    print(f"{report.entries} entries in {len(report.chains)} chain(s): {words}")
    return report.exit_code


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _show(options: argparse.Namespace) -> int:
    from app.fiscal.checking import open_reading

    with open_reading(_profile(options), server=_server(options)) as journal:
        found = journal.entries(stream=options.stream)
        for entry in list(found)[-options.limit :]:
            data = json.dumps(entry.data, ensure_ascii=False)
            print(
                f"{entry.chain} {entry.seq} {entry.ts} {entry.op} {entry.type} {data}"
            )
    return 0


def _rebuild(options: argparse.Namespace) -> int:
    from app.fiscal.checking import rebuild_profile
    from app.starting import held

    profile, server = _profile(options), _server(options)
    # Opening it for writing would make one.
    if not server and not profile.database.is_file():
        raise DatabaseUnreachableError(f"no such file: {profile.database.name}")
    with held(profile):
        count = rebuild_profile(profile, server=server)
    print(f"{count} entries folded")
    return 0
