"""`sotto hub` alone: what it says of itself."""

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from hub_kit import machine

from app.cli.hub import status
from db.profile import Profile, ProfileLock


def test_a_hub_says_how_it_stands(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with machine(tmp_path) as one:
        hub = one.carries_hub()
        one.house.note("VERIFY_OK", "347 écritures")
        profile = Profile(tmp_path)
        assert status(profile) == 1
        said = capsys.readouterr().out
        assert "Le hub ne tourne pas." in said
        assert f":{hub.port}" in said
        assert "347 écritures" in said

        lock = ProfileLock(profile)
        assert lock.acquire()
        assert status(profile) == 0
        assert "Le hub tourne." in capsys.readouterr().out
        one.house.note("HUB_FAILED", "port")
        assert status(profile) == 1
        assert "HUB_FAILED : port" in capsys.readouterr().out
        lock.release()


@pytest.mark.skipif(sys.platform == "win32", reason="there is no systemd")
def test_systemd_hears_that_the_house_answers(tmp_path: Path) -> None:
    door = tmp_path / "notify"
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
        manager.bind(str(door))
        manager.settimeout(30)
        program = "import sys; from app.cli.main import main; sys.exit(main())"
        arguments = ("--profile", str(tmp_path / "hub"), "hub", "--port", "0")
        hub = subprocess.Popen(
            [sys.executable, "-c", program, *arguments],
            env=os.environ | {"NOTIFY_SOCKET": str(door)},
            cwd=Path(__file__).parents[2],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            assert manager.recv(500).startswith(b"READY=1\nSTATUS=")
            assert manager.recv(500) == b"WATCHDOG=1"
        finally:
            hub.send_signal(signal.SIGTERM)
            assert hub.wait(30) == 0
