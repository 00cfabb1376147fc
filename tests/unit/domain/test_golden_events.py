"""Entries stay readable for ever: one file for each kind of fact and version.

The files are never edited. A new kind gets a file; a new shape gets a new version, an
`upcast` from the one before, and a file of its own beside the old one.
"""

import dataclasses
import json
from pathlib import Path

import pytest
from domain_kit import Till, renumbered

from app.domain.wire import FACTS, from_data, spec_of, stream_of, to_data

GOLDEN = Path(__file__).parents[2] / "golden/events"
FILES = sorted(GOLDEN.glob("*.json"))


def read(path: Path) -> dict:
    return json.loads(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_an_old_entry_is_read_and_written_back_the_same(path):
    stored = read(path)
    event = from_data(stored["type"], stored["v"], stored["data"])
    spec = FACTS[stored["type"]]

    assert path.name == f"{stored['type']}.v{stored['v']}.json"
    assert spec_of(event) is spec
    if stored["v"] == spec.version:
        again = {"type": spec.name, "v": spec.version, "data": to_data(event)}
        text = json.dumps(again, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
        assert text == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("spec", FACTS.values(), ids=lambda spec: spec.name)
def test_every_version_of_every_fact_has_its_file(spec):
    for version in range(1, spec.version + 1):
        assert GOLDEN / f"{spec.name}.v{version}.json" in FILES


@pytest.mark.parametrize("spec", FACTS.values(), ids=lambda spec: spec.name)
def test_the_file_of_a_fact_shows_every_field(spec):
    data = read(GOLDEN / f"{spec.name}.v{spec.version}.json")["data"]

    assert data.keys() == {field.name for field in dataclasses.fields(spec.cls)}


def test_no_file_is_left_of_a_fact_that_nobody_knows():
    assert {path.name.rsplit(".v", 1)[0] for path in FILES} <= FACTS.keys()


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_world_takes_any_entry_in(path):
    stored = read(path)
    event = from_data(stored["type"], stored["v"], stored["data"])
    till = Till()
    (known,) = renumbered([event], "C9")
    till.receive("C9", [known])

    assert till.world.seen["C9"] == 1
    kind, _, _ = stream_of(event).partition("/")
    assert kind == FACTS[stored["type"]].stream.partition("/")[0]
