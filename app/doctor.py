"""`sotto doctor`: what this machine has and lacks, with the cure for each lack.

Looks only: nothing is installed, written or printed, and the database is opened for
reading. What can take this process down (Qt without its libraries) is tried in another.
"""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from importlib.util import find_spec
from pathlib import Path
from threading import Event

from app.bootstrap import wall_clock
from app.connectors.accounts import Accounts, of_terminal
from app.domain.settings import BEHIND, INPUT, SCREENS, SIMULATED, DeviceSet
from app.fiscal.checking import verify_recent
from app.projections.queries import load_things
from app.services.site import own_chain
from db.database import Database
from db.errors import KeyElsewhereError, KnownError
from db.keys import load_key
from db.profile import Profile
from db.reading import head
from db.verify import Report
from hardware.doctor import Finding, examine_devices
from hardware.errors import HardwareError
from hardware.pagers.session import Session, open_line
from hardware.scanners.input_port import input_match, open_input, udev_rule
from hardware.scanners.serial_reader import open_serial
from hardware.serial_ports import port_match
from hardware.terminals.dialogue import Turn
from hardware.terminals.kind import setup_of
from hardware.terminals.kinds import kind_of
from hardware.transport import transport
from resources.texts import tr

PYTHONS = ((3, 11), (3, 14))
ENOUGH_MB = 500

_PACKAGES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libnss3.so": "libnss3",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-xinerama.so.0": "libxcb-xinerama0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}
"""Shared library -> Debian package that brings it."""

_LACKING = re.compile(r"(lib[\w.+-]+\.so[.\d]*): cannot open shared object")
_QT = (
    "from PySide6.QtWidgets import QApplication\n"
    "application = QApplication([])\n"
    "from widgets.fonts import load_fonts\n"
    "print(len(load_fonts()))"
)
_XCB = (
    "import ctypes, PySide6, pathlib\n"
    "folder = pathlib.Path(PySide6.__file__).parent / 'Qt/plugins/platforms'\n"
    "ctypes.CDLL(str(folder / 'libqxcb.so'))"
)


def examine(
    profile: Profile,
    clock: Callable[[], datetime] = wall_clock,
    *,
    ask_devices: bool = True,
) -> list[Finding]:
    """Everything looked at, in the order in which lacks are best cured.

    Args:
        ask_devices: connect to each; not where Sotto has them in hand.
    """
    return [
        python_finding(sys.version_info[:3]),
        *_windows(),
        _folder(profile.folder),
        *_journal(profile, clock()),
        *(_reachable(profile) if ask_devices else ()),
        *examine_devices(),
        *_for_tests(),
        _voice(),
    ]


def python_finding(version: tuple[int, ...]) -> Finding:
    """Whether this Python can run Sotto."""
    low, high = PYTHONS
    text = "Python " + ".".join(map(str, version))
    if low <= version[:2] < high:
        return Finding("python", ok=True, text=text)
    fix = tr("Installez Python 3.11, 3.12 ou 3.13, puis relancez « make run ».")
    return Finding("python", ok=False, text=text, fix=fix)


def _windows() -> Iterator[Finding]:
    """Qt with its libraries, the fonts, and a screen."""
    told = _tried(_QT)
    if told:
        yield lacking("qt", tr("Qt ne démarre pas"), told)
        return
    yield Finding("qt", ok=True, text=tr("Qt démarre, les polices sont là."))
    if sys.platform == "linux":
        told = _tried(_XCB)
        if told:
            yield lacking("xcb", tr("Qt ne peut pas ouvrir de fenêtre"), told)
        yield screen_finding(os.environ)


def screen_finding(environment: Mapping[str, str]) -> Finding:
    """Whether there is a screen to open windows on."""
    name = environment.get("WAYLAND_DISPLAY") or environment.get("DISPLAY")
    if name:
        return Finding("screen", ok=True, text=tr("Écran : {name}", name=name))
    return Finding(
        "screen",
        ok=False,
        text=tr("Pas d'écran : les fenêtres ne peuvent pas s'ouvrir ici."),
        fix=tr(
            "Sans écran : « sotto shift » joue un service, « sotto screenshots DIR » "
            "photographie les fenêtres."
        ),
    )


def _tried(code: str) -> str:
    """Runs code in another interpreter; "" when it went well, else what it said."""
    try:
        done = subprocess.run(  # noqa: S603 # our own code
            [sys.executable, "-c", code],
            env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
            cwd=Path(__file__).parents[1],
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        return str(error)
    return (done.stderr.strip() or "?") if done.returncode else ""


def lacking(name: str, what: str, told: str) -> Finding:
    """A program that does not load: which library it wants, and what brings it."""
    found = _LACKING.search(told)
    if found is None:
        last = told.splitlines()[-1]
        fix = tr("Relancez « make run », qui installe ce qui manque.")
        return Finding(name, ok=False, text=f"{what} : {last}", fix=fix)
    library = found[1]
    text = tr("{what} : {library} manque.", what=what, library=library)
    package = _PACKAGES.get(library, library)
    return Finding(name, ok=False, text=text, fix=f"sudo apt-get install {package}")


def _folder(folder: Path) -> Finding:
    """Whether the profile can be written, and grow."""
    there = next(p for p in (folder, *folder.parents) if p.exists())
    if not os.access(there, os.W_OK | os.X_OK):
        return Finding(
            "profile",
            ok=False,
            text=tr("Le dossier du profil ne s'écrit pas : {folder}", folder=folder),
            fix=f"sudo chown -R $USER {there}",
        )
    return space_finding(folder, shutil.disk_usage(there).free // 2**20)


def space_finding(folder: Path, free_mb: int) -> Finding:
    """Whether the disk has room for some more years of journal."""
    text = tr("Profil : {folder}, {mb} Mo libres", folder=folder, mb=free_mb)
    if free_mb >= ENOUGH_MB:
        return Finding("profile", ok=True, text=text)
    fix = tr("Libérez de la place : Sotto en veut {mb} Mo.", mb=ENOUGH_MB)
    return Finding("profile", ok=False, text=text, fix=fix)


def _journal(profile: Profile, now: datetime) -> Iterator[Finding]:
    """The database, its key, and the clock against its last entry."""
    if not profile.database.exists():
        text = tr("Pas encore de journal : il naît au premier démarrage.")
        yield Finding("journal", ok=True, text=text)
        yield clock_finding(now, None)
        return
    try:
        load_key(profile.keys)
        yield Finding("key", ok=True, text=tr("La clé signe sur cette machine."))
    except KnownError as error:
        fix = tr("Remettez le dossier « keys » de cette machine, ou sa sauvegarde.")
        if isinstance(error, KeyElsewhereError):
            fix = tr(
                "Si la maison a changé de machine : sotto fiscal rotate-key --lost"
            )
        yield Finding("key", ok=False, text=error.text(), fix=fix)
    last = ""
    try:
        with _reading(profile) as database:
            report = verify_recent(database, own_chain(profile.keys))
            last = head(database, own_chain(profile.keys)).ts
    except KnownError as error:
        fix = tr("Restaurez la dernière sauvegarde ({folder}).", folder=profile.backups)
        yield Finding("journal", ok=False, text=error.text(), fix=fix)
    else:
        yield journal_finding(report)
    yield clock_finding(now, datetime.fromisoformat(last) if last else None)


def journal_finding(report: Report) -> Finding:
    """Whether the end of the journal is intact."""
    codes = ", ".join(sorted({finding.code for finding in report.errors}))
    if codes:
        text = tr("Le journal est abîmé : {codes}", codes=codes)
        return Finding(
            "journal", ok=False, text=text, fix="sotto journal verify --deep"
        )
    text = tr("Journal : les {n} dernières écritures sont intactes.", n=report.entries)
    return Finding("journal", ok=True, text=text)


def clock_finding(now: datetime, last: datetime | None) -> Finding:
    """Whether the clock can be right: past the last entry, and in a zone of its own."""
    text = tr("Horloge : {now}", now=f"{now:%Y-%m-%d %H:%M %z}")
    if last is not None and now < last - timedelta(minutes=1):
        text = tr("L'horloge est en retard sur le journal ({last}).", last=last)
        fix = "sudo timedatectl set-ntp true"
        return Finding("clock", ok=False, text=text, fix=fix)
    if not now.utcoffset():
        fix = "sudo timedatectl set-timezone Europe/Paris"
        text += " " + tr("(temps universel : l'heure des tickets serait fausse)")
        return Finding("clock", ok=False, text=text, fix=fix)
    return Finding("clock", ok=True, text=text)


def _reachable(profile: Profile) -> Iterator[Finding]:
    """The devices that the profile names, each connected to and let go."""
    if not profile.database.exists():
        return
    try:
        devices = devices_of(profile)
        accounts = Accounts(profile.keys)
    except (KnownError, OSError):
        return  # said already
    for device in devices:
        yield device_finding(device, accounts.of(of_terminal(device.id)))


def devices_of(profile: Profile) -> list[DeviceSet]:
    """The devices in use of a profile.

    Raises:
        KnownError: the database cannot be read.
    """
    with _reading(profile) as database, database.read() as connection:
        things = list(load_things(connection))
    return [t for t in things if isinstance(t, DeviceSet) and t.active]


@contextmanager
def _reading(profile: Profile) -> Iterator[Database]:
    database = Database.open(profile.database, read_only=True)
    try:
        yield database
    finally:
        database.close()


def device_finding(
    device: DeviceSet, secrets: Mapping[str, str] | None = None
) -> Finding:
    """Whether a device can be connected to; `secrets` are those of a card terminal."""
    name = f"device.{device.id}"
    place = f"{device.name} ({device.address})"
    if device.address.startswith(SIMULATED):
        return Finding(name, ok=True, text=tr("{place} : simulé", place=place))
    try:
        _connect(device, secrets)
    except (HardwareError, ValueError) as error:
        text = tr("{place} ne répond pas : {why}", place=place, why=error)
        fix = tr("Vérifiez l'alimentation, le câble et l'adresse (Gestion, Matériel).")
        if device.profile == INPUT:
            fix = _rule_words(device)
        return Finding(name, ok=False, text=text, fix=fix)
    return Finding(name, ok=True, text=tr("{place} répond.", place=place))


def _rule_words(device: DeviceSet) -> str:
    """How this machine lets us read a gun that types."""
    try:
        rule = udev_rule(input_match(device.address))
    except ValueError:
        return tr("Donnez son port ou ses numéros USB (Gestion, Matériel).")
    return tr(
        "Dans /etc/udev/rules.d/70-sotto.rules, puis rebranchez-la : {rule}", rule=rule
    )


def _connect(device: DeviceSet, secrets: Mapping[str, str] | None) -> None:
    """Opens the way to a device and lets it go.

    Raises:
        HardwareError: nobody is there. ValueError: its address is none.
    """
    if device.profile in SCREENS or device.address.startswith(BEHIND):
        return
    if device.profile == INPUT:
        open_input(input_match(device.address)).close()
        return
    if device.kind == "pager":
        line = open_line(device.address, device.profile)
        try:
            Session(line, lambda: False).greet()
        finally:
            line.close()
        return
    if device.kind in ("scanner", "scale", "display", "presence"):
        open_serial(port_match(device.address)).close()
        return
    if device.kind == "terminal":
        setup = setup_of(device.address, secrets)
        dialogue = kind_of(device.profile).dialogue(setup)
        try:
            dialogue.greet(Turn(Event()))
        finally:
            dialogue.close()
        return
    address = device.address
    link = transport(address if "://" in address else f"tcp://{address}")
    try:
        link.open()
    finally:
        link.close()


def _for_tests() -> Iterator[Finding]:
    """What only the tests load: said where they are installed."""
    if find_spec("pyzbar") is None:
        return
    told = _tried("import pyzbar.pyzbar")
    if told:
        yield lacking("zbar", tr("Les tests ne lisent pas les codes-barres"), told)


def _voice() -> Finding:
    text = tr("Pas de modèle de voix : la commande au casque est éteinte.")
    return Finding("voice", ok=True, text=text)
