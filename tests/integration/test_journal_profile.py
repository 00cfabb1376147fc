"""One process for each profile: the second one is refused and heard."""

import json
import os
import signal
import socket
import stat
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from db.profile import Profile, ProfileLock

ROOT = Path(__file__).parents[2]
HOLD = """
import sys
from pathlib import Path
from db.profile import Profile, ProfileLock
lock = ProfileLock(Profile(Path(sys.argv[1])))
print(lock.acquire(), flush=True)
if len(sys.argv) > 2:
    print(lock.notify(sys.argv[2:]), flush=True)
sys.stdin.read()
"""


@pytest.fixture
def profile(tmp_path: Path) -> Profile:
    return Profile(tmp_path / "demo")


@pytest.fixture
def lock(profile: Profile) -> Iterator[ProfileLock]:
    held = ProfileLock(profile)
    yield held
    held.release()


def start(profile: Profile, *arguments: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-c", HOLD, str(profile.folder), *arguments],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def told(process: "subprocess.Popen[str]") -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


def end(process: "subprocess.Popen[str]") -> None:
    process.communicate("", timeout=10)


def test_a_profile_s_folders_are_the_user_s_alone(profile: Profile) -> None:
    profile.create()
    profile.create()
    names = {path.name for path in profile.folder.iterdir()}
    assert names == {"keys", "files", "spool", "backups", "logs"}
    assert profile.database.parent == profile.folder
    assert profile.witness("C1").parent == profile.keys
    assert stat.S_IMODE(profile.keys.stat().st_mode) == 0o700


def test_named_profiles_are_apart() -> None:
    assert Profile.named("demo").folder != Profile.named("production").folder


def test_the_second_of_a_process_is_refused_too(
    profile: Profile, lock: ProfileLock
) -> None:
    other = ProfileLock(profile)
    assert lock.acquire()
    assert lock.acquire()
    assert not other.acquire()
    lock.release()
    assert other.acquire()
    other.release()


def test_a_second_process_is_refused_and_its_arguments_are_heard(
    profile: Profile, lock: ProfileLock
) -> None:
    heard: list[list[str]] = []
    assert lock.acquire()
    lock.serve(heard.append)
    second = start(profile, "kitchen", "--screen", "2", "é")
    assert [told(second), told(second)] == ["False", "True"]
    end(second)
    assert heard == [["kitchen", "--screen", "2", "é"]]


def test_one_profile_does_not_keep_another_from_starting(
    tmp_path: Path, lock: ProfileLock
) -> None:
    assert lock.acquire()
    other = ProfileLock(Profile(tmp_path / "training"))
    assert other.acquire()
    other.release()


def test_the_lock_of_a_killed_process_is_free(
    profile: Profile, lock: ProfileLock
) -> None:
    first = start(profile)
    assert told(first) == "True"
    assert not lock.acquire()
    first.send_signal(signal.SIGKILL)
    end(first)
    assert lock.acquire()


def test_nobody_hears_where_nobody_listens(
    profile: Profile, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("db.profile._ANSWER_SECONDS", 0.1)
    assert not ProfileLock(profile).notify(["pos"])
    profile.create()
    address = profile.folder / "sotto.address"
    for left in ("", "{", "[]", json.dumps({"port": 1, "token": "x"})):
        address.write_text(left)
        assert not ProfileLock(profile).notify(["pos"])


def test_a_first_process_that_is_still_starting_is_waited_for(
    profile: Profile, lock: ProfileLock
) -> None:
    heard: list[list[str]] = []
    assert lock.acquire()
    answers: list[bool] = []
    second = threading.Thread(
        target=lambda: answers.append(ProfileLock(profile).notify(["pos"]))
    )
    second.start()
    lock.serve(heard.append)
    second.join()
    assert (answers, heard) == ([True], [["pos"]])


def test_strangers_are_not_heard(profile: Profile, lock: ProfileLock) -> None:
    heard: list[list[str]] = []
    assert lock.acquire()
    lock.serve(heard.append)
    address = json.loads((profile.folder / "sotto.address").read_text())
    assert address["pid"] == os.getpid()
    for message in (
        b"",
        b"\n",
        b"{}\n",
        b"[]\n",
        json.dumps({"token": "guess", "argv": ["pos"]}).encode() + b"\n",
        json.dumps({"token": address["token"], "argv": 7}).encode() + b"\n",
        b"x" * 100_000 + b"\n",
    ):
        with socket.create_connection(("127.0.0.1", address["port"]), 5) as connection:
            try:
                connection.sendall(message)
                connection.shutdown(socket.SHUT_WR)
                assert connection.recv(10) == b""
            except OSError:
                pass  # turned away before all was sent
    assert heard == []
    assert ProfileLock(profile).notify(["pos"])
    assert heard == [["pos"]]


@pytest.mark.logs
def test_a_failing_window_does_not_keep_the_next_start_from_being_heard(
    profile: Profile,
    lock: ProfileLock,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("db.profile._ANSWER_SECONDS", 0.2)
    calls: list[list[str]] = []

    def callback(arguments: list[str]) -> None:
        calls.append(arguments)
        if len(calls) == 1:
            raise RuntimeError("the window is gone")

    assert lock.acquire()
    lock.serve(callback)
    assert ProfileLock(profile).notify(["pos"])  # tries again
    assert len(calls) == 2
    assert "coming to the front failed" in caplog.text


def test_serving_needs_the_lock(lock: ProfileLock) -> None:
    with pytest.raises(RuntimeError):
        lock.serve(print)
    assert lock.acquire()
    lock.serve(print)
    with pytest.raises(RuntimeError):
        lock.serve(print)


def test_releasing_ends_the_listening_thread(
    profile: Profile, lock: ProfileLock
) -> None:
    lock.acquire()
    lock.serve(print)
    lock.release()
    assert not [t for t in threading.enumerate() if t.name == "second-starts"]
    assert not (profile.folder / "sotto.address").exists()
