"""Watches over the microphones: which are gone, which have come back."""

from collections.abc import Callable
from threading import Event, Thread
from time import monotonic

from voice.capture import portaudio, pulse
from voice.engine.headset import Headset

_LOOK_S = 0.1
_TRY_S = 2.0
"""Between two looks for a headset that is away, where nothing tells of its return."""
_RESTART_S = 5.0
"""PortAudio's own list is read anew at most this often: the others are deaf meanwhile."""


class Watch:
    """A thread that looks ten times a second, and at once when the sound server says so."""

    def __init__(self, headsets: Callable[[], list[Headset]]) -> None:
        """Watches whatever `headsets` gives."""
        self._headsets = headsets
        self._news, self._closing = Event(), Event()
        self._changed = True
        self._pulse: pulse.PulseWatch | None = None
        self._tried_at = self._restarted_at = self._asked_at = 0.0
        self._thread = Thread(target=self._run, name="watch", daemon=True)

    def start(self) -> None:
        """Begins to watch."""
        self._thread.start()

    def stop(self) -> None:
        """Ends the thread."""
        self._closing.set()
        self._news.set()
        self._thread.join()
        if self._pulse is not None:
            self._pulse.stop()

    def look(self) -> None:
        """Something changed: looks at all of them now. Any thread."""
        self._changed = True
        self._news.set()

    def _run(self) -> None:
        while not self._closing.is_set():
            self._news.wait(_LOOK_S)
            self._news.clear()
            if self._closing.is_set():
                return
            self._listen()
            changed, self._changed = self._changed, False
            self._look(changed=changed)

    def _look(self, *, changed: bool) -> None:
        headsets, now = self._headsets(), monotonic()
        for headset in headsets:
            headset.look(closely=changed and headset.is_pulse)
        away = [each for each in headsets if each.link in ("lost", "missing", "taken")]
        if away and (changed or now - self._tried_at > _TRY_S):
            self._tried_at = now
            self._relist(headsets, away, now)
            for headset in away:
                headset.open()

    def _relist(self, headsets: list[Headset], away: list[Headset], now: float) -> None:
        """Has PortAudio read its list, where it is the one that knows and nobody speaks."""
        if all(each.is_pulse or each.is_simulated for each in away):
            return
        talking = any(each.channel.talking for each in headsets)
        if talking or now - self._restarted_at < _RESTART_S or not portaudio.is_here():
            return
        self._restarted_at = now
        for headset in headsets:
            headset.pause()
        portaudio.read_devices_anew()
        for headset in headsets:
            headset.open()

    def _listen(self) -> None:
        """Keeps hearing of the sound server's changes, where a headset is one of its."""
        if self._pulse is not None and self._pulse.is_alive:
            return
        now = monotonic()
        wanted = any(each.is_pulse for each in self._headsets())
        if not wanted or now - self._asked_at < _TRY_S:
            return
        self._asked_at = now
        if self._pulse is not None:
            self._pulse.stop()
            self._pulse = None
        if pulse.is_here():
            self._pulse = pulse.PulseWatch(self.look)
            self._pulse.start()
            self._changed = True
