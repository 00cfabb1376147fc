"""The `sotto` command: windows, and the tools that others lean on.

Exit codes: 0 done, 1 a promise is broken, 2 wrong use or a broken journal. Errors go to
stderr. `docs/cli.md` documents every command and its JSON.
"""

import argparse
import json
import sys
from collections.abc import Callable, Sequence

from app.bootstrap import profile_of
from db.errors import KnownError

PLACES = ("pos", "kitchen", "floor", "admin")
NO_SCREEN = (
    "Sotto: no screen here. `sotto shift` plays a service and `sotto screenshots DIR` "
    "pictures every window without one."
)


def main(argv: Sequence[str] | None = None) -> int:
    """Runs one command; what `.venv/bin/sotto` calls."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    if arguments[:1] == ["price"]:  # reads its own arguments, and must start fast
        from app.cli_price import run as run_price

        return run_price(arguments[1:], sys.stdin, sys.stdout, sys.stderr)
    options = parser().parse_args(arguments)
    try:
        code: int = options.run(options)
    except KnownError as error:
        print(f"sotto: {error.text()}", file=sys.stderr)
        return 2
    return code


def parser() -> argparse.ArgumentParser:
    """Every command with its options."""
    root = argparse.ArgumentParser(prog="sotto", description=__doc__)
    root.add_argument(
        "--profile",
        default="demo",
        help="name of a profile, or a folder (default: demo)",
    )
    root.set_defaults(run=_windows, place="")
    commands = root.add_subparsers(metavar="COMMAND")
    for place in PLACES:
        window = _command(commands, place, f"open on the {place} window", _windows)
        window.set_defaults(place=place)
    _journal(commands)
    _command(commands, "gallery", "every component in every state", _gallery)
    _command(commands, "price", "price documents given as JSON", _windows)
    return root


def _command(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]",
    name: str,
    text: str,
    run: Callable[[argparse.Namespace], int],
) -> argparse.ArgumentParser:
    made = commands.add_parser(name, help=text, description=text)
    made.add_argument("--profile", default=argparse.SUPPRESS, help="profile or folder")
    made.set_defaults(run=run)
    return made


def _windows(options: argparse.Namespace) -> int:
    from app.suite import has_screen, run

    if not has_screen():
        print(NO_SCREEN, file=sys.stderr)
        return 1
    return run(profile_of(options.profile), options.place)


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
    _command(actions, "rebuild", "make the read tables again", _rebuild)


def _verify(options: argparse.Namespace) -> int:
    from app.fiscal.checking import verify_profile

    report = verify_profile(profile_of(options.profile), deep=options.deep)
    if options.json:
        print(json.dumps(report.to_json(), ensure_ascii=False))
        return report.exit_code
    for finding in (*report.errors, *report.warnings):
        print(json.dumps(finding.to_json(), ensure_ascii=False))
    words = {0: "sound", 1: "sound, with warnings", 2: "BROKEN"}[report.exit_code]
    print(f"{report.entries} entries in {len(report.chains)} chain(s): {words}")
    return report.exit_code


def _show(options: argparse.Namespace) -> int:
    from app.fiscal.checking import open_reading

    with open_reading(profile_of(options.profile)) as journal:
        found = journal.entries(stream=options.stream)
        for entry in list(found)[-options.limit :]:
            data = json.dumps(entry.data, ensure_ascii=False)
            print(
                f"{entry.chain} {entry.seq} {entry.ts} {entry.op} {entry.type} {data}"
            )
    return 0


def _rebuild(options: argparse.Namespace) -> int:
    from app.fiscal.checking import rebuild_profile

    count = rebuild_profile(profile_of(options.profile))
    print(f"{count} entries folded")
    return 0
