"""A profile belongs to one environment for ever, and says so wherever it could be mistaken."""

import shutil
from pathlib import Path

import pytest

from app.bootstrap import open_house
from app.domain.environment import ENVIRONMENTS, environment_named, mark_of
from app.followers.paper.mark import marked
from app.services.environment import (
    OtherEnvironmentError,
    named_environment,
    usual_environment,
)
from db.profile import Profile
from hardware.printers.document import Cut, Document, Kick, Text


@pytest.mark.parametrize(
    ("name", "named", "usual"),
    [
        ("production", "production", "production"),
        ("staging", "staging", "staging"),
        ("sandbox", "sandbox", "sandbox"),
        ("demo", "sandbox", "sandbox"),
        ("bar", None, "sandbox"),
    ],
)
def test_what_a_fresh_profile_becomes(name: str, named: str, usual: str) -> None:
    profile = Profile(Path(name))
    assert named_environment(profile) == named
    assert usual_environment(profile) == usual


def test_only_a_sandbox_is_seeded(tmp_path: Path) -> None:
    for name in ("production", "staging"):
        with open_house(Profile(tmp_path / name)) as opened:
            assert opened.house.environment == name
            assert not opened.house.world.staff.people
    with open_house(Profile(tmp_path / "sandbox")) as opened:
        assert opened.house.environment == "sandbox"
        assert opened.house.world.staff.people


def test_an_environment_never_changes(tmp_path: Path) -> None:
    with open_house(Profile(tmp_path / "production")):
        pass
    with (
        pytest.raises(OtherEnvironmentError, match="production") as caught,
        open_house(Profile(tmp_path / "production"), environment="sandbox"),
    ):
        pass
    assert "Production" in caught.value.text()
    assert "Bac à sable" in caught.value.text()
    shutil.copytree(tmp_path / "production", tmp_path / "sandbox")
    with open_house(Profile(tmp_path / "sandbox")) as opened:
        assert opened.house.environment == "production"
        assert opened.house.mark is None


def test_a_journal_from_before_is_in_production() -> None:
    assert environment_named(None) == "production"
    with pytest.raises(ValueError, match="elsewhere"):
        environment_named("elsewhere")


def test_production_alone_has_no_mark() -> None:
    marks = {name: mark_of(name) for name in ENVIRONMENTS}
    assert [name for name, mark in marks.items() if mark is None] == ["production"]
    training = mark_of("training")
    assert training is not None
    assert training.paper == "FACTICE - école de caisse, sans valeur"


def test_a_paper_is_marked_at_head_and_foot() -> None:
    mark = mark_of("sandbox")
    paper = Document("receipt", (Text("TOTAL"), Cut()))
    blocks = marked(paper, mark).blocks
    assert "SPÉCIMEN - bac à sable, sans valeur" in str(blocks[0])
    assert blocks[-2] == blocks[0]
    assert blocks[-1] == Cut()
    assert marked(paper, None) == paper
    drawer = Document("drawer", (Kick(),))
    assert marked(drawer, mark) == drawer
