"""Facts and commands as values: frozen, slotted, keyword-only dataclasses, made quickly.

`dataclass(frozen=True)` writes and compiles six methods for each class. There are hundreds
of classes, every process makes them at its start, and most are never used in it. Here a
class gets a constructor of its own and shares the other methods: a quarter of the time.
"""

from dataclasses import MISSING, FrozenInstanceError, dataclass, fields
from typing import Any, NoReturn, TypeVar, cast, dataclass_transform

T = TypeVar("T")


@dataclass_transform(kw_only_default=True, frozen_default=True)
def record(cls: type[T]) -> type[T]:
    """The class as `dataclass(frozen=True, slots=True, kw_only=True)` makes it.

    Its fields have plain defaults or none, there is no `__post_init__`, and a class that
    it is built on is a record too.
    """
    plain = dataclass(init=False, repr=False, eq=False, slots=True, kw_only=True)
    made: Any = plain(cls)
    made.__init__ = _constructor(made)
    made.__eq__, made.__hash__, made.__repr__ = _eq, _hash, _repr
    made.__setattr__, made.__delattr__ = _setattr, _delattr
    made.__getstate__, made.__setstate__ = _values, _setstate
    return cast("type[T]", made)


def _constructor(made: Any) -> Any:
    known: dict[str, Any] = {}
    wanted, lines = [], ["    pass"]
    for field in fields(made):
        name = field.name
        known[f"set_{name}"] = getattr(made, name).__set__
        lines.append(f"    set_{name}(self, {name})")
        if field.default is not MISSING:
            known[f"no_{name}"] = field.default
            name += f"=no_{name}"
        wanted.append(name)
    named = ["*", *wanted] if wanted else []
    code = [f"def __init__({', '.join(['self', *named])}):", *lines]
    exec("\n".join(code), known)  # noqa: S102 # names of our own fields
    return known["__init__"]


def _values(value: Any) -> tuple[object, ...]:
    return tuple(getattr(value, field.name) for field in fields(value))


def _eq(self: object, other: object) -> Any:
    if type(other) is not type(self):
        return NotImplemented
    return _values(self) == _values(other)


def _hash(self: object) -> int:
    return hash(_values(self))


def _repr(self: Any) -> str:
    said = (f"{f.name}={getattr(self, f.name)!r}" for f in fields(self))
    return f"{type(self).__qualname__}({', '.join(said)})"


def _setattr(self: object, name: str, value: object) -> NoReturn:
    raise FrozenInstanceError(f"cannot assign to field {name!r}")


def _delattr(self: object, name: str) -> NoReturn:
    raise FrozenInstanceError(f"cannot delete field {name!r}")


def _setstate(self: Any, state: tuple[object, ...]) -> None:
    for field, value in zip(fields(self), state, strict=True):
        object.__setattr__(self, field.name, value)
