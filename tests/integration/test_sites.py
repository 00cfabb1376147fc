"""Several sites and their head office: attached by a code, sales come up, each apart."""

import ssl
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import httpx2
import pytest
from hub_kit import MANAGER, soon
from sites_kit import Place, place

from app.domain.access.decide import CreateKey
from app.domain.orders.commands import OpenOrder
from app.domain.orders.events import OrderCreated
from app.domain.terminals.decide import (
    AttachTo,
    MoveUpstream,
    RevokeTerminal,
    SetSite,
)
from app.domain.terminals.events import HEAD_OFFICE
from app.domain.till.decide import OpenTill
from app.hub.attaching import AttachFailedError
from app.hub.joining import Agreed, JoinFailedError
from app.services.credentials import MARK, digest
from app.services.sites import member_profile
from app.starting import held

pytestmark = [pytest.mark.logs, pytest.mark.usefixtures("caplog")]


@dataclass
class Group:
    folder: Path
    stack: ExitStack
    office: Place
    bastille: Place
    clichy: Place


@pytest.fixture
def group(tmp_path: Path) -> Iterator[Group]:
    """A head office and two restaurants, attached to it."""
    with ExitStack() as stack:
        office, bastille, clichy = (
            stack.enter_context(place(tmp_path / name))
            for name in ("office", "bastille", "clichy")
        )
        bastille.attach(office, "Bastille")
        clichy.attach(office, "Clichy")
        soon(lambda: bastille.linked() and clichy.linked())
        yield Group(tmp_path, stack, office, bastille, clichy)


def sell(site: Place) -> None:
    site.machine.do(OpenTill(coins=()))
    site.machine.do(OpenOrder(table="t12", covers=2))


def test_what_a_site_writes_comes_up_into_its_own_member(group: Group) -> None:
    sell(group.bastille)
    soon(lambda: group.office.has_all_of("Bastille", group.bastille))
    soon(lambda: group.office.has_all_of("Clichy", group.clichy))

    bastille, clichy = (group.office.member(n) for n in ("Bastille", "Clichy"))
    assert len(bastille.house.world.book.orders) == 1
    assert len(clichy.house.world.book.orders) == 0
    assert bastille.site == group.bastille.room._node.site_id != clichy.site
    assert bastille.pepper == group.bastille.machine.opened.pepper
    known = group.bastille.house.world.terminals
    assert known.known[bastille.house.terminal].role == HEAD_OFFICE
    # Nothing of one is seen by the other, and the head office's own chain stays there:
    # what it says to a site is on the member's.
    assert set(group.bastille.machine.vector) == {"C1", bastille.house.terminal}
    assert set(group.office.machine.vector) == {"C1"}
    assert group.office.house.world.book.orders == {}


def test_what_the_head_office_writes_there_comes_down_to_that_site_alone(
    group: Group,
) -> None:
    member = group.office.member("Bastille")
    member.post(lambda: member.house.note("CLOCK_DRIFT", "from above"))
    soon(lambda: "CLOCK_DRIFT" in group.bastille.house.world.settings.alarms)
    soon(lambda: group.office.has_all_of("Clichy", group.clichy))

    assert "CLOCK_DRIFT" not in group.clichy.house.world.settings.alarms
    assert set(group.office.machine.vector) == {"C1"}


def test_no_key_of_a_guest_goes_up(group: Group) -> None:
    site = group.bastille.house
    sealed = site.sealer.seal("order/guest", "Mme Martin")
    order = OrderCreated(order="guest", mode="dine_in", table="t7", covers=2, number=1)
    group.bastille.machine.ask(lambda: site.record([order], MANAGER))
    soon(lambda: "guest" in group.office.member("Bastille").house.world.book.orders)

    above = group.office.member("Bastille").house.sealer
    assert site.sealer.unseal("order/guest", sealed) == "Mme Martin"
    assert above.unseal("order/guest", sealed) is None
    assert above.persons("order/") == []


def test_a_site_sells_without_its_head_office_and_catches_up(group: Group) -> None:
    port = group.office.port
    group.office.stop()
    soon(lambda: not group.bastille.linked())
    sell(group.bastille)
    assert group.bastille.room.status().upstream.link == "seeking"
    assert group.bastille.room.status().link == "carrying"
    assert not group.office.room.sites.seen()[0].linked

    group.office.again(port)
    soon(lambda: group.bastille.linked() and group.clichy.linked())
    soon(lambda: group.office.has_all_of("Bastille", group.bastille))
    assert len(group.office.member("Bastille").house.world.book.orders) == 1


def test_a_site_that_is_detached_is_kept_above_and_can_come_back(group: Group) -> None:
    sell(group.bastille)
    soon(lambda: group.office.has_all_of("Bastille", group.bastille))
    chain = group.office.member("Bastille").house.terminal
    group.bastille.machine.do(RevokeTerminal(chain=chain))
    soon(lambda: group.bastille.room.status().upstream.link == "none")
    soon(lambda: not group.office.site("Bastille").active)
    assert not group.office.site("Bastille").linked
    assert len(group.office.member("Bastille").house.world.book.orders) == 1
    assert group.office.site("Clichy").linked

    group.bastille.attach(group.office, "La Bastille")
    soon(group.bastille.linked)
    assert group.office.site("La Bastille").active
    assert group.office.member("La Bastille").house.terminal == chain
    known = group.bastille.house.world.terminals.known
    assert [t.chain for t in known.values() if t.role == HEAD_OFFICE] == [chain]


def test_a_site_that_the_head_office_lets_go_of_does_not_come_in(group: Group) -> None:
    sell(group.bastille)
    soon(lambda: group.office.has_all_of("Bastille", group.bastille))
    site = group.office.site("Bastille").site
    gone = SetSite(site=site, name="Bastille", active=False)
    group.office.machine.do(gone)
    soon(lambda: group.bastille.room.status().upstream.reason == "site")
    assert not group.office.site("Bastille").linked
    assert group.office.site("Clichy").linked
    assert len(group.office.member("Bastille").house.world.book.orders) == 1

    group.bastille.attach(group.office, "Bastille")
    soon(group.bastille.linked)
    assert group.office.site("Bastille").active


def test_a_site_that_is_renamed_has_its_figures_under_the_new_name(
    group: Group,
) -> None:
    site = group.office.site("Bastille").site
    group.office.machine.do(SetSite(site=site, name="La Bastille"))
    source = group.office.site("La Bastille").source
    assert source is not None
    assert source.name == "La Bastille"
    assert group.bastille.linked()


def test_a_head_office_that_moved_is_found_at_its_new_address(group: Group) -> None:
    group.office.stop()
    soon(lambda: not group.bastille.linked())
    group.office.again(0)  # another port
    group.office.carry()
    bastille, known = group.bastille, group.bastille.house.world.terminals
    enrolled = dict(known.known)
    bastille.machine.do(MoveUpstream(address=f"127.0.0.1:{group.office.port}"))
    soon(bastille.linked)
    assert dict(known.known) == enrolled  # nobody was let in anew
    sell(bastille)
    soon(lambda: group.office.has_all_of("Bastille", bastille))


def test_nobody_else_is_taken_for_a_head_office_that_moved(group: Group) -> None:
    bastille, other = group.bastille, group.clichy
    group.office.stop()
    soon(lambda: not bastille.linked())
    bastille.machine.do(MoveUpstream(address=f"127.0.0.1:{other.port}"))
    soon(lambda: bastille.room.status().upstream.link == "turned_away")
    assert not other.house.world.book.orders


def test_a_member_that_another_process_holds_is_opened_once_it_can_be(
    group: Group,
) -> None:
    site, port = group.office.site("Bastille").site, group.office.port
    group.office.stop()
    profile = member_profile(group.office.machine.opened.profile, site)
    with held(profile):
        group.office.again(port)
        soon(lambda: group.office.site("Bastille").trouble)
        soon(group.clichy.linked)
        assert not group.bastille.linked()
    sites = group.office.room.sites
    clock = [time.monotonic()]
    sites._clock = lambda: clock[0]
    assert group.office.site("Bastille").trouble
    clock[0] += 6
    assert sites.try_again()
    soon(group.bastille.linked)
    assert not group.office.site("Bastille").trouble


def test_the_shell_renames_a_site_lets_go_of_it_and_moves_the_head_office(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from app.cli.main import main

    folder = tmp_path / "office"
    with place(folder) as office:
        office.machine.do(SetSite(site="s1", name="Bastille"))
        office.machine.do(
            AttachTo(chain="C9", x="x", y="y", name="Siège", address="old:8443")
        )
    at = ["--profile", f"{folder}/"]
    assert main([*at, "sites", "--rename", "Nowhere", "X"]) == 2
    assert main([*at, "sites", "--rename", "Bastille", "La Bastille"]) == 0
    assert main([*at, "sites", "--let-go", "s1"]) == 2  # nobody to ask
    assert "stays here" in capsys.readouterr().out
    assert main([*at, "hub", "attach", "new:8443"]) == 0
    with place(folder, carries=False) as office:
        assert office.site("La Bastille").active
        upstream = office.house.world.terminals.upstream
        assert upstream is not None
        assert (upstream.chain, upstream.address) == ("C9", "new:8443")
    assert main([*at, "sites", "--let-go", "La Bastille", "--yes"]) == 0
    with place(folder, carries=False) as office:
        assert not office.site("La Bastille").active


def test_a_wrong_code_attaches_nothing(group: Group) -> None:
    office = f"127.0.0.1:{group.office.port}"
    code = group.office.code("Autre")
    wrong = f"{(int(code) + 1) % 10**6:06d}"
    with pytest.raises(AttachFailedError) as caught:
        group.clichy.room.upstream.attach_now(office, wrong, MANAGER)
    assert caught.value.args == ("code",)
    assert len(group.office.room.sites.seen()) == 2
    group.office.room.sites.door.desk.close()
    with pytest.raises(AttachFailedError) as caught:
        group.clichy.room.upstream.attach_now(office, code, MANAGER)
    assert caught.value.args == ("closed",)


def test_an_attaching_that_was_interrupted_is_done_again_and_enrols_once(
    group: Group, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = Agreed.ask

    def cut(hub: Agreed, path: str, told: Mapping[str, str]) -> Mapping[str, str]:
        if path == "/finish":
            raise JoinFailedError("unreachable")
        return asked(hub, path, told)

    with place(tmp_path / "dijon") as dijon:
        with monkeypatch.context() as patch:
            patch.setattr(Agreed, "ask", cut)
            with pytest.raises(AttachFailedError):
                dijon.attach(group.office, "Dijon")
        assert len(group.office.room.sites.seen()) == 2
        soon(lambda: dijon.room.status().upstream.reason == "site")

        dijon.attach(group.office, "Dijon")
        soon(dijon.linked)
        soon(lambda: group.office.has_all_of("Dijon", dijon))
        assert list(dijon.house.world.terminals.known) == ["C1", "C2"]


def test_who_opened_the_code_needs_the_right(group: Group) -> None:
    desk = group.office.room.sites.door.desk
    tom = desk.open("Bastille", "site", type(MANAGER)("tom")).code
    with pytest.raises(AttachFailedError) as caught:
        group.bastille.room.upstream.attach_now(
            f"127.0.0.1:{group.office.port}", tom, MANAGER
        )
    assert caught.value.args == ("right_missing",)


def test_a_head_office_lets_go_of_a_site_by_its_name(group: Group) -> None:
    site = group.office.site("Clichy")
    group.office.machine.do(SetSite(site=site.site, name="Clichy Nord"))
    assert {s.name for s in group.office.room.sites.seen()} == {
        "Bastille",
        "Clichy Nord",
    }


def test_programs_read_the_sites_with_a_right_of_their_own(group: Group) -> None:
    site = group.office.site("Bastille").site
    made = []
    for scope in ("sites:read", "reports:read"):
        secret = f"{MARK}{scope}"
        made.append(secret)
        group.office.machine.do(
            CreateKey(name=scope, secret=digest(secret), scopes=(scope,))
        )
    certificate = group.office.machine.opened.profile.keys / "hub.crt"
    trusted = ssl.create_default_context(cafile=certificate)
    base = f"https://127.0.0.1:{group.office.port}/api/v1"
    with httpx2.Client(base_url=base, verify=trusted, timeout=30) as client:

        def get(path: str, key: int = 0) -> httpx2.Response:
            headers = {"Authorization": f"Bearer {made[key]}"}
            return client.get(path, headers=headers)

        listed = get("/sites").json()["sites"]
        assert [(s["name"], s["attached"], s["linked"]) for s in listed] == [
            ("Bastille", True, True),
            ("Clichy", True, True),
        ]
        report = get(f"/sites/{site}/report?from=2026-01-01&to=2026-01-31").json()
        assert (report["name"], report["total"]) == ("Bastille", 0)
        assert get("/sites", key=1).status_code == 403
        for path, status in (
            (f"/sites/{site}/report", 422),
            (f"/sites/{site}/report?from=2026-02-01&to=2026-01-31", 422),
            (f"/sites/{site}/report?from=2020-01-01&to=2026-01-31", 422),
            ("/sites/other/report?from=2026-01-01&to=2026-01-31", 404),
        ):
            assert get(path).status_code == status, path
