"""A head office and its sites in real houses, without a network between them.

The head office is the demo restaurant; a site is a fresh one on "Caisse", and the member is
one more terminal of it. Posted work waits until `settle`, as in threads of their own.
"""

from collections import deque
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from apart_kit import Here, _give
from gui_kit import FixedClock

from app.bootstrap import open_house
from app.domain.terminals.decide import AttachTo, SetSite
from app.domain.vocabulary import Refusal
from app.followers.sharing import Sharing
from app.hub.founding import carry
from app.services.house import SYSTEM, Actor
from app.services.site import Site
from app.services.sites import Member
from db.keys import open_key
from db.profile import Profile
from db.whole_file import write_whole

SHELL = Actor(SYSTEM)


class Branch:
    """A site, and the head office's member of it."""

    def __init__(self, name: str, site: Here, member: Here) -> None:
        self.name, self.site, self.member = name, site, member

    @property
    def id(self) -> str:
        return self.site.node.site_id

    def meet(self) -> None:
        _give(self.member, self.site)
        _give(self.site, self.member)


class HeadOffice:
    """The head office; `open` makes it know a site."""

    def __init__(self, folder: Path, stack: ExitStack, clock: FixedClock) -> None:
        self._folder, self._stack, self.clock = folder, stack, clock
        opened = open_house(Profile(folder / "office"), clock=clock)
        self.here = Here(stack.enter_context(opened))
        self._waiting: deque[Callable[[], None]] = deque()
        self.starts()

    def starts(self) -> None:
        """Begins to follow, as after a start: nothing is remembered."""
        house = self.here.house
        self.sharing = Sharing(house, self.here.opened.pepper, self._waiting.append)

    def branch(self, name: str, *, demo: bool = False) -> Branch:
        """A site that is attached, not yet open here."""
        home = open_house(Profile(self._folder / name), demo=demo, clock=self.clock)
        site = Here(self._stack.enter_context(home))
        assert carry(site.node, 8443, SHELL, name="Caisse", role="pos") is None
        profile = Profile(self._folder / f"member {name}")
        profile.create()
        key = open_key(profile.keys, name="Sotto", now=self.clock()).jwk
        attached = AttachTo(
            chain="C2", x=key["x"], y=key["y"], name="Siège", address="siege:8443"
        )
        done = site.house.run(attached, SHELL)
        assert not isinstance(done, Refusal), done
        founder = site.world.terminals.known["C1"]
        Site(site.node.site_id, "C2", "C1", founder.x, founder.y, "127.0.0.1:1").write(
            profile.keys
        )
        write_whole(profile.keys / "pepper", site.opened.pepper)
        opened = open_house(profile, demo=False, clock=self.clock)
        member = Here(self._stack.enter_context(opened))
        branch = Branch(name, site, member)
        branch.meet()
        known = SetSite(site=branch.id, name=name)
        assert not isinstance(self.here.house.run(known, SHELL), Refusal)
        return branch

    def open(self, branch: Branch) -> Branch:
        member = branch.member
        self.sharing.opened(
            Member(
                branch.id,
                branch.name,
                member.house,
                self._waiting.append,
                member.opened.pepper,
            )
        )
        self.settle(branch)
        return branch

    def settle(self, *branches: Branch) -> int:
        """Lets everything come through; how many entries the members wrote."""
        self.clock.forward(seconds=1)
        before = sum(written(branch) for branch in branches)
        for _ in range(2):
            while self._waiting:
                self._waiting.popleft()()
            for branch in branches:
                branch.meet()
        return sum(written(branch) for branch in branches) - before


def written(branch: Branch) -> int:
    """How far the member's own chain goes."""
    return branch.member.house.journal.vector().get("C2", 0)


@contextmanager
def head_office(folder: Path) -> Iterator[HeadOffice]:
    with ExitStack() as stack:
        yield HeadOffice(folder, stack, FixedClock())
