"""`sotto voice say`: a headset that is typed at, to try the dialogue with."""

import argparse
import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING

from app.cli.voice_options import Add, complain

if TYPE_CHECKING:
    from app.bootstrap import Opened


def add_say(add: Add) -> None:
    """Adds the command."""
    text = "say sentences to a headset of the profile, typed; not in production"
    say = add("say", text, _say)
    say.add_argument("phrases", nargs="*", metavar="PHRASE", help="default: lines read")
    say.add_argument("--as", dest="person", metavar="PERSON", help="id of who wears it")


def _say(options: argparse.Namespace) -> int:
    from app.bootstrap import open_house, profile_of
    from app.domain.environment import PRODUCTION
    from app.starting import held

    profile = profile_of(options.profile or "demo")
    with held(profile), open_house(profile) as opened:
        if opened.house.environment == PRODUCTION:
            return complain("voice say acts without a code: not here")
        people = opened.house.world.staff.people
        person = options.person or next(iter(people), "")
        if person not in people:
            return complain(f"nobody is called {person!r}")
        _talk(opened, person, options.phrases or map(str.strip, sys.stdin))
    return 0


def _talk(opened: "Opened", person: str, phrases: Iterable[str]) -> None:
    from app.headset.headsets import HouseHeadsets
    from app.services.headsets import typed
    from voice.understanding import understand

    headsets, field = HouseHeadsets(opened.house, understand), typed("shell")
    headsets.wear(field, person)
    try:
        for phrase in filter(None, phrases):
            headsets.type(field, phrase)
            state = headsets.state(field)
            print(f"> {phrase}\n{state.said}")
            for line in state.draft:
                details = " · ".join(filter(None, (line.detail, line.problem)))
                print(f"  {line.table:>4}  {line.quantity} {line.text}  {details}")
    finally:
        headsets.close()
