"""House rules of the developer console: its texts, its colours, nothing from outside."""

import json
import re
import runpy
from pathlib import Path

import pytest

from app.hub.api.face import ROUTERS

ROOT = Path(__file__).parents[2]
CONSOLE = ROOT / "resources/console"
SCRIPTS = sorted(CONSOLE.glob("*.js"))
TEXT = re.compile(r'\btr\(\s*"((?:[^"\\]|\\.)*)"')
FIELD = re.compile(r"{(\w+)}")


def test_every_text_has_its_english_and_no_other_has() -> None:
    english = json.loads((CONSOLE / "en.json").read_text("utf-8"))
    texts = {t for path in SCRIPTS for t in TEXT.findall(path.read_text("utf-8"))}
    assert set(english) == texts
    assert not {text for text in texts if "’" in text}
    assert all(
        set(FIELD.findall(french)) == set(FIELD.findall(text))
        for french, text in english.items()
    )


def test_every_noun_of_the_api_has_its_word() -> None:
    script = (CONSOLE / "reference.js").read_text("utf-8")
    named = set(re.findall(r"^  (\w+): tr\(", script, re.MULTILINE))
    tags = {tag for router in ROUTERS for route in router.routes for tag in route.tags}
    assert named == tags


def test_its_tokens_are_those_of_the_windows() -> None:
    made = runpy.run_path(str(ROOT / "packaging/console_tokens.py"))
    kept = (CONSOLE / "tokens.css").read_text("utf-8")
    assert made["css"]() == kept, "make tokens writes them anew"


@pytest.mark.parametrize(
    "path",
    [*SCRIPTS, CONSOLE / "index.html", CONSOLE / "console.css"],
    ids=lambda path: path.name,
)
def test_nothing_is_asked_of_anybody_else(path: Path) -> None:
    text = path.read_text("utf-8")
    assert not re.search(r"https?://(?!www\.w3\.org)", text)
    assert not re.search(r"innerHTML|insertAdjacentHTML|document\.write|eval\(", text)


def test_only_the_tokens_name_colours() -> None:
    assert not re.search(r"#[0-9a-fA-F]{3,8}\b", (CONSOLE / "console.css").read_text())
