"""python-escpos, loaded when the first ticket needs it and without what it leaves behind.

Its import takes 0.2 s, creates a temporary folder with a pickle and installs a root log
handler. Only its `Dummy` printer is used: it collects bytes and sends nothing.
"""

import logging
import os
import shutil
from functools import lru_cache
from typing import Any

from hardware.printers.profiles import Profile


def byte_builder(profile: Profile) -> Any:
    """A `Dummy` printer for the commands; text is encoded by whoever holds the page.

    Left to itself python-escpos flaps between pages, prints "€" through the Greek one
    and forgets that ESC @ resets the page.
    """
    return _types()[0](profile=_profile(profile.columns, cutter=profile.cut != "none"))


@lru_cache(maxsize=1)
def _types() -> tuple[Any, Any]:
    """python-escpos' Dummy and Profile."""
    root = logging.getLogger()
    before = list(root.handlers)
    from escpos import capabilities
    from escpos.printer import Dummy

    for handler in [h for h in root.handlers if h not in before]:
        root.removeHandler(handler)
    if "ESCPOS_CAPABILITIES_PICKLE_DIR" not in os.environ:
        shutil.rmtree(capabilities.pickle_dir, ignore_errors=True)
    return Dummy, capabilities.Profile


@lru_cache(maxsize=32)
def _profile(columns: int, *, cutter: bool) -> Any:
    features = {"paperFullCut": cutter, "paperPartCut": cutter, "qrCode": True}
    return _types()[1](columns=columns, features=features)
