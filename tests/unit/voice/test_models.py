"""Models on a shelf: taken in, checked, refused in one sentence."""

import hashlib
import shutil
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from unittest.mock import patch

import pytest
from voice_kit import MODEL

from voice.models import (
    CATALOGUE,
    TEXTS,
    ModelShelf,
    ModelShelfError,
    Published,
    check,
    incomplete,
)
from voice.speech.languages import CODES


def _zip_of(folder: Path, path: Path) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for each in sorted(folder.rglob("*")):
            archive.write(each, Path(folder.name) / each.relative_to(folder))
    return path


@pytest.fixture
def shelf(tmp_path: Path) -> ModelShelf:
    return ModelShelf(tmp_path / "shelf")


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A model by its parts; nothing that loads."""
    folder = tmp_path / "vosk-model-small-fr"
    for part in ("am/final.mdl", "conf/model.conf", "graph/HCLr.fst", "graph/Gr.fst"):
        (folder / part).parent.mkdir(parents=True, exist_ok=True)
        (folder / part).write_bytes(part.encode() * 3000)
    return folder


def _reason(error: pytest.ExceptionInfo[ModelShelfError]) -> str:
    assert error.value.text("fr")
    assert error.value.text("en")
    return error.value.reason


def test_a_fresh_machine_has_none_and_says_how_to_get_one(shelf: ModelShelf) -> None:
    assert (shelf.installed(), shelf.in_use()) == ([], {})
    error = shelf.why_not("fr")
    assert error is not None
    assert "sotto voice model download fr" in error.text("fr")


@pytest.mark.parametrize(
    "pack", [_zip_of, lambda folder, _: folder], ids=["zip", "folder"]
)
def test_a_model_on_a_stick_is_taken_in_and_used(
    shelf: ModelShelf, small: Path, tmp_path: Path, pack: object
) -> None:
    file = pack(small, tmp_path / "stick.zip")  # type: ignore[operator]
    taken = shelf.take(file, "fr")
    assert (taken.name, taken.language, taken.in_use) == (small.name, "fr", True)
    assert shelf.in_use() == {"fr": shelf.folder / small.name}
    assert shelf.why_not("fr") is None
    assert [
        each for each in shelf.folder.iterdir() if each.name.startswith(".taking")
    ] == []


def test_a_second_model_is_used_when_it_is_chosen(
    shelf: ModelShelf, small: Path
) -> None:
    shelf.take(small, "fr")
    shelf.take(small, "fr", "other")
    assert shelf.in_use()["fr"].name == small.name
    shelf.use("other")
    assert shelf.in_use()["fr"].name == "other"
    with pytest.raises(ModelShelfError) as error:
        shelf.use("unheard-of")
    assert _reason(error) == "unknown"


def test_a_truncated_zip_is_told(
    shelf: ModelShelf, small: Path, tmp_path: Path
) -> None:
    file = _zip_of(small, tmp_path / "model.zip")
    file.write_bytes(file.read_bytes()[:-400])
    with pytest.raises(ModelShelfError) as error:
        shelf.take(file, "fr")
    assert _reason(error) == "zip"
    assert shelf.installed() == []


def test_a_zip_of_something_else_is_told(shelf: ModelShelf, tmp_path: Path) -> None:
    folder = tmp_path / "photos"
    folder.mkdir()
    (folder / "a.txt").write_text("a")
    with pytest.raises(ModelShelfError) as error:
        shelf.take(_zip_of(folder, tmp_path / "photos.zip"), "fr")
    assert _reason(error) == "content"


def test_a_full_disk_is_told(shelf: ModelShelf, small: Path, tmp_path: Path) -> None:
    file = _zip_of(small, tmp_path / "model.zip")
    full = shutil.disk_usage(tmp_path)._replace(free=0)
    with (
        patch.object(shutil, "disk_usage", return_value=full),
        pytest.raises(ModelShelfError) as error,
    ):
        shelf.take(file, "fr")
    assert _reason(error) == "disk"


def test_a_part_that_is_missing_is_named(small: Path) -> None:
    (small / "graph" / "Gr.fst").write_bytes(b"")
    error = incomplete(small)
    assert error is not None
    assert "graph/Gr.fst" in error.text("fr")
    (small / "graph" / "HCLG.fst").write_bytes(b"x")
    error = incomplete(small)
    assert error is not None
    assert error.reason == "static"


@contextmanager
def _publisher(content: bytes, breaks_at: int = 0) -> Iterator[tuple[str, list[str]]]:
    """A server of one file, that breaks off once; gives its address and the ranges asked."""
    ranges: list[str] = []

    class Answers(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked = self.headers.get("Range", "")
            ranges.append(asked)
            begin = int(asked.removeprefix("bytes=").rstrip("-") or 0)
            self.send_response(206 if asked else 200)
            self.send_header("Content-Length", str(len(content) - begin))
            self.end_headers()
            end = breaks_at if breaks_at and len(ranges) == 1 else len(content)
            self.wfile.write(content[begin:end])

        def log_message(self, *_: object) -> None:
            """Says nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/model.zip", ranges
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _published(address: str, content: bytes) -> Published:
    md5 = hashlib.md5(content, usedforsecurity=False).hexdigest()
    return Published("small", "fr", address, len(content), 1000, md5)


def test_a_download_goes_on_where_it_broke_off(
    shelf: ModelShelf, small: Path, tmp_path: Path
) -> None:
    content = _zip_of(small, tmp_path / "model.zip").read_bytes()
    seen: list[tuple[int, int]] = []

    def progress(done: int, size: int) -> None:
        seen.append((done, size))

    with _publisher(content, breaks_at=50_000) as (address, ranges):
        model = _published(address, content)
        with pytest.raises(ModelShelfError) as error:
            shelf.download(model, progress)
        assert _reason(error) == "network"
        assert shelf.download(model, progress).in_use
    assert ranges == ["", "bytes=50000-"]
    assert seen[-1] == (len(content), len(content))
    assert [each.name for each in shelf.folder.glob(".*.part")] == []


def test_another_file_than_the_publisher_s_is_deleted(
    shelf: ModelShelf, small: Path, tmp_path: Path
) -> None:
    content = _zip_of(small, tmp_path / "model.zip").read_bytes()
    with (
        _publisher(b"x" * len(content)) as (address, _),
        pytest.raises(ModelShelfError) as error,
    ):
        shelf.download(_published(address, content), lambda *_: None)
    assert _reason(error) == "checksum"
    assert list(shelf.folder.iterdir()) == []


def test_a_file_of_the_right_md5_alone_is_deleted(
    shelf: ModelShelf, small: Path, tmp_path: Path
) -> None:
    content = _zip_of(small, tmp_path / "model.zip").read_bytes()
    with _publisher(content) as (address, _):
        model = replace(_published(address, content), sha256="0" * 64)
        with pytest.raises(ModelShelfError) as error:
            shelf.download(model, lambda *_: None)
    assert _reason(error) == "checksum"


def test_nobody_at_the_address_is_told(shelf: ModelShelf) -> None:
    model = _published("http://127.0.0.1:9/model.zip", b"x")
    with pytest.raises(ModelShelfError) as error:
        shelf.download(model, lambda *_: None)
    assert _reason(error) == "network"


def test_every_sentence_exists_in_both_languages() -> None:
    assert {frozenset(texts) for texts in TEXTS.values()} == {frozenset(TEXTS["fr"])}
    assert {each.language for each in CATALOGUE} == set(CODES)


@pytest.mark.parametrize(
    ("language", "part", "length", "reason"),
    [("en", "", 0, "language"), ("fr", "am/final.mdl", 90_000, "broken")],
    ids=["wrong language", "truncated"],
)
def test_a_model_that_cannot_be_used_says_why(
    tmp_path: Path, language: str, part: str, length: int, reason: str
) -> None:
    folder = MODEL
    if part:
        folder = tmp_path / "model"
        shutil.copytree(MODEL, folder)
        (folder / part).write_bytes((MODEL / part).read_bytes()[:length])
    with pytest.raises(ModelShelfError) as error:
        check(folder, language)
    assert _reason(error) == reason


def test_a_sound_model_hears_a_phrase() -> None:
    found = check(MODEL, "fr")
    assert found.words > 6000
    assert found.heard == found.phrase
