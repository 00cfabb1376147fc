"""An error in a method that Qt calls is reported and the windows go on, on Python 3.11 too.

Before Python 3.12 an error that C raised is no instance yet (`1 / 0`, `int("x")`, an index
out of range). When it leaves the override of a C++ method, shiboken 6.11 reads the
arguments of the instance all the same (`PepException_GetArgs`) and the process dies of
it, with every window. An error that Python has caught once is an instance: overrides of
our classes catch theirs and raise it again.
"""

import sys
from collections.abc import Callable
from functools import wraps
from types import FunctionType
from typing import Any

from PySide6.QtCore import QObject

NORMAL_SINCE = (3, 12)
"""The Python from which on every error is an instance when it is raised."""


def guard_overrides() -> None:
    """Guards the overrides of every class of Qt objects that is made from now on."""
    if sys.version_info < NORMAL_SINCE:
        QObject.__init_subclass__ = classmethod(_guard)  # type: ignore[assignment]  # a hook


def is_guarded(method: object) -> bool:
    """Whether an override catches its errors."""
    return hasattr(method, "__guards__")


def overrides(cls: type[QObject]) -> dict[str, FunctionType]:
    """Functions of a class that stand for a C++ method of the same name."""
    ours = {k: v for k, v in vars(cls).items() if isinstance(v, FunctionType)}
    qt = [base for base in cls.__mro__ if base.__module__.startswith("PySide6.")]
    return {k: v for k, v in ours.items() if any(k in vars(base) for base in qt)}


def _guard(cls: type[QObject], /, **arguments: object) -> None:
    super(QObject, cls).__init_subclass__(**arguments)
    for name, method in overrides(cls).items():
        if name != "__init__":
            setattr(cls, name, _guarded(method))


def _guarded(method: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(method)
    def call(*arguments: Any, **named: Any) -> Any:
        try:
            return method(*arguments, **named)
        except BaseException:  # noqa: TRY203 # caught once, it is an instance
            raise

    call.__guards__ = True  # type: ignore[attr-defined]  # for `is_guarded`
    return call
