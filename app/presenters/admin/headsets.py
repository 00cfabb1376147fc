"""Headsets in the back office: who wears which, how each is, what cannot be understood."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from app.domain.settings import DeviceSet
from app.domain.staff.events import VoiceSet
from app.domain.world import World
from app.presenters.admin.words import moment_words
from app.presenters.pos.search import words_of
from app.services.headset_care import (
    HEADSET,
    CareState,
    SoundSource,
    VoiceModel,
    headset_address,
    sound_of,
)
from app.services.headsets import HeadsetState
from app.services.house import House
from app.services.people import person_name
from resources.texts import LANGUAGES, tr, trn
from widgets.dropdown import Entry
from widgets.table_model import Cell, Column, Row
from widgets.tag import TagKind

SAYINGS = 3
"""So often is a name said before it is learnt; more bring nothing (`docs/voice.md`)."""
MAX_NAME = 40
_LANGUAGES = {"fr": "Français", "en": "English", "": "—"}
_MB = 1_000_000


# ------------------------------------------------------------------ lists


def headset_columns() -> tuple[Column, ...]:
    """The columns of the headsets."""
    return (
        Column("name", tr("Casque"), 150, style="strong"),
        Column("person", tr("Porté par"), 130, style="plain"),
        Column("state", tr("État"), 170),
        Column("battery", tr("Batterie"), 90, align="end", drop=2),
        Column("words", tr("Entendu"), drop=1),
    )


def headset_rows(world: World, states: Iterable[HeadsetState]) -> list[Row]:
    """Every headset, by name; those out of service last."""
    by_id = {state.id: state for state in states}
    devices = [d for d in world.settings.devices.values() if d.kind == HEADSET]
    ordered = sorted(devices, key=lambda d: (not d.active, d.name))
    return [_row(device, by_id.get(device.id)) for device in ordered]


def _row(device: DeviceSet, state: HeadsetState | None) -> Row:
    words, tone = link_words(device, state)
    tag: TagKind | str = "" if tone in ("neutral", "success") else tone
    battery = state.battery if state else None
    return Row(
        device.id,
        (
            Cell(device.name, icon="headset_mic"),
            (state.person_name if state else "") or "—",
            Cell(words, tag=tag),  # type: ignore[arg-type]  # one of both
            "—" if battery is None else f"{battery} %",
            (state.words if state else "") or "—",
        ),
    )


def link_words(device: DeviceSet, state: HeadsetState | None) -> tuple[str, TagKind]:
    """How a headset is, and how loud that is."""
    if not device.active:
        return tr("hors service"), "neutral"
    if state is None or state.link == "none":
        return tr("pas branché"), "neutral"
    if state.link == "lost":
        return tr("perdu"), "danger"
    if state.muted:
        return tr("micro coupé"), "warning"
    return (tr("parle") if state.talking else tr("en ordre")), "success"


def since_words(state: HeadsetState, now: datetime) -> str:
    """ "depuis 20:12", "" when it is not known."""
    if not state.since:
        return ""
    moment = datetime.fromisoformat(state.since).astimezone(now.tzinfo)
    return tr("depuis {when}", when=moment_words(moment, now))


def person_columns() -> tuple[Column, ...]:
    """The columns of the people and how they want a headset."""
    return (
        Column("name", tr("Nom"), 160, style="strong"),
        Column("hands", tr("Mains libres"), 130),
        Column("read", tr("Relecture"), 120),
        Column("drinks", tr("Boissons")),
        Column("volume", tr("Volume"), 100, align="end", drop=1),
    )


def person_rows(house: House) -> list[Row]:
    """Whoever may wear a headset."""
    staff = house.world.staff
    rows = []
    for person in staff.people.values():
        if not person.active:
            continue
        wish = staff.voice(person.id)
        rows.append(
            Row(
                person.id,
                (
                    Cell(person_name(house, person.id), icon="person"),
                    tr("oui") if wish.hands_free else "—",
                    tr("tout") if wish.read_back else tr("un signal"),
                    tr("après relecture") if wish.send_drinks else tr("sur « envoie »"),
                    Cell(f"{wish.volume} %", sort=wish.volume),
                ),
            )
        )
    return rows


def word_columns() -> tuple[Column, ...]:
    """The columns of the words that the model does not know."""
    return (
        Column("name", tr("Article"), 200, style="strong"),
        Column("words", tr("Mots inconnus"), 180),
        Column("near", tr("Entendu comme"), 170, drop=1),
        Column("alias", tr("Se dit aussi")),
    )


def word_rows(world: World, care: CareState) -> list[Row]:
    """Articles with a word that the model does not know; what has an alias last."""
    rows = []
    for unknown in care.unknown:
        article = world.catalogue.articles.get(unknown.article)
        if article is None:
            continue
        aliases = ", ".join(article.spoken)
        tag: TagKind | Literal[""] = "" if unknown.substitute else "warning"
        rows.append(
            Row(
                article.id,
                (
                    Cell(article.name, icon="record_voice_over"),
                    ", ".join(unknown.words),
                    Cell(unknown.substitute or tr("à apprendre"), tag=tag),
                    aliases or "—",
                ),
            )
        )
    return rows


def model_columns() -> tuple[Column, ...]:
    """The columns of the models."""
    return (
        Column("name", tr("Modèle"), style="strong"),
        Column("language", tr("Langue"), 110),
        Column("size", tr("Taille"), 100, align="end", drop=1),
        Column("state", tr("État"), 220),
    )


def model_rows(care: CareState) -> list[Row]:
    """Those that are here, then those that can be fetched."""
    return [
        Row(
            model.name,
            (
                Cell(model.name, icon="hearing"),
                _LANGUAGES.get(model.language, model.language),
                Cell(size_words(model.size) if model.size else "—", sort=model.size),
                _model_state(model, care),
            ),
        )
        for model in care.models
    ]


def _model_state(model: VoiceModel, care: CareState) -> Cell:
    if care.fetching == model.name:
        return Cell(tr("en cours…"), tag="info")
    if model.trouble:
        return Cell(tr("inutilisable"), tag="danger")
    if not model.here:
        return Cell(tr("à télécharger"))
    if model.synthetic:
        return Cell(tr("voix de synthèse"), tag="warning")
    return (
        Cell(tr("en service"), icon="check") if model.in_use else Cell(tr("installé"))
    )


def model_words(model: VoiceModel, care: CareState) -> tuple[str, str]:
    """(how it is, what that means)."""
    state = _model_state(model, care).text
    if model.trouble:
        return state, model.trouble
    if model.synthetic:
        return state, tr(
            "Il n'entend que les voix de synthèse : pour essayer Sotto, pas pour servir."
        )
    if model.here:
        return state, tr(
            "Il reste sur cette machine : rien de ce qui est dit n'en sort."
        )
    return state, tr("Il se télécharge une fois ; ensuite tout se passe sans internet.")


def model_act(model: VoiceModel) -> str:
    """What fetching a model is called, "" for one that is here."""
    if model.here or not model.size:
        return ""
    return tr("Télécharger ({size})", size=size_words(model.size))


def size_words(size: int) -> str:
    """ "42 Mo"."""
    return tr("{n} Mo", n=round(size / _MB))


# ------------------------------------------------------------------ how well one hears


@dataclass(frozen=True, slots=True)
class LackView:
    """What is missing, above the lists.

    Attributes:
        act: what the button says, "" for none; model: that it fetches.
    """

    text: str
    act: str = ""
    model: str = ""
    busy: float | None = None


def present_lack(care: CareState, language: str) -> LackView | None:
    """What is missing before anybody is heard, with the act that helps; None for nothing."""
    if care.fetching:
        return LackView(
            tr("{model} : installation en cours.", model=care.fetching),
            busy=care.fetched or 0.0,
        )
    if care.lack == "model" or (care.trouble and not care.lack):
        wanted = next(
            (m for m in care.models if m.language == language and not m.here), None
        )
        if care.lack == "model" and wanted is not None:
            act = tr("Télécharger ({size})", size=size_words(wanted.size))
            return LackView(care.trouble, act, wanted.name)
        return LackView(care.trouble)
    return LackView(care.trouble) if care.lack else None


def heading_note(care: CareState, count: int) -> str:
    """ "3 casques · 1 204 tournures du menu"."""
    words = trn(count, "{n} casque", "{n} casques")
    if care.listening:
        words += " · " + trn(care.phrases, "{n} tournure", "{n} tournures")
    return words


# ------------------------------------------------------------------ one headset


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadsetDraft:
    """A headset as it stands in the form.

    Attributes:
        microphone, speaker: addresses of what is plugged in.
    """

    name: str
    microphone: str
    speaker: str
    active: bool
    terminal: str


def headset_draft(device: DeviceSet) -> HeadsetDraft:
    """The form of a headset as stored."""
    microphone, speaker = sound_of(device)
    return HeadsetDraft(
        name=device.name,
        microphone=microphone,
        speaker=speaker,
        active=device.active,
        terminal=device.terminal,
    )


def headset_of(draft: HeadsetDraft, stored: DeviceSet) -> DeviceSet:
    """The fact that the form becomes."""
    return DeviceSet(
        id=stored.id,
        kind=HEADSET,
        name=draft.name.strip(),
        profile=HEADSET,
        address=headset_address(draft.microphone, draft.speaker),
        active=draft.active,
        terminal=draft.terminal,
    )


def headset_errors(
    draft: HeadsetDraft, stored: DeviceSet, world: World
) -> dict[str, str]:
    """Field -> what is wrong with it."""
    errors: dict[str, str] = {}
    name = draft.name.strip()
    others = [d for d in world.settings.devices.values() if d.id != stored.id]
    if not 0 < len(name) <= MAX_NAME:
        errors["name"] = tr("De 1 à {n} caractères", n=MAX_NAME)
    elif any(d.name == name for d in others):
        errors["name"] = tr("Un autre appareil a ce nom")
    if not draft.microphone:
        errors["microphone"] = tr("Branchez le casque, puis choisissez-le")
    elif any(
        d.active and d.kind == HEADSET and sound_of(d)[0] == draft.microphone
        for d in others
    ):
        errors["microphone"] = tr("Un autre casque a ce micro")
    return errors


def microphone_entries(
    draft: HeadsetDraft, sources: Iterable[SoundSource]
) -> tuple[Entry, ...]:
    """Microphones that are plugged in, and the one that is set."""
    found = {each.address: each.name for each in sources}
    if draft.microphone and draft.microphone not in found:
        found[draft.microphone] = tr("{name} (absent)", name=_tail(draft.microphone))
    return (Entry("", "—"), *(Entry(key, name) for key, name in found.items()))


def speaker_entries(
    draft: HeadsetDraft, speakers: Mapping[str, str]
) -> tuple[Entry, ...]:
    """Ear pieces that are plugged in (address -> name), and the one that is set."""
    found = dict(speakers)
    if draft.speaker and draft.speaker not in found:
        found[draft.speaker] = tr("{name} (absent)", name=_tail(draft.speaker))
    return (
        Entry("", tr("Aucun : rien n'est dit")),
        *(Entry(key, name) for key, name in found.items()),
    )


def _tail(address: str) -> str:
    return address.rpartition("/")[2]


def with_source(
    draft: HeadsetDraft, address: str, sources: Iterable[SoundSource]
) -> tuple[tuple[str, str], ...]:
    """(field, value) that come with a microphone: its ear piece, a first name."""
    found = next((each for each in sources if each.address == address), None)
    if found is None:
        return (("microphone", address),)
    named = draft.name.strip() or found.name[:MAX_NAME]
    return (("microphone", address), ("speaker", found.speaker), ("name", named))


# ------------------------------------------------------------------ a phrase to try


def phrase_to_try() -> str:
    """A sentence that everybody can say, and that no card has to know."""
    return tr("table douze, deux cafés")


def heard_share(wanted: str, heard: str) -> float:
    """How much of a sentence was heard, 0 to 1, word by word."""
    expected, got = words_of(wanted), set(words_of(heard))
    return sum(word in got for word in expected) / len(expected) if expected else 0.0


WELL_HEARD = 0.7


def tried_words(wanted: str, heard: str) -> tuple[str, TagKind]:
    """What to say of a trial, and how loud it is."""
    if not heard:
        return tr("Rien entendu. Rapprochez le micro de la bouche."), "danger"
    if heard_share(wanted, heard) >= WELL_HEARD:
        return tr("Bien entendu : « {words} »", words=heard), "success"
    return (
        tr("Entendu : « {words} ». Recommencez, plus près.", words=heard),
        "warning",
    )


# ------------------------------------------------------------------ a word to learn


def language_entries() -> tuple[Entry, ...]:
    """What a person may speak to a headset."""
    return (
        Entry("", tr("Comme la caisse")),
        *(Entry(code, _LANGUAGES[code]) for code in LANGUAGES),
    )


def volume_entries() -> tuple[Entry, ...]:
    """How loud a person may want it."""
    return tuple(Entry(str(n), f"{n} %") for n in (50, 75, 100, 125, 150, 200))


def whisper_entries() -> tuple[tuple[str, str], ...]:
    """(kind, words) of the news that can be whispered."""
    return (
        ("ready", tr("Plats prêts de mes tables")),
        ("late", tr("Table en retard")),
        ("allergy", tr("Allergie notée")),
        ("arrived", tr("Réservation arrivée")),
        ("86", tr("Plat épuisé, ou de retour")),
        ("call", tr("Appel du passe ou d'un collègue")),
        ("payment", tr("Réponse du terminal de paiement")),
    )


def wished(wish: VoiceSet, kind: str) -> bool:
    """Whether somebody wants to hear such news."""
    return kind not in wish.silent
