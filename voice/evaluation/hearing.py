"""Recordings through the recogniser and the interpreter, as a headset's channel has them."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from time import perf_counter

from voice.capture.gate import gated
from voice.capture.ring import RATE
from voice.evaluation.corpus import Recording, Sentence
from voice.evaluation.noise import Waves, in_room
from voice.evaluation.score import Outcome, Result, first_result, outcome
from voice.heard import Heard, typed
from voice.meaning import Context, Understood
from voice.recognition.ears import Ears, listen
from voice.sound import Sound

Interpreter = Callable[[Heard, Context], Understood]


@dataclass(frozen=True, slots=True)
class Examined:
    """The ears of one headset and what they lead to."""

    ears: Ears
    interpret: Interpreter
    language: str = "fr"

    def result(self, sentence: Sentence, sound: Sound, voice: str = "") -> Result:
        """One sentence said once."""
        listen(self.ears, gated(sound.at_rate(RATE).samples.tobytes()))
        released = perf_counter()
        heard = self.ears.finish()
        known = perf_counter()
        understood = self.interpret(heard, sentence.as_context())
        meant = perf_counter()
        result = first_result(sentence, heard, understood, voice)
        return replace(
            result,
            heard_ms=1000 * (known - released),
            meant_ms=1000 * (meant - known),
            cause="" if result.outcome.is_exact else self._cause(sentence, heard),
        )

    def _cause(self, sentence: Sentence, heard: Heard) -> str:
        """Why a sentence was missed; see `Result.cause`."""
        if not self._is_exact(sentence, typed(sentence.text)):
            return "meaning"
        alone = (replace(heard, alternatives=(each,)) for each in heard.alternatives)
        return (
            "choice" if any(self._is_exact(sentence, one) for one in alone) else "words"
        )

    def _is_exact(self, sentence: Sentence, heard: Heard) -> bool:
        understood = self.interpret(heard, sentence.as_context())
        return outcome(understood, sentence).is_exact

    def results(
        self, recordings: Iterable[Recording], track: Waves, snr_db: float | None
    ) -> Iterator[Result]:
        """Recordings in a noise; what went wrong is said once more, in other noise."""
        for number, recording in enumerate(recordings):
            sentence, voice = recording.sentence, recording.voice
            sound = in_room(recording.sound, track, snr_db, 2 * number)
            result = self.result(sentence, sound, voice)
            again = recording.again
            if (
                again is not None
                and not result.outcome.is_exact
                and not sentence.is_chatter
            ):
                sound = in_room(again, track, snr_db, 2 * number + 1)
                result = _repeated(result, self.result(sentence, sound, voice))
            yield result


def _repeated(first: Result, second: Result) -> Result:
    """The waiter heard that it was wrong, or was asked, and said it again."""
    if second.outcome.is_exact or first.outcome is not Outcome.WRONG:
        return replace(first, after=second.outcome, lines_after=second.lines)
    return first
