"""The noise of a restaurant, made here: guests that talk, dishes that clatter, a hood.

Everything follows from a seed, so that two measurements differ by the program alone.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from voice.capture.ring import RATE
from voice.sound import FULL, Sound, as_samples

Waves = NDArray[np.float64]
TRACK_S = 40.0
LEAD_S = 0.35
"""Of room before and after the sentence: the button is down a little earlier and longer."""
CLATTER_A_SECOND = 1.6


def room(talk: Sequence[Sound], seed: int = 0, seconds: float = TRACK_S) -> Waves:
    """A track of a full room, its level 1 (root mean square).

    Args:
        talk: sentences of guests, at `RATE`; they are laid over each other.
    """
    chance = np.random.default_rng(seed)
    length = round(seconds * RATE)
    parts = [(babble(talk, length, chance), 1.0)] if talk else []
    parts += [(clatter(length, chance), 0.5), (hood(length, chance), 0.5)]
    return _level(
        sum((weight * _level(wave) for wave, weight in parts), np.zeros(length))
    )


def babble(talk: Sequence[Sound], length: int, chance: np.random.Generator) -> Waves:
    """Eight tables that talk without a pause, near and far."""
    whole = np.zeros(length)
    for _ in range(8):
        loud, at = chance.uniform(0.3, 1.0), -int(chance.integers(RATE))
        while at < length:
            words = _level(talk[int(chance.integers(len(talk)))].samples.astype(float))
            begin, end = max(0, at), min(length, at + len(words))
            if end > begin:
                whole[begin:end] += loud * words[begin - at : end - at]
            at += len(words) + int(chance.integers(RATE // 2))
    return whole


def clatter(length: int, chance: np.random.Generator) -> Waves:
    """Plates, cutlery and pans: struck, they ring on some frequencies and die away."""
    whole = np.zeros(length)
    for _ in range(round(length / RATE * CLATTER_A_SECOND)):
        ring = min(length, round(RATE * chance.uniform(0.05, 0.5)))
        time = np.arange(ring) / RATE
        strike = np.zeros(ring)
        for _ in range(5):
            tone = 2 * np.pi * chance.uniform(700, 7000) * time
            strike += np.sin(tone) * np.exp(-time * chance.uniform(12, 60))
        strike += chance.normal(0, 1, ring) * np.exp(-time * 120)
        at = int(chance.integers(max(1, length - ring)))
        whole[at : at + ring] += chance.uniform(0.2, 1.0) * strike
    return whole


def hood(length: int, chance: np.random.Generator) -> Waves:
    """A fan: noise that falls with the frequency, and its hum."""
    waves = np.fft.rfft(chance.normal(0, 1, length))
    frequency = np.fft.rfftfreq(length, 1 / RATE)
    air = np.fft.irfft(waves / (1 + frequency / 250), length)
    hum = np.sin(2 * np.pi * 100 * np.arange(length) / RATE)
    return air / np.std(air) + 0.3 * hum


def in_room(speech: Sound, track: Waves, snr_db: float | None, seed: int) -> Sound:
    """A sentence in a cut of the track; None: in a room without any noise.

    Args:
        snr_db: level of the speech over that of the noise; see `loudness`.
    """
    edge = np.zeros(round(LEAD_S * RATE))
    voice = np.concatenate([edge, speech.samples.astype(float), edge])
    if snr_db is None or not len(speech.samples):
        return Sound(as_samples(voice), RATE)
    chance = np.random.default_rng(seed)
    begin = int(chance.integers(max(1, len(track) - len(voice))))
    noise = _level(np.resize(track[begin : begin + len(voice)], len(voice)))
    mixed = voice + noise * loudness(speech) / 10 ** (snr_db / 20)
    peak = np.abs(mixed).max()
    return Sound(as_samples(mixed * min(1.0, 0.9 * FULL / peak)), RATE)


def loudness(speech: Sound) -> float:
    """Root mean square of the frames that are spoken in: pauses count for nothing.

    As ITU-T P.56 means it, with the frames within 30 dB of the loudest for its threshold.
    """
    step = RATE // 50
    frames = max(1, len(speech.samples) // step)
    whole = np.resize(speech.samples.astype(float), frames * step)
    powers = (whole.reshape(frames, step) ** 2).mean(axis=1)
    return float(np.sqrt(powers[powers >= powers.max() / 1000].mean()))


def _level(wave: Waves) -> Waves:
    level = np.sqrt(np.mean(wave**2))
    return wave / level if level else wave
