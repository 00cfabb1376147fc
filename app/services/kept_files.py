"""Files by what is in them: each is called by its SHA-256, so it is kept once and for good.

A fact names such a file by its hash; whoever reads it is given exactly that, or nothing.
"""

import hashlib
import re
from pathlib import Path

from db.whole_file import write_whole

HASH = re.compile(r"[0-9a-f]{64}")
_HEADS = {b"\xff\xd8\xff": ".jpg", b"\x89PNG": ".png", b"%PDF-": ".pdf"}


def keep(folder: Path, content: bytes) -> str:
    """Keeps a file and says by which hash it is found again.

    Raises:
        OSError: the disk refused.
    """
    name = hashlib.sha256(content).hexdigest()
    if kept(folder, name) is None:
        write_whole(folder / name, content)
    return name


def kept(folder: Path, name: str) -> bytes | None:
    """The file of that hash; None when it is not here, or is not what it was."""
    if not HASH.fullmatch(name):
        return None
    try:
        content = (folder / name).read_bytes()
    except OSError:
        return None
    return content if hashlib.sha256(content).hexdigest() == name else None


def ending_of(content: bytes) -> str:
    """The ending of a file's name by what is in it, "" when it is none of those."""
    return next((end for head, end in _HEADS.items() if content.startswith(head)), "")
