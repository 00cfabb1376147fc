"""How windows look and speak to whoever sits at them: for eyes, hands and languages."""

from dataclasses import dataclass, fields


@dataclass(frozen=True, slots=True, kw_only=True)
class Comfort:
    """What a screen, or a person on any screen, wants. Values are those of `CHOICES`.

    Attributes:
        language: of every text.
        mode: "light", "dark" or "contrast"; the kitchen stays dark.
        scale: percent of the ordinary size of everything.
        font: "house", or "legible" whose letters and figures are not taken for another.
        palette: "house", or "distinct" for who does not tell red from green.
        hand: the side on which order and keypad stand.
        motion: "full", or "reduced" where nothing slides or turns.
    """

    language: str = "fr"
    mode: str = "light"
    scale: int = 100
    font: str = "house"
    palette: str = "house"
    hand: str = "right"
    motion: str = "full"


CHOICES: dict[str, tuple[str | int, ...]] = {
    "language": ("fr", "en"),
    "mode": ("light", "dark", "contrast"),
    "scale": (100, 125, 150, 200),
    "font": ("house", "legible"),
    "palette": ("house", "distinct"),
    "hand": ("right", "left"),
    "motion": ("full", "reduced"),
}


def is_right(comfort: Comfort) -> bool:
    """Whether every field has one of its values."""
    return all(
        getattr(comfort, field.name) in CHOICES[field.name] for field in fields(comfort)
    )
