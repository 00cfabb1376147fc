"""The terminals in words: how this one stands, who they are, what an act will mean."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from app.domain.terminals.decide import MAX_NAME, ROLES
from app.domain.terminals.events import HEAD_OFFICE, TerminalSet
from app.domain.terminals.state import fingerprint_words
from app.domain.vocabulary import RIGHTS
from app.domain.world import World
from app.presenters.admin.words import moment_words
from app.presenters.network import lost_words, refused_words
from app.projections.browsing import Wanted, page
from app.services.house import House
from app.services.ports import NetworkStatus
from resources.texts import tr, trn
from widgets.dropdown import Entry
from widgets.table_model import Cell, Column, Row

CARRY, PUT_DOWN, REVOKE = "carry", "put_down", "revoke"
ATTACH, DETACH = "attach", "detach"
_ROLES = {
    "pos": "Caisse",
    "floor": "Salle",
    "kitchen": "Cuisine",
    "admin": "Gestion",
    "pickup": "Commandes prêtes",
    "hub": "Hub, sans écran",
    HEAD_OFFICE: "Siège",
}
_ICONS = {
    "pos": "point_of_sale",
    "floor": "table_restaurant",
    "kitchen": "skillet",
    "admin": "monitoring",
    "pickup": "storefront",
    "hub": "hub",
    HEAD_OFFICE: "account_tree",
}
_UPSTREAM = {
    "site": "il ne le connaît plus, rattachez-le de nouveau",
    "revoked": "ce terminal a été révoqué",
    "unknown": "il ne connaît pas ce terminal",
    "environment": "il est d'un autre environnement",
    "busy": "il ne peut rien enregistrer",
    "house": "cette machine ne peut rien enregistrer",
    "proof": "ce n'est pas lui qui répond à cette adresse",
    "form": "ce n'est pas un siège qui répond à cette adresse",
    "TOO_NEW": "il attend une mise à jour",
}


@dataclass(frozen=True, slots=True)
class NetworkStanding:
    """How this terminal stands with the others.

    Attributes:
        tone: role of the colour of its sign.
        act: CARRY, PUT_DOWN, ATTACH, DETACH, or "" when nothing can be done here;
            `verb` says it.
    """

    title: str
    words: str
    icon: str
    tone: Literal["success", "warning", "danger", "on_var"]
    act: str = ""
    verb: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """What a person is asked before an act, and what the act will mean."""

    title: str
    words: str
    verb: str


@dataclass(frozen=True, slots=True)
class TerminalDraft:
    """A terminal as it stands in the form."""

    name: str
    role: str
    barred: frozenset[str] = frozenset()


PRESETS: dict[str, frozenset[str]] = {
    "all": frozenset(),
    "orders": frozenset(
        right
        for right in RIGHTS
        if right.partition(".")[0] in ("credit", "staff", "device", "journal")
        or right
        in (
            "till.cash_move",
            "till.drawer",
            "till.report",
            "till.close",
            "payment.refund",
            "payment.refund_freely",
            "payment.correct",
            "catalogue.edit",
            "stock.edit",
        )
    ),
    "kitchen": frozenset(RIGHTS)
    - {"kitchen.work", "catalogue.availability", "stock.move"},
}
"""What a terminal is for -> what is barred there: a tablet of the bar opens no drawer and
closes no day; it is paid at, so its till is opened."""
PRESET_WORDS = {
    "all": "Tout",
    "orders": "Commander, encaisser",
    "kitchen": "Cuisiner",
}


def preset_of(barred: frozenset[str]) -> str:
    """The preset that bars just this, "" for none."""
    return next((name for name, rights in PRESETS.items() if rights == barred), "")


def role_entries() -> list[Entry]:
    """The roles to choose from."""
    return [Entry(role, tr(_ROLES[role])) for role in ROLES]


def role_word(role: str) -> str:
    """A role in words."""
    return tr(_ROLES.get(role, role))


def terminal_errors(draft: TerminalDraft) -> dict[str, str]:
    """What is wrong with each field."""
    name = draft.name.strip()
    if not name or len(name) > MAX_NAME:
        return {"name": tr("Donnez un nom de 1 à 40 caractères.")}
    return {}


# ------------------------------------------------------------------ how it stands


def present_standing(world: World, status: NetworkStatus) -> NetworkStanding:
    """How this terminal stands, and the one thing that can be done about it."""
    carried = world.terminals.hub
    name = hub_name(world)
    here, take_over = tr("Porter le hub ici"), tr("Reprendre le hub ici")
    if status.link == "none":
        return NetworkStanding(
            tr("Ce terminal travaille seul"),
            tr(
                "Pour relier d'autres écrans, cette machine porte le hub : ils la "
                "rejoignent avec un code à six chiffres."
            ),
            "desktop_windows",
            "on_var",
            CARRY,
            here,
        )
    if status.link == "carrying":
        count = len(status.connected)
        linked = trn(count, "{n} terminal relié", "{n} terminaux reliés")
        return NetworkStanding(
            tr("Cette machine porte le hub"),
            " · ".join(filter(None, (status.address, linked))),
            "hub",
            "success",
            PUT_DOWN,
            tr("Ne plus le porter"),
        )
    if status.link == "linked" and not status.reason:
        words = (
            tr("Ce qui s'écrit ici est aussi sur les autres écrans, et l'inverse.")
            if status.level
            else tr("Les dernières écritures s'échangent…")
        )
        title = tr("Relié au hub, porté par {name}", name=name)
        return NetworkStanding(title, words, "link", "success", CARRY, take_over)
    if status.link != "seeking":
        why = tr("Le hub refuse ce terminal : {why}", why=refused_words(status))
        words = tr("On peut vendre ici ; rien ne part vers les autres terminaux.")
        return NetworkStanding(why, words, "link_off", "danger")
    if carried is None or not carried.chain:
        return NetworkStanding(
            tr("Aucune machine ne porte le hub"),
            tr("Chaque terminal vend seul jusqu'à ce que l'un d'eux le porte."),
            "link_off",
            "warning",
            CARRY,
            here,
        )
    return NetworkStanding(
        lost_words(status),
        tr(
            "{name} le portait. On vend comme d'habitude ; s'il ne revient pas, "
            "cette machine le reprend sans rien perdre de ce qu'elle a reçu.",
            name=name,
        ),
        "link_off",
        "warning",
        CARRY,
        take_over,
    )


def present_upstream(
    world: World, status: NetworkStatus, now: datetime
) -> NetworkStanding | None:
    """How this restaurant stands with its head office; None where that is nobody's
    business: on a terminal that does not carry the hub of a restaurant without one."""
    attached, upstream = world.terminals.upstream, status.upstream
    if attached is None:
        if status.link != "carrying" or world.terminals.sites:
            return None
        return NetworkStanding(
            tr("Aucun siège"),
            tr(
                "Plusieurs établissements ? Le siège reçoit les ventes de chacun, "
                "tient la carte commune, et chacun travaille sans lui."
            ),
            "account_tree",
            "on_var",
            ATTACH,
            tr("Rattacher à un siège"),
        )
    title = tr("Rattaché à {name}", name=attached.name)
    since = ""
    if upstream.since:
        moment = datetime.fromisoformat(upstream.since)
        since = moment_words(moment.astimezone(now.tzinfo), now)
    act = (DETACH, tr("Détacher"))
    if status.link != "carrying":
        words = tr("La machine qui porte le hub échange avec lui.")
        return NetworkStanding(title, words, "account_tree", "on_var", *act)
    if upstream.link == "linked" and not upstream.reason:
        words = tr("Relié depuis {when} : les ventes remontent.", when=since)
        return NetworkStanding(title, words, "account_tree", "success", *act)
    if upstream.link == "turned_away" or upstream.reason:
        words = tr(
            "Le siège ne prend rien de ce restaurant : {why}. On travaille sans lui.",
            why=tr(_UPSTREAM.get(upstream.reason, "voyez l'écran du siège")),
        )
        return NetworkStanding(title, words, "account_tree", "warning", *act)
    words = tr(
        "Pas de liaison depuis {when}. Rien ne change ici : les ventes remonteront à "
        "son retour.",
        when=since,
    )
    return NetworkStanding(title, words, "account_tree", "on_var", *act)


def ask_detach(world: World) -> Question:
    """Before this restaurant leaves its head office."""
    attached = world.terminals.upstream
    return Question(
        tr("Détacher de {name} ?", name=attached.name if attached else ""),
        tr(
            "Le siège garde ce qu'il a reçu et ne reçoit plus rien. La carte et "
            "l'équipe restent ici comme elles sont."
        ),
        tr("Détacher"),
    )


def address_errors(address: str) -> dict[str, str]:
    """What is wrong with the address of a head office."""
    if not address.strip() or " " in address.strip():
        return {"address": tr("Donnez l'adresse du siège.")}
    return {}


def attach_errors(address: str, code: str) -> dict[str, str]:
    """What is wrong with each field of attaching."""
    errors = address_errors(address)
    if not (code.replace(" ", "").isdigit() and len(code.replace(" ", "")) == 6):
        errors["code"] = tr("Le code a six chiffres.")
    return errors


def hub_name(world: World) -> str:
    """What people call the terminal that carries the hub, "" when none does."""
    carried = world.terminals.hub
    known = world.terminals.known.get(carried.chain) if carried else None
    return known.name if known else ""


def ask_carry(world: World) -> Question:
    """Before the hub is carried here."""
    name = hub_name(world)
    if not name:
        return Question(
            tr("Porter le hub ici ?"),
            tr(
                "Les autres terminaux échangeront par cette machine : laissez-la "
                "allumée pendant le service. Sans elle, chacun continue de vendre seul."
            ),
            tr("Porter le hub"),
        )
    return Question(
        tr("Reprendre le hub ici ?"),
        tr(
            "Les autres terminaux se relient à cette machine. Ce que {name} a écrit "
            "sans l'avoir transmis arrivera quand elle sera reliée à son tour.",
            name=name,
        ),
        tr("Reprendre le hub"),
    )


def ask_put_down(status: NetworkStatus) -> Question:
    """Before the hub is carried no longer."""
    count = len(status.connected)
    words = tr(
        "Plus rien ne s'échange jusqu'à ce qu'une autre machine le porte. "
        "Chaque terminal continue de vendre seul."
    )
    if count:
        linked = trn(count, "{n} terminal est relié.", "{n} terminaux sont reliés.")
        words = f"{linked} {words}"
    return Question(tr("Ne plus porter le hub ?"), words, tr("Ne plus le porter"))


def ask_revoke(terminal: TerminalSet) -> Question:
    """Before a terminal is shut out."""
    return Question(
        tr("Révoquer {name} ?", name=terminal.name),
        tr(
            "Il ne reçoit plus rien, et rien de ce qu'il écrira ne sera repris. "
            "Pour revenir, il faudra l'ajouter de nouveau avec un code."
        ),
        tr("Révoquer"),
    )


# ------------------------------------------------------------------ who they are


def terminal_columns() -> tuple[Column, ...]:
    """The columns of the terminals."""
    return (
        Column("name", tr("Terminal"), style="strong"),
        Column("role", tr("Rôle"), 130, drop=1),
        Column("state", tr("État"), 170),
        Column("seen", tr("Dernière écriture"), 150, drop=2),
        Column("chain", tr("Chaîne"), 80, drop=3),
        Column("key", tr("Empreinte de clé"), 190, drop=4),
    )


def terminal_rows(house: House, status: NetworkStatus, now: datetime) -> list[Row]:
    """Every terminal, those that were revoked last."""
    known = house.world.terminals.known.values()
    ordered = sorted(known, key=lambda t: (not t.active, len(t.chain), t.chain))
    return [
        Row(
            terminal.chain,
            (
                Cell(terminal.name, icon=_ICONS.get(terminal.role, "devices")),
                role_word(terminal.role),
                state_cell(house, terminal, status),
                last_written(house, terminal.chain, now),
                terminal.chain,
                fingerprint_words(terminal),
            ),
        )
        for terminal in ordered
    ]


def state_cell(house: House, terminal: TerminalSet, status: NetworkStatus) -> Cell:
    """Whether a terminal is there, as the hub says."""
    chain = terminal.chain
    carried = house.world.terminals.hub
    carries = carried is not None and carried.chain == chain
    if not terminal.active:
        return Cell(tr("révoqué"), sort=5, tag="neutral", icon="block")
    if chain == house.terminal:
        words = tr("ce terminal, hub") if carries else tr("ce terminal")
        return Cell(words, sort=1, icon="hub" if carries else "check")
    if terminal.role == HEAD_OFFICE:  # it is away without anybody missing it
        linked = status.upstream.link == "linked"
        words = tr("relié") if linked else tr("pas relié")
        return Cell(words, sort=4, icon="check" if linked else "")
    if chain in status.connected or (status.link == "linked" and chain == status.hub):
        words = tr("porte le hub") if carries else tr("relié")
        return Cell(words, sort=2, icon="hub" if carries else "check")
    if status.whole or carries:
        return Cell(tr("pas relié"), sort=4, tag="warning")
    return Cell("—", sort=3)


def last_written(house: House, chain: str, now: datetime) -> str:
    """When the newest entry of a terminal that arrived here was written.

    Raises:
        KnownError: the journal cannot be read.
    """
    head = house.journal.head(chain)
    newest = page(house.database, chain, Wanted(), before=head.seq + 1, limit=1)
    if not newest.entries:
        return "—"
    moment = datetime.fromisoformat(newest.entries[0].ts)
    return moment_words(moment.astimezone(now.tzinfo), now)


def terminal_facts(
    house: House, terminal: TerminalSet, now: datetime
) -> list[tuple[str, str]]:
    """What is known of a terminal besides its name and role."""
    return [
        (tr("Chaîne"), terminal.chain),
        (tr("Empreinte de clé"), fingerprint_words(terminal)),
        (tr("Dernière écriture"), last_written(house, terminal.chain, now)),
    ]


# ------------------------------------------------------------------ one more


def code_text(code: str) -> str:
    """Six digits as they are read out: "482 913"."""
    return f"{code[:3]} {code[3:]}"


def left_text(seconds: int) -> str:
    """How long a code still holds: "Valable encore 4:32"."""
    minutes, rest = divmod(seconds, 60)
    return tr("Valable encore {time}", time=f"{minutes}:{rest:02d}")
