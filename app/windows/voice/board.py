"""The headsets as the windows see them: how each is, what can be asked of it."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from app.services.headset_care import HeadsetCare, VoiceTrials
from app.services.headsets import Headsets, HeadsetState


class HeadsetBoard(QObject):
    """The headsets of this terminal.

    A till that nobody speaks to pays nothing: the dialogue is made when a headset is there,
    or when the first sentence is typed.

    Args:
        make: makes what hears, speaks and understands; None where there is none.
        care: keeps it able to hear; trials: measures how well it hears people.

    Signals:
        changed(str): the state of this headset is not what it was.
        care_changed: how well this machine can hear is not what it was.
        trials_changed: somebody's recordings are not what they were.

    Attributes:
        care: what keeps headsets able to hear; trials: people's recordings.
    """

    changed = Signal(str)
    care_changed = Signal()
    trials_changed = Signal()

    def __init__(
        self,
        make: Callable[[], Headsets] | None = None,
        care: HeadsetCare | None = None,
        trials: VoiceTrials | None = None,
    ) -> None:
        super().__init__()
        self._make = make
        self.care = care or HeadsetCare()
        self.trials = trials or VoiceTrials()
        self._room: Headsets | None = None
        self.care.follow(self.care_changed.emit)
        self.trials.follow(self.trials_changed.emit)

    @property
    def possible(self) -> bool:
        """Whether a sentence can be understood here at all."""
        return self._make is not None

    @property
    def room(self) -> Headsets:
        """What hears and speaks, made if need be.

        Raises:
            RuntimeError: there is none (`possible`).
        """
        if self._room is None:
            if self._make is None:
                raise RuntimeError("nothing understands here")
            self._room = self._make()
            self._room.follow(self._on_heard)
        return self._room

    def look(self) -> None:
        """Somebody looks at the headsets: how they are, and which microphones are there."""
        if self.possible:
            _ = self.room
        self.care.look()

    def states(self) -> tuple[HeadsetState, ...]:
        """All of them, devices first."""
        return self._room.states() if self._room else ()

    def state(self, headset: str) -> HeadsetState:
        """One of them."""
        return self._room.state(headset) if self._room else HeadsetState(id=headset)

    def worn_by(self, person: str) -> str:
        """Id of the device that a person wears, "" for none."""
        worn = (s for s in self.states() if person and s.person == person)
        return next((s.id for s in worn if s.link != "none"), "")

    def _on_heard(self, headset: str) -> None:
        self.changed.emit(headset)
