"""Files that are there whole or not at all, after a power cut too."""

import os
from pathlib import Path


def write_whole(path: Path, content: bytes) -> None:
    """Writes a file that only we may read, on the disk before it gets its name; its folder
    is made where it is missing.

    Raises:
        OSError: the disk refused; what lay there before is as it was.
    """
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    beside = path.with_name(path.name + ".new")
    handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)
    if os.name == "posix":
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
