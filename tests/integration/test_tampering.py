"""Every code of the law's vocabulary, by a real tampering of a real database file.

Both verifiers must name it: the one in the program, and the one that stands alone and is
handed to the administration (of an archive that was made of the tampered journal).
"""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple, get_args

import pytest
from fiscal_kit import archive, close, open_next, sell
from gui_kit import FixedClock, demo_house
from journal_kit import signer
from tamper_kit import Body, put, resealed, rewritten, stored, tamper

from app.bootstrap import open_house
from app.domain.integrity import SegmentOpened
from app.fiscal import verifier_sotto
from app.fiscal.checking import rebuild_profile, verify_profile
from db.database import Database
from db.entry import Head
from db.findings import Code
from db.keys import KEY_FILE, LocalSigner, load_key
from db.profile import Profile
from db.reading import head

CLOCK = FixedClock()


class Scene(NamedTuple):
    """The file that is tampered with, and what somebody without it can know."""

    database: Database
    key: LocalSigner
    profile: Profile
    sale: int
    """The last ticket."""
    end: Head
    """What a witness noted before."""


Attack = Callable[[Scene], object]


@pytest.fixture(scope="module")
def two_days(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A profile with two closed days."""
    folder, clock = tmp_path_factory.mktemp("tampering") / "profile", FixedClock()
    with demo_house(folder, clock) as opened:
        sell(opened)
        close(opened)
        open_next(opened, clock)
        sell(opened, "t14")
        sell(opened, "t15", "cash")
        close(opened)
    CLOCK.now = clock.now
    return folder


def less(body: Body) -> None:
    body["data"]["ttc"] -= 1


def garbage(scene: Scene) -> None:
    put(scene.database, scene.sale, "garbage")


def one_cent_less(scene: Scene) -> None:
    put(scene.database, scene.sale, rewritten(stored(scene.database, scene.sale), less))


def foreign_key(scene: Scene) -> None:
    jws = stored(scene.database, scene.sale)
    put(scene.database, scene.sale, rewritten(jws, less, signer("foreign")))


def deleted(scene: Scene) -> None:
    tamper(scene.database, "DELETE FROM journal WHERE seq = :seq", seq=scene.sale)


def begun_anew(scene: Scene) -> None:
    tamper(scene.database, "DELETE FROM journal WHERE seq = 1")


def cut(scene: Scene) -> None:
    tamper(scene.database, "DELETE FROM journal WHERE seq = :seq", seq=scene.end.seq)


def tail_rewritten(scene: Scene) -> None:
    jws = stored(scene.database, scene.end.seq)
    new = rewritten(jws, lambda body: body.update(op="x"), scene.key)
    put(scene.database, scene.end.seq, new)


def ticket_skipped(scene: Scene) -> None:
    """A ticket of the night is taken out, all that follows is signed again; its number
    is what lacks."""

    def change(bodies: list[Body]) -> list[Body]:
        sales = [b for b in bodies if b["type"] == "receipt.issued"]
        sales[-1]["forced"] = len(sales)
        return [body for body in bodies if body is not sales[-2]]

    resealed(scene.database, scene.key, change)


def ticket_lowered(scene: Scene) -> None:
    """The whole chain is signed again with the real key: the sums tell."""

    def change(bodies: list[Body]) -> list[Body]:
        less([body for body in bodies if body["type"] == "receipt.issued"][-1])
        return bodies

    resealed(scene.database, scene.key, change)


def closing_removed(scene: Scene) -> None:
    def change(bodies: list[Body]) -> list[Body]:
        first = next(b for b in bodies if b["type"] == "till.day_closed")
        return [body for body in bodies if body is not first]

    resealed(scene.database, scene.key, change)


def earlier(scene: Scene) -> None:
    def change(bodies: list[Body]) -> list[Body]:
        last = [body for body in bodies if body["type"] == "receipt.issued"][-1]
        last["ts"] = last["ts"].replace("T2", "T1")
        return bodies

    resealed(scene.database, scene.key, change)


def table_changed(scene: Scene) -> None:
    with scene.database.write() as connection:
        connection.exec_driver_sql("UPDATE receipt SET ttc = ttc - 1")


def new_segment(scene: Scene) -> None:
    with open_house(scene.profile, clock=CLOCK) as opened:
        end = opened.house.journal.head()
        segment = SegmentOpened(
            chain="C1",
            code="INTEGRITY_BREACH",
            place="1-1",
            found="",
            trusted=end.seq,
            trusted_hash=end.hash,
        )
        opened.house.record([segment], bday="2026-11-21")


def without_key(scene: Scene) -> None:
    kept = (scene.profile.keys / KEY_FILE).rename(scene.profile.keys / "away")
    clock = FixedClock(CLOCK.now)
    with open_house(scene.profile, clock=clock) as opened:
        open_next(opened, clock)
        sell(opened)
        close(opened)
    kept.rename(scene.profile.keys / KEY_FILE)


def no_head_file(scene: Scene) -> None:
    scene.profile.witness("C1").unlink()


ATTACKS: dict[Code, tuple[Attack, str]] = {
    "BAD_JWS": (garbage, "BAD_JWS"),
    "KID_UNKNOWN": (foreign_key, "KID_UNKNOWN"),
    "BAD_SIG": (one_cent_less, "BAD_SIG"),
    "SEQ_GAP": (deleted, "SEQ_GAP"),
    "TSEQ_GAP": (ticket_skipped, "TSEQ_GAP"),
    "LINK_BROKEN": (one_cent_less, "LINK_BROKEN"),
    "TRUNCATED": (cut, "TRUNCATED"),
    "FORK": (tail_rewritten, "FORK"),
    "GENESIS_MISSING": (begun_anew, "GENESIS_MISSING"),
    "PROJECTION_DIFF": (table_changed, "DECLARED"),
    "TOTAL_DIFF": (ticket_lowered, "TOTAL_DIFF"),
    "CLOSE_MISSING": (closing_removed, "CLOSE_MISSING"),
    "TS_BACKWARD": (earlier, "TS_BACKWARD"),
    "SEGMENT": (new_segment, "SEGMENT"),
    "DEGRADED": (without_key, "DEGRADED"),
    "WITNESS_UNREACHABLE": (no_head_file, "WITNESS_UNREACHABLE"),
}
"""Code -> what is done, and what the archive's verifier calls it: it has no read tables,
so that it repeats what the archive declares of them; the witness is brought to it."""


def test_every_code_has_its_attack() -> None:
    # What an older program closed late, what terminals that were apart gave back twice
    # is no attack: test_closings, test_documents_verified.
    assert {*ATTACKS, "CLOSE_LATE", "REFUND_APART"} == set(get_args(Code))
    assert {code for _, code in ATTACKS.values()} <= set(verifier_sotto.WORDS)


@pytest.mark.parametrize("code", ATTACKS)
def test_both_verifiers_name_it(code: Code, two_days: Path, tmp_path: Path) -> None:
    attack, told = ATTACKS[code]
    folder = tmp_path / "profile"
    shutil.copytree(two_days, folder)
    profile = Profile(folder)
    database = Database.open(profile.database)
    sales = [
        row.seq for row in _rows(database, "SELECT seq FROM journal WHERE series = 'T'")
    ]
    end = head(database, "C1")
    scene = Scene(database, load_key(profile.keys), profile, max(sales), end)
    attack(scene)
    database.close()
    if code in ("TSEQ_GAP", "TOTAL_DIFF", "CLOSE_MISSING", "TS_BACKWARD"):
        rebuild_profile(profile)  # whoever can do that can do this as well
        profile.witness("C1").unlink()

    report = verify_profile(profile, deep=True, witnesses=[end])
    found = {finding.code for finding in (*report.errors, *report.warnings)}
    assert code in found

    with open_house(profile, clock=CLOCK) as opened:
        made = archive(opened, tmp_path / "usb")
    witness = f"sotto:C1:{end.seq}:{end.hash}"
    brought = {"WITNESS_UNREACHABLE": ["sotto:C9:1:nowhere"]}
    brought |= {key: [witness] for key in ("TRUNCATED", "FORK")}
    result = verifier_sotto.verify(
        tmp_path / "usb" / made.file, witnesses=brought.get(code, [])
    )
    assert told in {finding.code for finding in result.findings}
    remark = told in verifier_sotto.WARNINGS
    assert result.exit_code == (1 if remark else 2)


def _rows(database: Database, statement: str) -> list:
    with database.read() as connection:
        return list(connection.exec_driver_sql(statement))
