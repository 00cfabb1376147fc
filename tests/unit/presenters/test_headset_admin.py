"""Headsets in the back office, and the keys to talk."""

from dataclasses import replace

import pytest

from app.domain.settings import DeviceSet
from app.domain.world import World
from app.presenters.admin.headsets import (
    headset_draft,
    headset_errors,
    headset_of,
    heard_share,
    microphone_entries,
    present_lack,
    speaker_entries,
    tried_words,
    with_source,
)
from app.presenters.headset.talk_keys import ANYBODY, DEFAULT, key_of, keys_of, with_key
from app.services.headset_care import (
    HEADSET,
    CareState,
    SoundSource,
    VoiceModel,
    headset_address,
    sound_of,
)

JABRA = SoundSource(
    address="pulse://in.jabra", name="Jabra", speaker="pulse://out.jabra"
)
FRENCH = VoiceModel(name="vosk-fr", language="fr", size=42_000_000)


def headset(**changes: str) -> DeviceSet:
    return replace(
        DeviceSet(id="h1", kind=HEADSET, name="Casque 1", profile=HEADSET, address=""),
        **changes,
    )


def test_a_headset_is_a_microphone_and_its_ear_piece_in_one_address():
    device = headset(address=headset_address(JABRA.address, JABRA.speaker))

    assert sound_of(device) == (JABRA.address, JABRA.speaker)
    assert sound_of(headset(address="sim://a")) == ("sim://a", "")
    assert headset_of(headset_draft(device), device) == device


def test_a_microphone_brings_its_ear_piece_and_a_first_name():
    draft = headset_draft(headset(name=""))

    assert dict(with_source(draft, JABRA.address, [JABRA])) == {
        "microphone": JABRA.address,
        "speaker": JABRA.speaker,
        "name": "Jabra",
    }


def test_two_headsets_have_neither_one_name_nor_one_microphone():
    world = World()
    world.settings.devices["h2"] = headset(id="h2", address="sim://a")
    draft = headset_draft(headset(address="sim://a"))

    assert set(headset_errors(draft, headset(), world)) == {"name", "microphone"}
    assert set(headset_errors(headset_draft(headset(name="x")), headset(), world)) == {
        "microphone"
    }


def test_a_microphone_that_is_unplugged_stays_the_one_that_is_set():
    draft = headset_draft(headset(address="pulse://in.old"))

    assert microphone_entries(draft, [JABRA])[-1] == (
        "pulse://in.old",
        "in.old (absent)",
    )


def test_an_ear_piece_can_be_chosen_that_no_microphone_is_known_to_belong_to():
    draft = headset_draft(headset(address=headset_address("pulse://in.usb", "")))
    entries = speaker_entries(draft, {"pulse://out.usb": "Écouteurs"})
    assert [each.key for each in entries] == ["", "pulse://out.usb"]


def test_what_is_missing_is_said_with_the_act_that_helps():
    assert present_lack(CareState(models=(FRENCH,)), "fr") is None
    lack = present_lack(CareState(lack="model", trouble="…", models=(FRENCH,)), "fr")
    assert lack is not None
    assert (lack.act, lack.model) == ("Télécharger (42 Mo)", "vosk-fr")
    failed = CareState(lack="model", trouble="Interrompu", models=(FRENCH,))
    lack = present_lack(failed, "fr")
    assert lack is not None
    assert lack.text == "Interrompu"
    lack = present_lack(CareState(lack="microphones", trouble="PortAudio manque"), "fr")
    assert lack is not None
    assert (lack.text, lack.act) == ("PortAudio manque", "")
    lack = present_lack(CareState(fetching="vosk-fr", fetched=0.5), "fr")
    assert lack is not None
    assert lack.busy == 0.5


def test_a_trial_says_how_well_it_was_heard():
    assert heard_share("table douze, deux cafés", "table douze de cafés") == 0.75
    assert tried_words("table douze", "table douze")[1] == "success"
    assert tried_words("table douze", "d'accord")[1] == "warning"
    assert tried_words("table douze", "")[1] == "danger"


def test_a_key_talks_to_the_headset_of_whoever_is_there_until_it_was_learnt():
    assert keys_of("") == {DEFAULT: ANYBODY}
    text = with_key("", "h1", 70)
    assert keys_of(text) == {70: "h1", DEFAULT: ANYBODY}
    assert (key_of(text, "h1"), key_of(text, "h2")) == (70, 0)


def test_no_key_talks_to_two_headsets():
    text = with_key(with_key("", "h1", 70), "h2", 70)

    assert (key_of(text, "h1"), key_of(text, "h2")) == (0, 70)
    assert key_of(with_key(text, "h2", 0), "h2") == 0


@pytest.mark.parametrize("text", ["h1", "h1=x", "=5", "é=٣"])
def test_what_cannot_be_read_is_no_key(text):
    assert keys_of(text) == {DEFAULT: ANYBODY}
