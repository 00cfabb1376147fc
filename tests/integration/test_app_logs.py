"""Log files: JSON lines that rotate, without names or card numbers."""

import json
import logging
from pathlib import Path

import pytest

from app.logs import FILE, describe, logging_to
from db.errors import DiskFullError

CARD = "4970 1012 3456 7893"  # valid, of nobody
_log = logging.getLogger("sotto.test")


def lines(folder: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in (folder / FILE).read_text().splitlines()]


def raised(error: Exception) -> Exception:
    """With a traceback on it."""
    with pytest.raises(type(error)) as caught:
        raise error
    return caught.value


def test_each_line_is_an_object_with_its_area(tmp_path: Path) -> None:
    with logging_to(tmp_path):
        _log.info("ticket %s queued", "C1:12")
        _log.debug("not for the file")
    (line,) = lines(tmp_path)
    assert (line["level"], line["area"]) == ("info", "sotto.test")
    assert line["text"] == "ticket C1:12 queued"
    assert "T" in str(line["ts"])


@pytest.mark.logs
def test_no_card_number_and_no_quoted_value_reaches_the_file(tmp_path: Path) -> None:
    with logging_to(tmp_path):
        _log.info("terminal said %s", CARD)
        _log.error("failed", exc_info=raised(KeyError("Léa Martin")))
        _log.error("failed", exc_info=raised(ValueError(f"bad 'Léa' {CARD}")))
    text = (tmp_path / FILE).read_text(encoding="utf-8")
    assert "Léa" not in text
    assert "3456" not in text
    kinds = [str(line["error"][0]).partition(":")[0] for line in lines(tmp_path)[1:]]  # type: ignore[index]
    assert kinds == ["KeyError", "ValueError"]
    assert "test_app_logs.py" in text


def test_what_an_exception_says_of_our_code_is_kept() -> None:
    try:
        None.nothing  # type: ignore[attr-defined]  # noqa: B018
    except AttributeError as error:
        told = describe(error)
    assert told[0] == "AttributeError: 'NoneType' object has no attribute 'nothing'"


def test_causes_are_told_and_no_cycle_is_followed() -> None:
    cause, effect = ZeroDivisionError("x"), RuntimeError("y")
    cause.__context__, effect.__cause__ = effect, cause
    assert describe(effect) == ["RuntimeError: y", "ZeroDivisionError: x"]


def test_files_rotate(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.logs._BYTES", 2000)
    with logging_to(tmp_path):
        for number in range(200):
            _log.info("fact %s", number)
    files = sorted(tmp_path.iterdir())
    assert len(files) == 6
    assert all(file.stat().st_size <= 2000 for file in files)
    assert lines(tmp_path)[-1]["text"] == "fact 199"


def test_a_folder_that_is_none_silences_the_log_not_the_till(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "logs").write_text("a file")
    with logging_to(tmp_path / "logs"):
        _log.info("still here")
    (said,) = capsys.readouterr().err.splitlines()
    assert said.startswith("sotto: no log")
    assert logging.getLogger("sotto").handlers == []


def test_a_failure_of_the_world_names_only_its_kind() -> None:
    assert describe(DiskFullError("database or disk is full")) == [
        "DiskFullError: database or disk is full"
    ]
