"""Log files of a profile: JSON lines, rotating, without names or card numbers.

Loggers are named by area ("sotto.print"). Messages hold facts and ids, never what a
guest said or paid with; what an exception quotes is left out, because it may be that.
"""

import json
import logging
import re
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType

from typing_extensions import override

from db.redaction import redacted

FILE = "sotto.jsonl"
_BYTES, _FILES = 1_000_000, 5
# What these say is about our code; other exceptions quote the value they stumbled on.
_ABOUT_CODE = (AttributeError, NameError, ImportError, TypeError, RecursionError)
_QUOTED = re.compile(r"'[^']*'|\"[^\"]*\"|«[^»]*»")
_LONG_NUMBER = re.compile(r"\d(?:[ .-]?\d){7,}")

ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None]


class JsonLines(logging.Formatter):
    """One JSON object a line: ts, level, area, text, and where an exception came from."""

    @override
    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, object] = {
            "ts": datetime.fromtimestamp(record.created, UTC).isoformat(
                timespec="milliseconds"
            ),
            "level": record.levelname.lower(),
            "area": record.name,
            "thread": record.threadName,
            "text": without_card_numbers(record.getMessage()),
        }
        if record.exc_info and record.exc_info[1] is not None:
            line["error"] = describe(record.exc_info[1])
        return json.dumps(line, ensure_ascii=False)


class _Files(RotatingFileHandler):
    """Log files that a full disk silences instead of filling the terminal."""

    @override
    def handleError(self, record: logging.LogRecord) -> None:
        pass


@contextmanager
def logging_to(folder: Path) -> Iterator[None]:
    """Writes what `sotto` loggers say into `folder` while the block runs.

    A folder that cannot be written silences the log, not the till.
    """
    logger = logging.getLogger("sotto")
    before = logger.level
    handler: logging.Handler = logging.NullHandler()
    try:
        handler = _Files(
            folder / FILE, maxBytes=_BYTES, backupCount=_FILES, encoding="utf-8"
        )
    except OSError as error:
        print(f"sotto: no log: {error.strerror}", file=sys.stderr)  # noqa: T201
    handler.setFormatter(JsonLines())
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    try:
        yield
    finally:
        logger.removeHandler(handler)
        logger.setLevel(before)
        handler.close()


def describe(error: BaseException) -> list[str]:
    """An exception and its causes: kind, what it says of our code, and its lines.

    Source lines and values are left out; file, line and function remain.
    """
    told: list[str] = []
    seen: set[int] = set()
    link: BaseException | None = error
    while link is not None and id(link) not in seen:
        seen.add(id(link))
        told.append(_headline(link))
        for frame in traceback.extract_tb(link.__traceback__):
            name = "/".join(Path(frame.filename).parts[-3:])
            told.append(f"  {name}:{frame.lineno} {frame.name}")
        link = link.__cause__ or link.__context__
    return told


def _headline(error: BaseException) -> str:
    text = str(error)
    if not isinstance(error, _ABOUT_CODE):
        text = _LONG_NUMBER.sub("…", _QUOTED.sub("…", text))
    text = without_card_numbers(text.partition("\n")[0])
    return f"{type(error).__name__}: {text}" if text else type(error).__name__


def without_card_numbers(text: str) -> str:
    """`text` with card numbers cut to their first six and last four digits."""
    return str(redacted(text)[0])
