"""A whole evaluation: sentences or recordings, in some noises, as one table."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from voice.evaluation.corpus import Recording, Sentence
from voice.evaluation.hearing import Examined
from voice.evaluation.noise import room
from voice.evaluation.protocol import guests
from voice.evaluation.score import Result, totals
from voice.evaluation.voices import DEFAULT, ENGLISH, Speaking, speak, spoken

CLEAN = "clean"
COLUMNS = (
    ("sentences", "sentences", 0),
    ("wer", "words wrong", 1),
    ("intent", "intent", 1),
    ("exact", "**exact**", 1),
    ("right", "at once", 1),
    ("asked", "after a question", 1),
    ("unclear", "unclear", 1),
    ("silent", "pardon?", 1),
    ("wrong", "wrong, not asked", 1),
    ("unnoticed", "of these a beep", 1),
    ("after", "exact, said again", 1),
    ("lines", "lines", 1),
    ("lines_after", "lines, said again", 1),
    ("chatter_acts", "chatter acts", 1),
    ("chatter_asks", "chatter asks", 1),
    ("heard_ms", "words, ms", 0),
    ("meant_ms", "meaning, ms", 0),
)
"""Key of a figure, its heading, decimals. Percent but for the number and the times."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table: voices in a noise."""

    voices: str
    noise: str
    results: tuple[Result, ...]

    @property
    def figures(self) -> dict[str, float]:
        """See `score.totals`."""
        return totals(self.results)


def synthetic(
    examined: Examined,
    sentences: Sequence[Sentence],
    voices: Iterable[tuple[str, Sequence[Speaking]]],
    noises: Sequence[float | None],
    tell: Callable[[Row], None],
) -> list[Row]:
    """Every sentence by synthetic voices, in every noise (dB of speech over it; None: none).

    Args:
        tell: called with each row as soon as it is measured: all of them take minutes.

    Raises:
        SpeechError: no espeak-ng here.
    """
    english = examined.language == "en"
    crowd = ENGLISH if english else DEFAULT
    talk = [
        speak(text, crowd[number % len(crowd)])
        for number, text in enumerate(guests(examined.language))
    ]
    track = room(talk)
    rows = []
    for name, ways in voices:
        recordings = list(spoken(sentences, ways))
        for snr_db in noises:
            noise = CLEAN if snr_db is None else f"{snr_db:g} dB"
            results = tuple(examined.results(recordings, track, snr_db))
            rows.append(Row(name, noise, results))
            tell(rows[-1])
    return rows


def recorded(examined: Examined, recordings: Sequence[Recording]) -> list[Row]:
    """Recordings as they are."""
    track = room([])
    name = recordings[0].voice if recordings else ""
    return [Row(name, "as recorded", tuple(examined.results(recordings, track, None)))]


def table(rows: Iterable[Row]) -> str:
    """The rows as Markdown; columns that no row has are left out."""
    measured = [(row, row.figures) for row in rows]
    columns = [
        each for each in COLUMNS if any(each[0] in found for _, found in measured)
    ]
    lines = [
        "| voices | noise | " + " | ".join(heading for _, heading, _ in columns) + " |",
        "|---|---|" + "---:|" * len(columns),
    ]
    for row, found in measured:
        cells = [
            f"{found[key]:.{decimals}f}" if key in found else ""
            for key, _, decimals in columns
        ]
        lines.append(f"| {row.voices} | {row.noise} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def causes(rows: Iterable[Row]) -> dict[str, int]:
    """Why sentences missed, by how many: see `Result.cause`."""
    missed = (
        result.cause
        for row in rows
        for result in row.results
        if not result.outcome.is_exact
    )
    return dict(Counter(cause for cause in missed if cause).most_common())
