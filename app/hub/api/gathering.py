"""Writes of programs that wait for the house at the same moment share one commit.

While one commit is being flushed, others come; the house then does them one after the
other in one transaction, and answers when it stands. A single one is done as any act.
"""

import asyncio
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import nullcontext, suppress
from typing import Any, Final, TypeVar

from app.hub.node import Node
from app.services.answers import Answers

T = TypeVar("T")

MOST: Final = 8
"""That share a commit: a window waits for all of them, some 10 ms."""

_Waiting = tuple[Callable[[], Any], asyncio.Future[Any]]
_Outcome = tuple[asyncio.Future[Any], Any, Exception | None]


class Gathering:
    """The writes that wait. `ask` is called in the loop of the network."""

    def __init__(self, node: Node, answers: Answers) -> None:
        self._node, self._answers = node, answers
        self._most = 1 if node.house.database.shared else MOST
        self._waiting: deque[_Waiting] = deque()
        self._due = False

    async def ask(self, act: Callable[[], T]) -> T:
        """What `act` returns or raises, run in the thread of the house.

        Raises:
            KnownError: the commit failed: none of those that shared it was written.
        """
        answer: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._waiting.append((act, answer))
        self._come()
        return await answer

    def _come(self) -> None:
        if not self._due:
            self._due = True
            self._node.post(self._run)

    def _run(self) -> None:
        """In the thread of the house."""
        self._due = False  # before looking: who comes from now on has it come again
        count = min(len(self._waiting), self._most)
        taken = [self._waiting.popleft() for _ in range(count)]
        if self._waiting:
            self._come()  # others have their turn first
        if not taken:
            return
        try:
            with self._answers.together() if count > 1 else nullcontext():
                outcomes = [_done(act, answer) for act, answer in taken]
        except Exception as error:  # noqa: BLE001  it is raised where it was asked for
            outcomes = [(answer, None, error) for _, answer in taken]
        with suppress(RuntimeError):  # the network's loop is closed
            taken[0][1].get_loop().call_soon_threadsafe(_settle, outcomes)


def _done(act: Callable[[], Any], answer: asyncio.Future[Any]) -> _Outcome:
    try:
        return answer, act(), None
    except Exception as error:  # noqa: BLE001  it is raised where it was asked for
        return answer, None, error


def _settle(outcomes: Sequence[_Outcome]) -> None:
    for answer, result, error in outcomes:
        if answer.done():
            continue  # nobody waits any more
        if error is not None:
            answer.set_exception(error)
        else:
            answer.set_result(result)
