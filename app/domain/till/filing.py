"""Pictures and scans that are kept with the drawer: the receipt of what was paid out of it,
what a count looked like.

A file is kept by the SHA-256 of its bytes, before the fact that names it is written; so a
fact never names what was not kept. It may come after the movement: who is sent shopping
brings the receipt home later.
"""

import re
from collections.abc import Iterator

from app.domain.till.events import About, FileKept
from app.domain.vocabulary import Context, Refusal, command, need
from app.domain.world import World

MOST_FILES = 6
"""Files of one movement, or of one count."""
_HASH = re.compile(r"[0-9a-f]{64}")

FILE_INVALID = Refusal("file_invalid", "Ce fichier ne peut pas être gardé.")
TOO_MANY = Refusal("too_many_files", "Il y a déjà assez de fichiers ici.")


@command
class KeepFile:
    """Keep a file with a movement of the session that is open, or with its counts.

    Attributes:
        of: id of the movement, or of the session.
        file: SHA-256 of its bytes, in hexadecimal.
    """

    about: About
    of: str
    file: str


def keep_file(
    world: World, command: KeepFile, context: Context
) -> tuple[object, ...] | Refusal:
    """The file is kept, or why it cannot be."""
    refused = need(context, "till.cash_move", "Ce mouvement demande un droit.")
    if refused:
        return refused
    till = world.till(context.terminal)
    here = {
        "move": [move.move for move in till.movements if move.move],
        "float": [till.session] if till.session else [],
        "count": [till.session] if till.counted else [],
    }
    if command.of not in here.get(command.about, ()):
        return Refusal("move_unknown", "Ce mouvement n'est plus dans le tiroir.")
    before = world.files_of(command.about, command.of)
    if command.file in before:
        return ()
    if len(before) >= MOST_FILES:
        return TOO_MANY
    return files_refusal((command.file,)) or tuple(
        kept_files(context, command.about, command.of, (command.file,))
    )


def files_refusal(files: tuple[str, ...]) -> Refusal | None:
    """Why these files cannot be kept with one thing."""
    if not all(_HASH.fullmatch(file) for file in files):
        return FILE_INVALID
    return TOO_MANY if len(files) > MOST_FILES else None


def kept_files(
    context: Context, about: About, of: str, files: tuple[str, ...]
) -> Iterator[FileKept]:
    """The facts that files are kept with a thing."""
    for file in dict.fromkeys(files):
        yield FileKept(
            id=context.new_id(), till=context.terminal, about=about, of=of, file=file
        )
