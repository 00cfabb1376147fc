"""Checks parts of a chain in helper processes, one for each core.

The helpers are plain interpreters that are handed their share on standard input. Python's
own process pool would fork (which windows and servers do not survive) or run the main
module again in each helper (which opens windows, or at least imports them).
"""

import pickle
import subprocess
import sys
from collections.abc import Sequence

from db.checking import Outcome, Run, check_run


def check_runs(runs: Sequence[Run], cores: int) -> list[Outcome]:
    """The outcomes of all runs, in order, worked out by `cores` processes.

    Where no helper can be started or one fails, its share is checked in this process.

    Raises:
        sqlite3.Error: the file cannot be read.
    """
    shares = [runs[core::cores] for core in range(cores)]
    helpers = [_helper(share) for share in shares[1:]]
    try:
        answers = [[check_run(run) for run in shares[0]]]
    finally:
        told = [_answer(helper) for helper in helpers]
    for answer, share in zip(told, shares[1:], strict=True):
        answers.append(answer or [check_run(run) for run in share])
    return [answers[place % cores][place // cores] for place in range(len(runs))]


def _helper(share: Sequence[Run]) -> "subprocess.Popen[bytes] | None":
    if getattr(sys, "frozen", False):
        return None  # a packaged program is no interpreter that takes -m
    try:
        helper = subprocess.Popen(  # noqa: S603  this very interpreter
            [sys.executable, "-P", "-m", __name__],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
    except OSError:
        return None
    assert helper.stdin is not None
    try:
        helper.stdin.write(pickle.dumps(share))
        helper.stdin.close()
    except OSError:
        pass  # it has died already: `_answer` notices
    return helper


def _answer(helper: "subprocess.Popen[bytes] | None") -> list[Outcome] | None:
    if helper is None:
        return None
    assert helper.stdout is not None
    with helper.stdout as stdout:
        told = stdout.read()
    if helper.wait() != 0:
        return None
    answer: list[Outcome] = pickle.loads(told)  # noqa: S301  our own process wrote it
    return answer


def _main() -> None:
    share = pickle.load(sys.stdin.buffer)  # noqa: S301  our own process wrote it
    sys.stdout.buffer.write(pickle.dumps([check_run(run) for run in share]))


if __name__ == "__main__":
    _main()
