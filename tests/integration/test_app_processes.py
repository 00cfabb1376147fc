"""Real processes on one profile: the second start, a fork, a bug, a refused start."""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from app_kit import full_disk, is_root, small_disk
from gui_kit import demo_house

from app.bootstrap import open_house, wall_clock
from app.domain.orders.commands import OpenOrder
from app.fiscal.backups import keep_backup
from app.fiscal.checking import verify_profile
from app.logs import FILE
from app.services.house import Actor
from app.starting import ProfileInUseError, held
from db.errors import ChainForkedError
from db.profile import Profile, ProfileLock

ROOT = Path(__file__).parents[2]
ENVIRONMENT = {
    **os.environ,
    "QT_QPA_PLATFORM": "offscreen",
    "PYTHONPATH": os.pathsep.join((str(ROOT), str(ROOT / "tests/kits"))),
}


@pytest.fixture
def profile(tmp_path: Path) -> Profile:
    with demo_house(tmp_path, wall_clock):  # type: ignore[arg-type]  # any clock will do
        pass
    return Profile(tmp_path)


def start(profile: Profile, place: str = "pos") -> subprocess.Popen[str]:
    return subprocess.Popen(
        [
            sys.executable,
            str(ROOT / "tests/kits/app_child.py"),
            str(profile.folder),
            place,
        ],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=ENVIRONMENT,
        text=True,
    )


def refused(profile: Profile) -> str:
    """What a start that must fail says; it says one line and no traceback."""
    child = start(profile)
    out, err = child.communicate(timeout=150)
    assert child.returncode == 2, err
    assert out == ""
    (line,) = err.strip().splitlines()
    return line


def tell(profile: Profile, child: subprocess.Popen[str], order: str) -> str:
    """Sends an order as a second start would; the answer."""
    lock = ProfileLock(profile)
    for _ in range(10):
        if lock.notify([order]):
            break
    assert child.stdout is not None
    return child.stdout.readline().strip()


def await_owner(profile: Profile, child: subprocess.Popen[str]) -> None:
    """Until the profile is this child's: a second start could win the race for it."""
    address = profile.folder / "sotto.address"
    while not address.exists() or json.loads(address.read_text())["pid"] != child.pid:
        assert child.poll() is None
        time.sleep(0.02)


@contextmanager
def running(profile: Profile, place: str = "pos") -> Iterator[subprocess.Popen[str]]:
    child = start(profile, place)
    try:
        await_owner(profile, child)
        yield child
        assert tell(profile, child, "quit") == "quit"
        assert child.wait(30) == 0
    finally:
        child.kill()
        child.communicate()


# --- one process a profile


def test_a_second_start_brings_the_first_to_the_front(profile: Profile) -> None:
    with running(profile) as first:
        second = start(profile, "pos")
        second.communicate(timeout=150)
        assert second.returncode == 0
        assert first.stdout is not None
        assert first.stdout.readline() == "front pos\n"
        third = start(profile, "kitchen")  # another window of the same process
        third.communicate(timeout=150)
        assert third.returncode == 0
        assert first.stdout.readline() == "front pos kitchen\n"
        assert tell(profile, first, "sell") == "sell 1"
        with pytest.raises(ProfileInUseError), held(profile):
            pass
    assert verify_profile(profile, deep=True).exit_code == 0


def test_two_writers_cannot_fork_the_chain(profile: Profile) -> None:
    """Not even who goes around the lock."""
    with running(profile) as child, open_house(profile) as intruder:
        assert tell(profile, child, "sell") == "sell 1"
        with pytest.raises(ChainForkedError):
            intruder.house.run(OpenOrder(mode="counter"), Actor("lea"))
        assert tell(profile, child, "sell") == "sell 1"
    report = verify_profile(profile, deep=True)
    assert report.errors == ()


def test_a_first_start_that_hangs_is_told_to_the_second(profile: Profile) -> None:
    with held(profile):  # and does not answer
        assert refused(profile).startswith("Sotto est déjà ouvert")


# --- our own mistakes


def test_a_bug_in_a_slot_or_thread_leaves_a_report_and_the_till_goes_on(
    profile: Profile,
) -> None:
    with running(profile) as child:
        assert tell(profile, child, "fall") == "fall"
        assert tell(profile, child, "sell") == "sell 1"
        assert tell(profile, child, "thread") == "thread"
        assert tell(profile, child, "sell") == "sell 1"
    reports = sorted(profile.logs.glob("crash-*.json"))
    told = [json.loads(report.read_text(encoding="utf-8")) for report in reports]
    assert [each["error"][0].partition(":")[0] for each in told] == [
        "ValueError",
        "ZeroDivisionError",
    ]
    assert "come_to_front" in json.dumps(told[0])
    everything = "".join(path.read_text() for path in profile.logs.iterdir())
    assert "Léa" not in everything
    assert "3456" not in everything
    lines = (profile.logs / FILE).read_text(encoding="utf-8").splitlines()
    areas = {json.loads(line)["area"] for line in lines}
    assert "sotto.crash" in areas
    assert verify_profile(profile, deep=True).exit_code == 0


# --- no start


def test_a_damaged_database_is_told_in_one_line(profile: Profile) -> None:
    profile.database.write_bytes(b"\x5a" * 9000)
    assert refused(profile).startswith("Le fichier de données est abîmé")


def test_data_of_a_newer_version_are_left_alone(profile: Profile) -> None:
    import sqlite3

    raw = sqlite3.connect(profile.database)
    raw.execute("UPDATE alembic_version SET version_num = 'r9999'")
    raw.commit()
    raw.close()
    before = profile.database.read_bytes()
    assert (
        refused(profile) == "Ces données viennent d’une version plus récente de Sotto."
    )
    assert profile.database.read_bytes() == before


def test_the_key_of_another_machine_is_told(profile: Profile) -> None:
    (profile.keys / "device.salt").write_bytes(bytes(32))  # as good as another machine
    assert "viennent d’une autre machine" in refused(profile)
    assert verify_profile(profile).exit_code == 0


def test_a_full_disk_is_told(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", 8) as disk:
        with demo_house(disk / "profile", wall_clock):  # type: ignore[arg-type]
            pass
        with full_disk(disk):
            assert refused(Profile(disk / "profile")).startswith("Le disque est plein")
        assert verify_profile(Profile(disk / "profile"), deep=True).exit_code == 0


def test_a_full_disk_is_told_before_there_is_any_profile(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", 2) as disk, full_disk(disk):
        assert refused(Profile(disk / "profile")).startswith("Le disque est plein")


def test_a_folder_that_refuses_writing_is_told() -> None:
    with tempfile.TemporaryDirectory() as name:  # where another user may look as well
        folder = Path(name)
        folder.chmod(0o755)
        with demo_house(folder / "p", wall_clock):  # type: ignore[arg-type]
            pass
        child = subprocess.run(
            [sys.executable, "-c", _AS_NOBODY, str(folder / "p")]
            if is_root()
            else [
                sys.executable,
                str(ROOT / "tests/kits/app_child.py"),
                str(folder / "p"),
                "",
            ],
            env=ENVIRONMENT,
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )
        assert child.returncode == 2
        assert child.stderr.strip().splitlines() == [
            "Le disque est en lecture seule : rien ne peut être enregistré."
        ]


_AS_NOBODY = """
import os, sys
sys.argv = ["app_child.py", sys.argv[1], "pos"]
import app_child
for folder, folders, files in os.walk(sys.argv[1]):
    os.chmod(folder, 0o555)
    for file in files:
        os.chmod(os.path.join(folder, file), 0o444)
os.setuid(65534)
sys.exit(app_child.main())
"""


_SOTTO = "import sys; from app.cli.main import main; sys.exit(main())"


def sotto(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", _SOTTO, *arguments],
        env=ENVIRONMENT,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


# --- the command line


def test_the_command_names_the_way_out_and_takes_it(profile: Profile) -> None:
    with open_house(profile) as opened:
        keep_backup(opened.database, profile.backups, 1, wall_clock())
        opened.house.note("APP_START")  # after the copy: it will be gone
    torn = b"\x5a" * 9000
    profile.database.write_bytes(torn)
    folder = str(profile.folder)
    broken = sotto("journal", "show", "--profile", folder)
    assert broken.returncode == 2
    sentence, way_out = broken.stderr.splitlines()
    assert sentence.startswith("sotto: Le fichier de données est abîmé")
    (copy,) = profile.backups.glob("*.db")
    assert copy.name in way_out
    assert profile.database.read_bytes() == torn

    taken = sotto("restore", "--profile", folder)
    assert (taken.returncode, taken.stderr) == (0, "")
    (aside,) = profile.folder.glob("sotto.db.damaged-*")
    assert aside.read_bytes() == torn
    with open_house(profile) as opened:
        entries = opened.house.journal.entries(types=["event.recorded"])
        codes = [entry.data["code"] for entry in entries]
    assert codes[-2:] == ["CHAIN_ROLLBACK", "RESTORE"]


def test_nothing_is_restored_or_rebuilt_under_a_running_till(profile: Profile) -> None:
    with open_house(profile) as opened:
        keep_backup(opened.database, profile.backups, 1, wall_clock())
    before = sorted(profile.folder.glob("*"))
    with held(profile):
        for command in (["restore"], ["journal", "rebuild"]):
            done = sotto(*command, "--profile", str(profile.folder))
            assert done.returncode == 2
            assert done.stderr.startswith("sotto: Sotto est déjà ouvert sur ce profil")
    assert set(before) <= set(profile.folder.glob("*"))


def test_without_a_sound_backup_nothing_is_restored(profile: Profile) -> None:
    before = profile.database.read_bytes()
    done = sotto("restore", "--profile", str(profile.folder))
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert profile.database.read_bytes() == before


def test_a_rebuild_of_nothing_makes_nothing(tmp_path: Path) -> None:
    done = sotto("journal", "rebuild", "--profile", str(tmp_path / "none"))
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("sotto: ")
    assert not (tmp_path / "none").exists()


def test_an_option_is_not_taken_for_another() -> None:
    done = sotto("price", "--json")
    assert done.returncode == 2
    assert "--json" in done.stderr


def test_the_doctor_needs_no_window() -> None:
    """Qt may lack its libraries: that is what the doctor is asked to find out."""
    look = "import sys, app.doctor; sys.exit('PySide6.QtWidgets' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", look], cwd=ROOT, check=False)
    assert done.returncode == 0


def test_a_start_loads_the_house_before_qt_and_nothing_that_draws() -> None:
    """PySide reads the text of what comes after it; Pillow waits for a first ticket, a
    web framework for the hub."""
    look = (
        "import sys, app.bootstrap, app.devices\n"
        "later = {'PIL', 'escpos', 'fastapi', 'httpx2'}\n"
        "early = {'PySide6', *later} & set(sys.modules)\n"
        "import app.suite\n"
        "sys.exit(sorted(early | later & set(sys.modules)) or 0)"
    )
    done = subprocess.run([sys.executable, "-c", look], cwd=ROOT, check=False)
    assert done.returncode == 0
