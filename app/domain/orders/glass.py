"""What is served in one glass with a drink."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Mixed:
    """Another drink in the glass of a dish; `portion` is thousandths of one."""

    article: str
    label: str
    rate: int
    nature: str
    reference: int
    portion: int = 1000
