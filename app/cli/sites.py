"""`sotto sites`, `sotto hub site` and `sotto hub attach`: a head office and its sites."""

import argparse
import json
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.domain.terminals.decide import TerminalCommand
    from app.reports.sites import SiteFigures
    from app.services.house import House
    from app.services.sites import SiteSource
    from db.profile import Profile

Command = Callable[
    [str, str, Callable[[argparse.Namespace], int]], argparse.ArgumentParser
]
"""Adds a command: name, what it does, what runs it."""


def add_commands(command: Command, hub: Command) -> None:
    """Adds `sotto sites`, and the actions of `sotto hub` that attach."""
    site = hub("site", "open a code for one more site of this head office", _site)
    site.add_argument("--name", required=True, help='of the site ("Bastille")')
    attach = hub("attach", "attach this restaurant to a head office", _attach)
    attach.add_argument("address", help="of the head office: host or host:port")
    attach.add_argument(
        "code",
        nargs="?",
        help="the six digits that the head office shows; without them, the head office "
        "that this restaurant is attached to is found at this address from now on",
    )
    sites = command("sites", "what the sites of this head office took", _sites)
    sites.add_argument(
        "--rename", nargs=2, metavar=("SITE", "NAME"), help="call a site otherwise"
    )
    sites.add_argument(
        "--let-go",
        metavar="SITE",
        help="exchange nothing with a site any more, after saying what that means",
    )
    sites.add_argument("--yes", action="store_true", help="let go of it without asking")
    for name, dest in (("--from", "first"), ("--to", "last")):
        sites.add_argument(
            name, dest=dest, type=date.fromisoformat, metavar="YYYY-MM-DD"
        )
    sites.add_argument("--excel", metavar="FILE", help="write a workbook instead")
    sites.add_argument("--json", action="store_true", help="print a list of rows")


def _profile(options: argparse.Namespace) -> "Profile":
    from app.bootstrap import profile_of

    return profile_of(options.profile or "demo")


def _site(options: argparse.Namespace) -> int:
    from app.cli.hub import leave_offer
    from app.hub.attaching import SITE_FILE
    from app.services.sites import SITE

    return leave_offer(_profile(options), SITE_FILE, options.name, SITE)


def _attach(options: argparse.Namespace) -> int:
    from app.bootstrap import open_house
    from app.domain.terminals.decide import MoveUpstream
    from app.house_thread import HouseThread
    from app.services.house import SYSTEM, Actor
    from app.starting import held
    from app.upstream import UpstreamRoom
    from resources.texts import tr

    profile = _profile(options)
    with (
        held(profile),
        open_house(profile, demo=False) as opened,
        HouseThread() as thread,
    ):
        if options.code is None:
            move = MoveUpstream(address=options.address)
            return _carried_out(opened.house, move)
        node = opened.node(thread.post)
        room = UpstreamRoom(opened, node, lambda: None, lambda: None)
        room.attach_now(options.address, options.code, Actor(SYSTEM))
        attached = opened.house.world.terminals.upstream
        print(tr("Rattaché à {name}", name=attached.name if attached else ""))
    return 0


def _sites(options: argparse.Namespace) -> int:
    from pathlib import Path

    from app.bootstrap import wall_clock
    from app.reports.sites import sites_report, sites_workbook, total_of
    from resources.texts import amount

    if options.rename or options.let_go:
        return _change(options)
    last = options.last or options.first or wall_clock().date()
    first = options.first or last
    with _sources(_profile(options)) as sources:
        report = sites_report(sources, first.isoformat(), last.isoformat())
    if options.excel:
        Path(options.excel).write_bytes(sites_workbook(report))
        return 0
    if options.json:
        print(json.dumps([_row(each) for each in report.sites], ensure_ascii=False))
        return 0
    for each in (*report.sites, total_of(report)):
        figures = f"{each.receipts:>6} {each.covers:>6} {amount(each.ttc):>14}"
        print(f"{each.name:<24} {figures}  {each.since[:16]}".rstrip())
    return 0


def _change(options: argparse.Namespace) -> int:
    """Another name for a site, or none of it any more. A site is named by its id, or by
    the name it has."""
    from app.bootstrap import open_house
    from app.domain.terminals.decide import SetSite
    from app.starting import held

    profile = _profile(options)
    named, name = options.rename or (options.let_go, "")
    with held(profile), open_house(profile, demo=False) as opened:
        sites = opened.house.world.terminals.sites.values()
        found = [each for each in sites if named in (each.site, each.name)]
        if len(found) != 1:
            print(f"no site, or several, of that name: {named}", file=sys.stderr)
            return 2
        if options.let_go and not (options.yes or _agreed(found[0].name)):
            return 2
        change = SetSite(
            site=found[0].site,
            name=name or found[0].name,
            active=found[0].active and not options.let_go,
        )
        return _carried_out(opened.house, change)


def _agreed(name: str) -> bool:
    """Says what letting go of a site means, and whether somebody wants it."""
    print(
        f"Let go of {name}? What came up from it stays here and can be read. What it sold "
        "since it was last heard of is not here, and nothing of it comes any more, nor "
        "does anything go there, until a new code attaches it again."
    )
    if not sys.stdin.isatty():
        print("nobody to ask: --yes lets go of it", file=sys.stderr)
        return False
    return input("[y/N] ").strip().lower() in ("y", "yes", "o", "oui")


def _carried_out(house: "House", command: "TerminalCommand") -> int:
    from app.domain.vocabulary import Refusal
    from app.services.house import SYSTEM, Actor
    from resources.texts import tr

    done = house.run(command, Actor(SYSTEM))
    if isinstance(done, Refusal):
        print(tr(done.text), file=sys.stderr)
        return 2
    return 0


def _row(figures: "SiteFigures") -> dict[str, object]:
    return {
        "site": figures.site,
        "name": figures.name,
        "ttc": figures.ttc,
        "ht": figures.ht,
        "receipts": figures.receipts,
        "covers": figures.covers,
        "average": figures.average,
        "since": figures.since,
        "closed": figures.closed,
    }


@contextmanager
def _sources(profile: "Profile") -> Iterator[list["SiteSource"]]:
    """The sites of a head office, which may be running: nothing is written.

    Raises:
        KnownError: a database cannot be read.
    """
    from app.domain.terminals.events import SiteSet
    from app.projections.queries import load_things
    from app.services.site import own_chain
    from app.services.sites import SiteSource, member_profile
    from db.database import Database

    with ExitStack() as stack:

        def reading(path: "Profile") -> Database:
            database = Database.open(path.database, read_only=True)
            stack.callback(database.close)
            return database

        with reading(profile).read() as connection:
            events = list(load_things(connection))
        sources = []
        for event in events:
            if isinstance(event, SiteSet):
                member = member_profile(profile, event.site)
                if member.database.exists():
                    own = own_chain(member.keys)
                    database = reading(member)
                    sources.append(SiteSource(event.site, event.name, database, own))
        yield sorted(sources, key=lambda source: source.name)
