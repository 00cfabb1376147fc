"""What `packaging/` has an operating system run is what the command takes.

Neither systemd nor Windows is here; what they are told is read as they would.
"""

import re
import shlex
from pathlib import Path

import pytest

from app.cli.main import parser
from app.services.site import HUB_PORT

PACKAGING = Path(__file__).parents[2] / "packaging"
SCRIPT = (PACKAGING / "hub-service.ps1").read_text(encoding="ascii")
"""Windows PowerShell reads a file without a mark in the machine's own code page."""


def code() -> str:
    """The script as PowerShell runs it: no comments, lines that go on put together."""
    lines = [line for line in SCRIPT.splitlines() if not line.startswith("#")]
    return "\n".join(lines).replace("`\n", "")


def filled(text: str) -> str:
    """A text in double quotes with the default of each parameter."""
    given = dict(re.findall(r"\[(?:string|int)\]\$(\w+) = \"?([^\",)]+)", code()))
    assert given["Port"] == str(HUB_PORT)
    found = re.sub(r"\$\{?(\w+)\}?", lambda each: given[each[1]], text)
    return found.replace('`"', '"')


def test_the_task_of_windows_starts_a_hub() -> None:
    (argument,) = re.findall(r'-Argument "((?:[^"`]|`.)*)"', code())
    words = [word.strip('"') for word in shlex.split(filled(argument), posix=False)]
    options = parser().parse_args(words)
    assert options.profile == r"C:\ProgramData\Sotto\production"
    assert options.port == HUB_PORT
    (program,) = re.findall(r'-Execute "([^"]*)"', code())
    assert filled(program) == r"C:\Sotto\.venv\Scripts\sotto.exe"


def test_the_command_for_a_new_terminal_names_the_profile_of_the_task() -> None:
    (line,) = re.findall(r"sotto\.exe (hub pair .*)", SCRIPT)
    options = parser().parse_args(line.split())
    assert options.profile == filled(r"$Data\$Name")


def test_the_unit_of_systemd_starts_a_hub() -> None:
    unit = (PACKAGING / "sotto-hub.service").read_text()
    (line,) = re.findall(r"^ExecStart=(\S+)/sotto (.*)$", unit, re.MULTILINE)
    assert parser().parse_args(line[1].split()).profile == "production"


@pytest.mark.parametrize(("opens", "shuts"), ["()", "{}"])
def test_the_script_is_whole(opens: str, shuts: str) -> None:
    assert code().count(opens) == code().count(shuts)
    assert code().replace('`"', "").count('"') % 2 == 0
    known = {name.lower() for name in re.findall(r"\$(\w+)\s*[,=)]", code())}
    known |= {"lastexitcode", "erroractionpreference"}
    used = {name.lower() for name in re.findall(r"\$\{?(\w+)", code())}
    assert used <= known, used - known


def test_nothing_in_it_is_out_of_what_windows_takes() -> None:
    # RestartCount is an unsigned byte; names of accounts are translated by Windows.
    counts = re.findall(r"-RestartCount (\d+)", code())
    assert all(int(count) <= 255 for count in counts)
    assert "LOCAL SERVICE" not in code()
