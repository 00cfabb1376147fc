"""House rules that no linter knows (style guide 3.5), checked on the syntax tree."""

import ast
import json
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from resources.texts import catalogue

ROOT = Path(__file__).parents[2]
PACKAGES = ("app", "widgets", "hardware", "voice", "db", "resources")
SOURCES = sorted(
    path for package in PACKAGES for path in (ROOT / package).rglob("*.py")
)
HEX_COLOUR = re.compile(r"#[0-9a-fA-F]{6}\b")


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


@cache
def nodes_of(path: Path) -> tuple[ast.AST, ...]:
    return tuple(ast.walk(tree_of(path)))


def calls(path: Path) -> Iterator[ast.Call]:
    return (n for n in nodes_of(path) if isinstance(n, ast.Call))


@pytest.fixture(autouse=True, scope="module")
def _forgotten() -> Iterator[None]:
    """A million nodes are no burden for the tests that follow."""
    yield
    tree_of.cache_clear()
    nodes_of.cache_clear()


def name_of(call: ast.Call) -> str:
    function = call.func
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


def shown(path: Path) -> str:
    return str(path.relative_to(ROOT))


def test_no_two_modules_of_tests_have_one_name() -> None:
    """Each is found alone, but not both in one run."""
    tests = (ROOT / "tests").rglob("test_*.py")
    assert [
        name for name, count in Counter(t.name for t in tests).items() if count > 1
    ] == []


def test_packaging_is_not_a_package() -> None:
    assert not (ROOT / "packaging" / "__init__.py").exists()


def test_every_module_says_what_it_is() -> None:
    silent = [shown(p) for p in SOURCES if not ast.get_docstring(tree_of(p))]
    assert not silent


def test_only_the_theme_sets_style_sheets() -> None:
    found = [
        shown(path)
        for path in SOURCES
        for call in calls(path)
        if name_of(call) == "setStyleSheet" and path != ROOT / "widgets/theme.py"
    ]
    assert not found


def test_colours_are_written_only_in_the_tokens() -> None:
    allowed = {"theme.py", "tokens.py"}
    found = [
        f"{shown(path)}: {node.value}"
        for path in SOURCES
        if path.name not in allowed and not path.is_relative_to(ROOT / "app/reports")
        for node in nodes_of(path)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and HEX_COLOUR.fullmatch(node.value)
    ]
    assert not found


def test_no_lambda_is_connected_to_a_signal() -> None:
    found = [
        f"{shown(path)}:{call.lineno}"
        for path in SOURCES
        for call in calls(path)
        if name_of(call) == "connect"
        and any(isinstance(argument, ast.Lambda) for argument in call.args)
    ]
    assert not found


def test_the_domain_knows_no_float() -> None:
    found = [
        f"{shown(path)}:{node.lineno}"
        for path in (ROOT / "app/domain").rglob("*.py")
        for node in nodes_of(path)
        if (isinstance(node, ast.Name) and node.id == "float")
        or (isinstance(node, ast.Constant) and isinstance(node.value, float))
        or (isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div))
    ]
    assert not found


def test_no_module_is_longer_than_five_hundred_lines() -> None:
    alone = ROOT / "app/fiscal/verifier_sotto.py"  # handed out as one file
    long = {
        shown(path): count
        for path in SOURCES
        if path != alone
        and (count := len(path.read_text(encoding="utf-8").splitlines())) > 500
    }
    assert not long


def methods_of(node: ast.ClassDef) -> list[str]:
    """Names of its methods, what a base class calls aside (dunders, overrides)."""
    return [
        each.name
        for each in node.body
        if isinstance(each, ast.FunctionDef)
        and not each.name.startswith("__")
        and "override" not in map(ast.unparse, each.decorator_list)
    ]


def test_classes_of_windows_stay_small() -> None:
    large = [
        f"{shown(path)}:{node.name}"
        for path in (ROOT / "app/windows").rglob("*.py")
        for node in tree_of(path).body
        if isinstance(node, ast.ClassDef)
        and ((node.end_lineno or 0) - node.lineno >= 300 or len(methods_of(node)) > 20)
    ]
    assert not large


def test_public_functions_of_drivers_and_services_are_documented() -> None:
    silent = [
        f"{shown(path)}:{node.name}"
        for package in ("hardware", "app/services", "db")
        for path in (ROOT / package).rglob("*.py")
        if "versions" not in path.parts
        for node in tree_of(path).body
        if isinstance(node, ast.FunctionDef)
        and not node.name.startswith("_")
        and not ast.get_docstring(node)
    ]
    assert not silent


def texts_in(path: Path) -> Iterator[str]:
    """French source texts that a module asks `tr`, `trn` or a refusal to say."""
    for call in calls(path):
        name = name_of(call)
        wanted = {"tr": call.args[:1], "trn": call.args[1:3]}.get(name, [])
        if name in ("Refusal", "need"):
            place = 1 if name == "Refusal" else 2
            wanted = call.args[place : place + 1]
        for argument in wanted:
            if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                yield argument.value


def test_every_text_has_its_english() -> None:
    english = catalogue("en")
    missing = sorted(
        {
            f"{shown(path)}: {text}"
            for path in SOURCES
            for text in texts_in(path)
            if text not in english
        }
    )
    assert not missing, "\n".join(missing)


def test_texts_are_written_with_the_keyboards_apostrophe() -> None:
    sources = {text for path in SOURCES for text in texts_in(path)}
    catalogues = (ROOT / "resources/lang").rglob("*.json")
    areas = {path.name for path in catalogues if "’" in path.read_text("utf-8")}
    assert not {text for text in sources if "’" in text} | areas


@pytest.mark.parametrize("language", sorted((ROOT / "resources/lang").iterdir()))
def test_a_text_stands_once_in_a_language(language: Path) -> None:
    """Of two areas that have it the later one would be read in the windows of both."""
    areas = [area.read_text("utf-8") for area in language.glob("*.json")]
    texts = [
        text for area in areas for text, _ in json.loads(area, object_pairs_hook=list)
    ]
    assert [text for text, times in Counter(texts).items() if times > 1] == []


@pytest.mark.parametrize("area", sorted((ROOT / "resources/lang").glob("*/*.json")))
def test_a_translation_keeps_the_fields_of_its_source(area: Path) -> None:
    field = re.compile(r"{(\w+)}")
    broken = [
        french
        for french, english in json.loads(area.read_text(encoding="utf-8")).items()
        if set(field.findall(french)) != set(field.findall(english))
    ]
    assert not broken


def test_no_file_holds_a_path_of_one_machine() -> None:
    pattern = re.compile("/(?:" + "work|ro" + "ot)/")
    found = [shown(p) for p in SOURCES if pattern.search(p.read_text(encoding="utf-8"))]
    assert not found
