"""The members of a head office: one profile for each site, open while the hub is carried.

They lie in `sites/<site>` of the head office's own profile, each with a key, a journal
and a thread of its own, so that no site ever sees another's and one that is damaged
leaves the others alone.
"""

import logging
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from threading import Lock
from typing import TYPE_CHECKING

from typing_extensions import override

from app.bootstrap import Opened, open_house
from app.domain.environment import Environment
from app.domain.terminals.decide import SetSite
from app.domain.terminals.events import SiteSet
from app.domain.till.events import DayClosed
from app.domain.vocabulary import Refusal
from app.house_thread import HouseThread
from app.hub.node import Node, asked
from app.services.house import SYSTEM, Actor, Fact, House
from app.services.ports import Post
from app.services.site import Site, read_site
from app.services.sites import Downflow, Member, SiteSeen, member_profile
from app.starting import ProfileInUseError, disk_told, held
from db.errors import KnownError
from db.keys import open_key
from db.profile import Profile
from db.whole_file import write_whole
from resources.texts import tr

if TYPE_CHECKING:
    from app.hub.attaching import Welcome
    from app.hub.sites import SiteDoor

_FIRST_S, _MOST_S = 5.0, 600.0
"""Before a member that could not be opened is tried again: each time twice as long."""
KEPT = timedelta(days=2)
"""How long what happened at a site stays in memory here; the read tables have all."""
_log = logging.getLogger("sotto.sites")


@dataclass(frozen=True, slots=True)
class _Open:
    """A member, how the network sees it, and what closes it."""

    member: Member
    node: Node
    closing: ExitStack


class SiteRoom:
    """The members of this head office, and the desk where one more is attached.

    Args:
        post: hands a function to the thread of the head office's house.
        downflow: has the sites know what the head office says.
        clock: seconds that never go back.
    """

    def __init__(
        self,
        opened: Opened,
        post: Post,
        downflow: Downflow | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._opened, self._house, self._post = opened, opened.house, post
        self._downflow = downflow
        self._members: dict[str, _Open] = {}
        self._troubles: dict[str, KnownError] = {}
        self._clock, self._again = clock, dict[str, tuple[float, float]]()
        """Site -> when its member is tried again, and how long that was put off."""
        self._lock, self._making = Lock(), Lock()
        self._door: SiteDoor | None = None

    @property
    def door(self) -> "SiteDoor":
        """What the hub needs of it. Any thread."""
        from app.hub.attaching import AttachingDesk
        from app.hub.sites import SiteDoor  # a web framework: only a head office

        with self._making:
            if self._door is None:
                desk = AttachingDesk(self, self._opened.profile.keys)
                self._door = SiteDoor(desk, self.seen, self._on_left)
            return self._door

    @property
    def environment(self) -> Environment:
        """Of the head office: its sites stand in the same."""
        return self._house.environment

    def seen(self) -> tuple[SiteSeen, ...]:
        """The sites as they stand, by name. Any thread."""
        sites = sorted(
            self._house.world.terminals.sites.values(),
            key=lambda site: (not site.active, site.name.casefold(), site.site),
        )
        return tuple(map(self._seen, sites))

    def open_all(self) -> None:
        """Opens what is not open yet; what cannot be opened leaves the others alone. Who
        is no longer attached does not come in, its figures stay open.

        Not in the thread of the house: it takes its time.
        """
        self._open_each(list(self._house.world.terminals.sites.values()))

    def try_again(self) -> bool:
        """Opens what could not be opened before, each in its time; whether there was one
        that can be by now. Not in the thread of the house."""
        now, known = self._clock(), self._house.world.terminals.sites
        due = [site for site, (when, _) in self._again.items() if when <= now]
        self._open_each([known[site] for site in due if site in known])
        return any(site in self._members for site in due)

    def _open_each(self, sites: Iterable[SiteSet]) -> None:
        for site in sites:
            with self._lock:
                try:
                    self._open(site)
                except MemberElsewhereError as error:
                    self._troubles[site.site] = error
                    self._put_off(site.site)
                except KnownError as error:
                    self._trouble(site, error)
                    self._put_off(site.site)
                known = self._members.get(site.site)
                if known is None or not site.active:
                    self.door.shut(site.site)
                else:
                    self.door.nodes[site.site] = known.node

    def _put_off(self, site: str) -> None:
        _, waited = self._again.get(site, (0.0, _FIRST_S / 2))
        pause = min(2 * waited, _MOST_S)
        self._again[site] = self._clock() + pause, pause

    def close(self) -> None:
        """Closes all of them. Not in the thread of the house."""
        with self._lock:
            for site in list(self._members):
                self._close(site)

    # ------------------------------------------------- the office behind the desk

    def welcome(self, site: str) -> "Welcome":
        """The member for a site, made if there is none.

        One that cannot be opened is set aside: the site tells it all again.
        """
        from app.hub.attaching import Welcome

        profile = self._profile(site)
        with self._lock, disk_told():
            failed = self._troubles.pop(site, None)
            self._again.pop(site, None)
            if failed is not None and not isinstance(failed, ProfileInUseError):
                mark = f"{self._house.clock():%Y%m%d-%H%M%S}"
                aside = profile.folder.with_name(f"{site}.damaged-{mark}")
                if profile.folder.exists():
                    profile.folder.rename(aside)
            profile.create()
            key = open_key(profile.keys, name="Sotto", now=self._house.clock())
        name = self._house.world.settings.text("house.name")
        return Welcome(name, key.jwk["x"], key.jwk["y"])

    def attach(
        self, site: Site, name: str, pepper: bytes, actor: Actor
    ) -> Refusal | None:
        """Opens the member, and says in the journal that the site is attached."""
        told, keys = SiteSet(site=site.id, name=name), self._profile(site.id).keys
        with self._lock:
            if self._founder(site.id) not in (None, site.jwk):
                return Refusal(
                    "site_taken", "Un autre établissement porte déjà cet identifiant."
                )
            if site.id not in self._members:
                with disk_told():
                    write_whole(keys / "pepper", pepper)
                    site.write(keys)
                self._open(told)
            self.door.nodes[site.id] = self._members[site.id].node
        command = SetSite(site=site.id, name=name)
        done = asked(self._post, partial(self._house.run, command, actor))
        if isinstance(done, Refusal):
            with self._lock:
                self._close(site.id)
            return done
        return None

    # ------------------------------------------------------------------ one of them

    def _profile(self, site: str) -> Profile:
        return member_profile(self._opened.profile, site)

    def _founder(self, site: str) -> Mapping[str, str] | None:
        """The key of who founded a site that was attached before, also where its member
        was set aside: nobody else takes its place. None for a site that is new."""
        folder = self._profile(site).folder
        aside = sorted(folder.parent.glob(f"{site}.damaged-*"), reverse=True)
        for kept in (folder, *aside):
            with suppress(ValueError):  # the file is damaged too
                found = read_site(kept / "keys")
                if found is not None:
                    return found.jwk
        return None

    def _open(self, site: SiteSet) -> None:
        """Opens a member.

        Raises:
            KnownError: it cannot be opened.
        """
        if site.site in self._members:
            return
        profile = self._profile(site.site)
        if not profile.keys.exists():
            raise MemberElsewhereError(site.site)
        with ExitStack() as stack:
            stack.enter_context(held(profile))
            opened = stack.enter_context(open_house(profile, demo=False, keeps=KEPT))
            if opened.site is None:  # it was interrupted before the site said who it is
                raise MemberElsewhereError(site.site)
            thread = stack.enter_context(HouseThread())
            house, post = opened.house, thread.post
            house.follow(partial(_let_go, house))
            member = Member(site.site, site.name, house, post, opened.pepper)
            node = opened.node(post)
            self._members[site.site] = _Open(member, node, stack.pop_all())
        self._troubles.pop(site.site, None)
        self._again.pop(site.site, None)
        if self._downflow is not None:
            self._post(partial(self._downflow.opened, member))

    def _close(self, site: str) -> None:
        self.door.nodes.pop(site, None)
        known = self._members.pop(site)
        if self._downflow is not None:
            self._post(partial(self._downflow.closed, site))
        known.closing.close()

    def _trouble(self, site: SiteSet, error: KnownError) -> None:
        """A member cannot be opened: said once for each reason."""
        before = self._troubles.get(site.site)
        self._troubles[site.site] = error
        if type(before) is not type(error):
            _log.warning("site %s is not open: %s", site.site, error)
            self._post(partial(self._house.note_soon, "SITE_FAILED", site.name))

    def _seen(self, site: SiteSet) -> SiteSeen:
        known, trouble = self._members.get(site.site), self._troubles.get(site.site)
        return SiteSeen(
            site=site.site,
            name=site.name,
            active=site.active,
            linked=site.site in self.door.peers,
            trouble=trouble.text() if trouble and not known else "",
            member=known.member if known else None,
        )

    def _on_left(self, site: str) -> None:
        """A site says that it is attached no longer."""
        self.door.nodes.pop(site, None)
        self._post(partial(self._note_left, site))

    def _note_left(self, site: str) -> None:
        known = self._house.world.terminals.sites.get(site)
        if known is None:
            return
        gone = SetSite(site=site, name=known.name, active=False)
        try:
            self._house.run(gone, Actor(SYSTEM))
        except KnownError as error:  # it is turned away meanwhile, and says so again
            _log.info("not noted that a site left: %s", type(error).__name__)


def _let_go(house: House, facts: Sequence[Fact]) -> None:
    """Of what is long over, once the site has closed a day: a member closes none."""
    if any(isinstance(fact.event, DayClosed) for fact in facts):
        house.load()


class MemberElsewhereError(KnownError):
    """The member of a site is not on this machine."""

    @override
    def text(self) -> str:
        return tr(
            "Ses données ne sont pas sur cette machine : rattachez-le de nouveau ici."
        )
