"""The headsets that a person may take, as rows."""

from collections.abc import Iterable
from datetime import datetime

from app.domain.settings import Settings
from app.domain.world import World
from app.presenters.admin.headsets import link_words
from app.presenters.admin.words import moment_words
from app.services.headset_care import HEADSET, kept_until
from app.services.headsets import HeadsetState
from resources.texts import tr
from widgets.list_row import RowView


def kept_words(settings: Settings, now: datetime) -> str:
    """That what is said is kept, for everybody who takes a headset; "" when it is not."""
    until = kept_until(settings, now)
    if until is None:
        return ""
    when = moment_words(until.astimezone(now.tzinfo), now)
    return tr("Ce qui est dit aux casques est gardé ici. Fin : {when}.", when=when)


def present_take(
    world: World, states: Iterable[HeadsetState], person: str
) -> list[tuple[str, RowView]]:
    """(headset, row): mine first, then those that nobody wears."""
    by_id = {state.id: state for state in states}
    devices = world.settings.devices.values()
    ours = [d for d in devices if d.kind == HEADSET and d.active and d.id in by_id]
    ranked = sorted(ours, key=lambda d: (_rank(by_id[d.id], person), d.name))
    rows = []
    for device in ranked:
        state = by_id[device.id]
        worn = tr("porté par {name}", name=state.person_name) if state.person else ""
        link = link_words(device, state)[0]
        battery = "" if state.battery is None else f"{state.battery} %"
        subtitle = " · ".join(part for part in (link, worn) if part)
        row = RowView(device.name, subtitle, icon="headset_mic", trailing=battery)
        rows.append((device.id, row))
    return rows


def _rank(state: HeadsetState, person: str) -> int:
    if state.person == person:
        return 0
    return 2 if state.person else 1
