"""What tells this machine from all others, for wrapping keys to it.

The operating system's own machine id where there is one; otherwise a random file in the
user's state folder, which is outside any profile and so does not travel with its copy.

Source: machine-id(5); Windows Cryptography\\MachineGuid; macOS IOPlatformUUID.
"""

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Final

from platformdirs import user_state_path

_LINUX_FILES: Final = (Path("/etc/machine-id"), Path("/var/lib/dbus/machine-id"))


def machine_identity() -> bytes:
    """Bytes that stay the same on this machine and differ on every other."""
    found = _of_the_system()
    return found.encode() if found else _own_file().read_bytes()


def _of_the_system() -> str:
    if sys.platform == "win32":
        import winreg

        path = r"SOFTWARE\Microsoft\Cryptography"
        with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, path) as key:
            return str(winreg.QueryValueEx(key, "MachineGuid")[0])
    if sys.platform == "darwin":
        told = subprocess.run(
            ["/usr/sbin/ioreg", "-rd1", "-c", "IOPlatformExpertDevice"],
            capture_output=True,
            text=True,
            check=False,
        ).stdout
        match = re.search(r'"IOPlatformUUID" = "([^"]+)"', told)
        return match[1] if match else ""
    for path in _LINUX_FILES:
        if path.is_file() and (text := path.read_text().strip()):
            return text
    return ""


def _own_file() -> Path:
    path = user_state_path("sotto") / "machine-id"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        beside = path.with_name(f"{path.name}.{os.getpid()}")
        beside.write_bytes(os.urandom(32).hex().encode())
        beside.replace(path)
    return path
