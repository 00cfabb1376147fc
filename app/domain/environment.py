"""Where a house stands: in real trade or beside it, and the mark that says which.

A profile belongs to one environment for ever: the first entry of its chain names it.
Whatever could be mistaken for the real thing (a window, a paper, a file, an answer of the
API) asks `mark_of` and shows what it says; production has no mark.
"""

from dataclasses import dataclass
from typing import Final, Literal, get_args

Environment = Literal["production", "staging", "sandbox", "training"]
ENVIRONMENTS: Final[tuple[Environment, ...]] = get_args(Environment)
PRODUCTION: Final[Environment] = "production"
STAGING: Final[Environment] = "staging"
SANDBOX: Final[Environment] = "sandbox"
TRAINING: Final[Environment] = "training"
"""The school of a till (`fiscal.md` B-11): a chain of its own beside real trade."""


@dataclass(frozen=True, slots=True)
class Mark:
    """What something beside real trade bears. All are French source texts.

    Attributes:
        key: what programs read ("sandbox").
        name: what it is called ("Bac à sable").
        effect: what that means for whoever works there.
        word: across a page ("SPÉCIMEN").
    """

    key: str
    name: str
    effect: str
    word: str

    @property
    def paper(self) -> str:
        """The line on papers and files, French as all paper is."""
        return f"{self.word} - {self.name.lower()}, sans valeur"


_MARKS: Final = {
    SANDBOX: Mark(
        SANDBOX,
        "Bac à sable",
        "pour essayer : rien n'est vendu, rien n'est dû",
        "SPÉCIMEN",
    ),
    STAGING: Mark(
        STAGING,
        "Préproduction",
        "copie d'essai : rien n'est vendu, rien n'est dû",
        "SPÉCIMEN",
    ),
    TRAINING: Mark(
        TRAINING,
        "École de caisse",
        "pour apprendre : rien n'est vendu, rien n'est dû",
        "FACTICE",
    ),
}


def mark_of(environment: Environment) -> Mark | None:
    """The mark of an environment; None in production."""
    return _MARKS.get(environment)


def environment_named(text: object) -> Environment:
    """The environment that a chain's first entry names; production when it names none.

    Raises:
        ValueError: there is no such environment.
    """
    for name in ENVIRONMENTS:
        if name == (text or PRODUCTION):
            return name
    raise ValueError(f"no such environment: {text}")
