"""`python -m voice.engine --model fr=FOLDER`: commands on standard input, events on output.

Ends when its input does, so it never outlives the till that started it.
"""

import argparse
import os
import queue
import sys
import threading
import traceback
from pathlib import Path

from voice.engine.messages import (
    Event,
    Failed,
    Hearing,
    Level,
    NotAMessageError,
    as_line,
    from_line,
)

_MOST_WAITING = 2000
_PATIENCE_S = 2.0


def main() -> None:
    """Runs until standard input ends."""
    options = argparse.ArgumentParser(prog="voice.engine")
    options.add_argument(
        "--model", action="append", default=[], metavar="LANGUAGE=FOLDER"
    )
    options.add_argument("--tongue", default="fr", help="of the sentences for people")
    told = options.parse_args()
    threading.excepthook = _end
    models = dict(each.split("=", 1) for each in told.model)
    mouth = _Mouth()
    from voice.engine.engine import Engine

    folders = {language: Path(folder) for language, folder in models.items()}
    engine = Engine(folders, mouth.tell, told.tongue)
    for line in sys.stdin.buffer:
        try:
            command = from_line(line)
        except NotAMessageError as error:
            mouth.tell(Failed("engine", str(error)))
            continue
        engine.do(command)
    # Whatever hangs in a library may hang: nobody is there to be told.
    threading.Timer(_PATIENCE_S, os._exit, (0,)).start()
    engine.close()
    os._exit(0)


def _end(told: threading.ExceptHookArgs) -> None:
    """A thread that died would leave a headset deaf without a word: another engine starts."""
    traceback.print_exception(told.exc_type, told.exc_value, told.exc_traceback)
    sys.stderr.flush()
    os._exit(1)


class _Mouth:
    """Events to standard output, from any thread, without waiting for the reader."""

    def __init__(self) -> None:
        # Libraries print to the standard output when they please: it is not theirs.
        self._file = os.fdopen(os.dup(sys.stdout.fileno()), "wb", buffering=0)
        os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
        self._waiting: queue.Queue[Event] = queue.Queue(_MOST_WAITING)
        threading.Thread(target=self._run, name="events", daemon=True).start()

    def tell(self, event: Event) -> None:
        """Queues it; of a reader that hangs, levels and half sentences are lost first."""
        if (
            isinstance(event, Level | Hearing)
            and self._waiting.qsize() > _MOST_WAITING // 2
        ):
            return
        try:
            self._waiting.put_nowait(event)
        except queue.Full:
            os._exit(1)  # nobody reads: the till starts another engine if it lives

    def _run(self) -> None:
        while True:
            try:
                self._file.write(as_line(self._waiting.get()))
            except OSError:
                os._exit(1)


if __name__ == "__main__":
    main()
