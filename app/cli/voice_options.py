"""What the commands of `sotto voice` have in common."""

import argparse
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from voice.speech.languages import CODES

if TYPE_CHECKING:
    from voice.menu import Menu

Run = Callable[[argparse.Namespace], int]
Add = Callable[[str, str, Run], argparse.ArgumentParser]
"""Makes a command of its name, a help text and what runs it."""


def add_language(parser: argparse.ArgumentParser) -> None:
    """Adds `--language`."""
    parser.add_argument("--language", choices=CODES, default="fr")


def menu_of(options: argparse.Namespace) -> "Menu":
    """The menu of `--menu`; one without articles where there is none."""
    from voice.menu import Menu, menu_from_json

    if not options.menu:
        return Menu(language=options.language)
    told = json.loads(Path(options.menu).read_text(encoding="utf-8"))
    return menu_from_json(told, options.language)


def complain(text: str) -> int:
    """Says why a command was not carried out; its exit code."""
    sys.stderr.write(f"sotto: {text}\n")
    return 2
