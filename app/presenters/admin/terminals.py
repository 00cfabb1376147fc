"""Card terminals in the form of a device: ways to reach one, what each way asks to type.

What is typed becomes the address of the device; secrets are none of it and stay out of
the journal.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from app.domain.settings import SIMULATED, DeviceSet
from hardware.terminals.kind import Kind, Option, Setup, Way, setup_of
from hardware.terminals.kinds import kind_of
from resources.texts import tr
from widgets.dropdown import Entry

OPTION = "option:"
"""Before the key of an option, in the names of the form's fields."""
SIM = "sim"


@dataclass(frozen=True, slots=True)
class TerminalDraft:
    """How a terminal is reached, as it stands in the form.

    Attributes:
        way: scheme of the address, "sim" for a simulated one.
        typed: option -> what stands in its field; a secret only when it is typed anew.
    """

    way: str = ""
    typed: Mapping[str, str] | None = None

    def value(self, option: Option) -> str:
        """What stands in a field."""
        return (self.typed or {}).get(option.key, option.default)


@dataclass(frozen=True, slots=True)
class OptionView:
    """A field as it is drawn.

    Attributes:
        name: in the form.
        entries: what can be chosen; a line to type in when there are none.
    """

    name: str
    label: str
    example: str
    hint: str
    entries: tuple[Entry, ...]
    secret: bool


def terminal_draft(device: DeviceSet) -> TerminalDraft:
    """What the address of a stored terminal says."""
    if device.address.startswith(SIMULATED):
        return TerminalDraft(SIM)
    setup = setup_of(device.address)
    way = kind_of(device.profile).way(setup.scheme).scheme
    return TerminalDraft(way, {"": setup.place, **setup.options})


def way_of(kind: Kind, draft: TerminalDraft) -> Way | None:
    """The way that is chosen, None for a simulated one."""
    return None if draft.way == SIM and kind.simulator else kind.way(draft.way)


def way_entries(kind: Kind) -> tuple[Entry, ...]:
    """Ways to reach a kind of terminal."""
    ways = tuple(Entry(way.scheme, tr(way.label)) for way in kind.ways)
    return (*ways, Entry(SIM, tr("Simulé"))) if kind.simulator else ways


def option_views(
    kind: Kind, draft: TerminalDraft, kept: Collection[str]
) -> tuple[OptionView, ...]:
    """The fields of the chosen way; `kept` are the secrets that are known."""
    way = way_of(kind, draft)
    return tuple(_view(each, kept) for each in way.options) if way else ()


def _view(option: Option, kept: Collection[str]) -> OptionView:
    known = option.secret and option.key in kept
    hint = tr("Enregistré sur ce poste ; laissez vide pour le garder.")
    return OptionView(
        name=OPTION + option.key,
        label=tr(option.label),
        example="" if known else option.example,
        hint=hint if known else option.hint and tr(option.hint),
        entries=tuple(Entry(value, tr(label)) for value, label in option.choices),
        secret=option.secret,
    )


def option_values(kind: Kind, draft: TerminalDraft) -> dict[str, str]:
    """Field -> what stands in it."""
    way = way_of(kind, draft)
    return {OPTION + o.key: draft.value(o) for o in way.options} if way else {}


def typed(draft: TerminalDraft, name: str, value: str) -> TerminalDraft:
    """The draft with another value in the field of an option."""
    values = {**(draft.typed or {}), name.removeprefix(OPTION): value}
    return replace(draft, typed=values)


def address_of(kind: Kind, draft: TerminalDraft) -> str:
    """The address that the fields become, without the secrets."""
    way = way_of(kind, draft)
    if way is None:
        return SIMULATED
    values = {o.key: draft.value(o).strip() for o in way.options if not o.secret}
    place = values.pop("", "")
    said = {key: v for key, v in values.items() if v != _default(way, key)}
    return Setup(scheme=way.scheme, place=place, options=said).address


def _default(way: Way, key: str) -> str:
    return next(option.default for option in way.options if option.key == key)


def secrets_of(kind: Kind, draft: TerminalDraft) -> dict[str, str]:
    """The secrets that were typed; what was left empty stays as it was."""
    way = way_of(kind, draft)
    options = way.options if way else ()
    given = {o.key: draft.value(o).strip() for o in options if o.secret}
    return {key: value for key, value in given.items() if value}


def option_errors(
    kind: Kind, draft: TerminalDraft, kept: Collection[str]
) -> dict[str, str]:
    """Field -> what is wrong with it."""
    way = way_of(kind, draft)
    errors = {}
    for option in way.options if way else ():
        value = draft.value(option).strip()
        if option.secret and not value and option.key in kept:
            continue
        if not option.allows(value):
            words = tr("Par exemple {example}", example=option.example)
            errors[OPTION + option.key] = words if option.example else tr("À remplir")
    return errors
