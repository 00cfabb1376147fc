"""The state of the world in one strip, and what is wrong in words above it.

Green is silent: a device that is fine shows only its grey icon. A problem says what,
then its effect, then one act. Source: interface principles 4 and 5, picture 10.
"""

from collections.abc import Callable, Iterable
from datetime import date, datetime
from pathlib import Path

from app.domain.integrity import BREACH
from app.domain.settings import NFC_CHIP, DeviceSet
from app.domain.world import World
from app.fiscal.closing import closes_at
from app.fiscal.medium import MediumAwayError
from app.presenters.admin.verify import found_words
from app.presenters.alarm_words import ALARM_WORDS
from app.presenters.network import terminal_words
from app.presenters.people import service_name
from app.presenters.pos.words import order_words
from app.presenters.till.page import FLOAT
from app.services.health_history import UNSTEADY
from app.services.house import House
from app.services.ports import ELSEWHERE, OWNER_GONE
from hardware.health import DeviceState, Health
from hardware.pagers.driver import REFUSED as PAGE_REFUSED
from resources.texts import price, short_date, tr, trn
from widgets.problem_stack import Problem
from widgets.state_strip import StripItem

_ICONS = {
    "printer": "print",
    "terminal": "contactless",
    "scanner": "barcode_scanner",
    "scale": "scale",
    "display": "monitor",
    "headset": "headset_mic",
    "pager": "notifications_active",
    "presence": "sensors",
    NFC_CHIP: "badge",
}
_OTHERS = ("terminal", "scanner", "scale", "display", "presence", "pager")
_WORKS = (DeviceState.READY, DeviceState.BUSY, DeviceState.CONNECTING)
_REASONS: dict[str, str] = {
    "disk_full": "disque plein",
    "paper_out": "plus de papier",
    "unconfirmed": "bons non confirmés",
    "paper_near_end": "papier bientôt fini",
    "cover_open": "capot ouvert",
    "cutter_error": "massicot bloqué",
    "unplugged": "câble ou courant coupé",
    "auth": "accès refusé",
    "protocol": "répond autrement que ce modèle",
    "unanswered": "ne confirme pas ce qui part",
    PAGE_REFUSED: "ne connaît pas un des bipeurs",
    UNSTEADY: "va et vient sans cesse",
}
_ORDER = (
    "disk_full",
    "paper_out",
    "cover_open",
    "cutter_error",
    "unplugged",
    "unconfirmed",
    "paper_near_end",
    "protocol",
    "unanswered",
    PAGE_REFUSED,
    UNSTEADY,
)

_COUNTER = {
    "terminal": (
        "Terminal {name} : {why}",
        "La carte peut se faire au TPE autonome, numéro de ticket à l'appui.",
    ),
    "scanner": (
        "Douchette {name} : {why}",
        "Tapez le code de l'article, ou cherchez-le par son nom.",
    ),
    "scale": (
        "Balance {name} : {why}",
        "Tapez le poids qu'elle affiche ; rien n'est pesé tout seul.",
    ),
    "display": (
        "Afficheur {name} : {why}",
        "Tournez l'écran vers le client, ou dites-lui le total.",
    ),
    "headset": (
        "Casque {name} : {why}",
        "Rien n'y est entendu. Prenez-en un autre, ou tapez à la caisse.",
    ),
    NFC_CHIP: (
        "Lecteur NFC {name} : {why}",
        "Les codes à 4 chiffres marchent toujours.",
    ),
    "presence": (
        "Détecteur {name} : {why}",
        "Rien ne se verrouille par lui : verrouillez en partant.",
    ),
    "pager": (
        "Émetteur {name} : {why}",
        "Les bipeurs ne sonnent plus : prévenez les serveurs de vive voix.",
    ),
}
"""Kind -> what is wrong, and what to do meanwhile."""

_BETTER = {"VERIFY_FAILED": BREACH}
"""Alarm -> the one that says the same more exactly."""

HealthOf = Callable[[str], Health]


def shown_devices(world: World) -> list[DeviceSet]:
    """Printers of the stations first, then the others by kind; the counter printer is
    not a station and shows only when something is wrong with it."""
    devices = [d for d in world.settings.devices.values() if d.active]
    ranks = {s.printer: s.rank for s in reversed(world.catalogue.stations.values())}
    printers = [d for d in devices if d.kind == "printer" and not d.drawer]
    printers.sort(key=lambda device: ranks.get(device.id, len(ranks)))
    return printers + [d for kind in _OTHERS for d in devices if d.kind == kind]


def present_strip(
    world: World, health_of: HealthOf, journal_ok: bool
) -> list[StripItem]:
    """Icons and words of the strip, from left to right."""
    counter = [
        d
        for d in world.settings.devices.values()
        if d.kind == "printer"
        and d.drawer
        and d.active
        and health_of(d.id).state not in _WORKS
    ]
    items = [
        _item(world, device, health_of) for device in shown_devices(world) + counter
    ]
    items.append(
        StripItem(
            "journal",
            "verified_user",
            tr("Journal"),
            "fine" if journal_ok else "lost",
        )
    )
    return items


def _item(world: World, device: DeviceSet, health_of: HealthOf) -> StripItem:
    icon = _ICONS[_kind(device)]
    health = health_of(device.id)
    name = device.name
    if ELSEWHERE in health.reasons:
        name = f"{name} · {terminal_words(world, world.owner(device))}"
    if health.state in _WORKS:
        return StripItem(device.id, icon, name, "fine")
    stand_in = _stand_in(world, device, health_of)
    if stand_in is not None:
        return StripItem(device.id, icon, f"{name} → {stand_in.name}", "degraded")
    if health.state is DeviceState.DEGRADED:
        return StripItem(device.id, icon, name, "degraded")
    return StripItem(device.id, icon, name, "lost")


def _stand_in(world: World, device: DeviceSet, health_of: HealthOf) -> DeviceSet | None:
    """The printer that takes over, along the chain of fallbacks: one that the terminal
    drives which drives this one."""
    seen = {device.id}
    found = world.settings.devices.get(device.fallback)
    away = ELSEWHERE in health_of(device.id).reasons
    while found is not None and found.id not in seen:
        health = health_of(found.id)
        driven = (
            world.owner(found) in ("", world.owner(device))
            if away
            else ELSEWHERE not in health.reasons
        )
        if not driven:
            return None
        if found.active and health.state in _WORKS:
            return found
        seen.add(found.id)
        found = world.settings.devices.get(found.fallback)
    return None


def present_problems(
    world: World,
    health_of: HealthOf,
    journal_error: str = "",
    alarms: Iterable[Problem] = (),
    place: str = "",
) -> list[Problem]:
    """What is wrong, each with its effect and one act: the journal, alarms, devices.

    A cook is told of printers and of what makes pagers ring only: what stands on the
    counter is for who sells there.
    """
    problems: list[Problem] = []
    if journal_error:
        problems.append(
            Problem(
                "journal",
                "danger",
                "error",
                journal_error,
                tr("Rien n'est perdu ; rien de nouveau ne peut être enregistré."),
                tr("Réessayer"),
                "refresh",
            )
        )
    problems += alarms
    devices = [d for d in world.settings.devices.values() if d.active]
    if place == "kitchen":
        devices = [d for d in devices if d.kind in ("printer", "pager")]
    for device in devices:
        problem = _problem(world, device, health_of)
        if problem is not None:
            problems.append(problem)
    problems += _unknown_cards(world)
    return problems


def present_alarms(house: House) -> list[Problem]:
    """What the house itself has to say: integrity, clock, the end of the day.

    Keys: "alarm:<code>" until a manager has seen it, "day:close", "day:open".
    """
    alarms = house.world.settings.alarms
    problems = [
        Problem(
            f"alarm:{code}",
            severity,
            icon,
            tr(title),
            tr(
                effect,
                what=", ".join(_told(house.world, code, d) for d in alarms[code]),
            ),
            tr("Vu"),
            "check",
        )
        for code, (severity, icon, title, effect) in ALARM_WORDS.items()
        if code in alarms and _BETTER.get(code) not in alarms
    ]
    unsigned = house.journal.unsigned
    if unsigned is not None:
        problems.append(
            Problem(
                "signature",
                "danger",
                "error",
                tr("Mode dégradé : la clé de cette caisse ne signe plus"),
                trn(
                    unsigned.count,
                    "On peut vendre : {n} document sera scellé quand elle reviendra.",
                    "On peut vendre : {n} documents seront scellés quand elle reviendra.",
                ),
                tr("Voir la clé"),
                "arrow_forward",
            )
        )
    cutoff = closes_at(house)
    if cutoff is not None:
        problems.append(
            Problem(
                "day:close",
                "warning",
                "schedule",
                tr("La journée se clôture seule à {time}", time=f"{cutoff:%H:%M}"),
                tr("Comptez le tiroir avant ; les notes ouvertes restent ouvertes."),
                tr("Clôturer"),
                "point_of_sale",
            )
        )
    till, left = house.world.till(house.terminal), house.world.settings.day_left_open
    if left and left == till.closed_day and not till.session:
        day = date.fromisoformat(left)
        problems.append(
            Problem(
                "day:open",
                "warning",
                "schedule",
                tr("La journée du {day} s'est clôturée seule", day=f"{day:%d/%m}"),
                tr("Le tiroir n'a pas été compté. Rouvrez la caisse pour encaisser."),
                tr("Ouvrir avec {amount}", amount=price(FLOAT)),
                "point_of_sale",
            )
        )
    return problems


def _told(world: World, code: str, detail: str) -> str:
    """What an alarm is about; "C2 7 FORK" of entries is "Bar, entrée 7"."""
    if code == "CLOCK_DRIFT":
        chain, minutes = detail.split()
        terminal = terminal_words(world, chain)
        return tr(
            "{terminal}, {minutes} min d'avance", terminal=terminal, minutes=minutes
        )
    if code == "CLOCK_BACKWARD":
        return _leap_words(detail)
    if code == "INTEGRITY_BREACH":
        return found_words(detail)
    if Path(detail).is_absolute():
        return MediumAwayError(detail).text()
    if code in ("BACKUP_OLD", "TABLES_CHANGED"):
        return short_date(date.fromisoformat(detail))
    if code != "ENTRIES_REFUSED":
        return _money_words(detail)
    chain, number, _ = detail.split()
    terminal = terminal_words(world, chain)
    return tr("{terminal}, entrée {number}", terminal=terminal, number=number)


def _leap_words(detail: str) -> str:
    """From when to when: "2027-01-02T20:47:50+01:00 -> 2026-11-29T20:51:57+01:00, 12 s"."""
    before, _, after = detail.partition(",")[0].partition(" -> ")
    try:
        moments = [datetime.fromisoformat(each) for each in (before, after)]
    except ValueError:  # noted by a version that said it otherwise
        return detail
    first, last = (f"{moment:%d/%m/%Y %H:%M}" for moment in moments)
    return tr("Du {first} au {last}", first=first, last=last)


def _money_words(detail: str) -> str:
    """ "C1-000012 650" -> "C1-000012 (6,50 €)"; other details stay as they are."""
    what, _, cents = detail.rpartition(" ")
    return f"{what} ({price(int(cents))})" if what and cents.isdigit() else detail


def _problem(world: World, device: DeviceSet, health_of: HealthOf) -> Problem | None:
    health = health_of(device.id)
    away = ELSEWHERE in health.reasons
    if health.state in _WORKS or (away and device.kind != "printer"):
        return None
    if OWNER_GONE in health.reasons:  # `present_network` says it of the terminal
        return None
    why = next((_REASONS[r] for r in _ORDER if r in health.reasons), "")
    why = tr(why) if why else tr("ne répond pas")
    name = device.name
    if away:
        where = terminal_words(world, world.owner(device))
        name = tr("{name}, sur {terminal}", name=name, terminal=where)
    if device.kind != "printer":
        return _counter_problem(device, health, why)
    title = _named(tr("Imprimante {name} : {why}"), name, why)
    if health.state is DeviceState.DEGRADED:
        return Problem(
            device.id,
            "warning",
            "print",
            title,
            _degraded_effect(health),
        )
    stand_in = _stand_in(world, device, health_of)
    acts = {
        "paper_out": tr("Papier remis"),
        "cover_open": tr("Capot fermé"),
    }
    act = next((acts[r] for r in _ORDER if r in health.reasons and r in acts), "")
    cooks = any(s.printer == device.id for s in world.catalogue.stations.values())
    if stand_in is not None:
        words = (
            tr("Les bons sortent sur {name}.")
            if cooks
            else tr("Les tickets sortent sur {name}.")
        )
        effect = words.format(name=stand_in.name)
        severity = "warning"
    else:
        effect = (
            tr("Les bons attendent et sortiront dès qu'elle répond.")
            if cooks
            else tr("Les tickets attendent et sortiront dès qu'elle répond.")
        )
        if "disk_full" in health.reasons:
            effect = tr("Libérez de la place : les papiers attendent.")
        severity = "danger"
    return Problem(
        device.id,
        severity,  # type: ignore[arg-type]  # one of the two words above
        "print_error",
        title,
        effect,
        "" if away else act or tr("Réessayer"),
        "check" if act else "refresh",
    )


def _kind(device: DeviceSet) -> str:
    """Its kind, or what says more."""
    return NFC_CHIP if device.profile == NFC_CHIP else device.kind


def _counter_problem(device: DeviceSet, health: Health, why: str) -> Problem:
    """What is wrong with what is no printer, and what to do meanwhile."""
    title, effect = _COUNTER[_kind(device)]
    icon, severity, effect = _ICONS[_kind(device)], "warning", tr(effect)
    if device.kind == "headset":
        why = tr("perdu")
    if device.kind == "pager" and health.state is DeviceState.DEGRADED:
        effect = tr("Vérifiez les numéros dans Gestion, Équipe.")
    elif device.kind == "pager":
        severity = "danger"
    act = ("", "")
    if device.kind in ("terminal", "pager"):
        act = tr("Réessayer"), "refresh"
    return Problem(
        device.id,
        severity,  # type: ignore[arg-type]  # one of the two words above
        icon,
        _named(tr(title), device.name, why),
        effect,
        *act,
    )


def _degraded_effect(health: Health) -> str:
    if "unconfirmed" in health.reasons:
        return tr("Vérifiez en cuisine, puis tranchez dans Gestion, Matériel.")
    if UNSTEADY in health.reasons:
        return tr("Les bons sortent par moments. Regardez le câble et le courant.")
    return tr("Les bons sortent encore. Préparez un rouleau.")


def _named(words: str, name: str, why: str) -> str:
    """ "Balance Étal : …"; a name that says what it is ("Balance 2") stands alone."""
    noun = words.partition(" {")[0]
    if name.casefold().startswith(noun.casefold()):
        words = words.removeprefix(noun).lstrip()
    return words.format(name=name, why=why)


def _unknown_cards(world: World) -> list[Problem]:
    problems = []
    for order in world.book.orders.values():
        for payment in order.payments.values():
            if payment.state != "unknown":
                continue
            where = order_words(world, order)
            problems.append(
                Problem(
                    f"card:{order.id}",
                    "danger",
                    "credit_card",
                    tr("Carte sans réponse · {where}", where=where),
                    tr("Vérifiez le ticket du TPE avant d'encaisser à nouveau."),
                    tr("Trancher"),
                    "rule",
                )
            )
    for refund in world.book.refunds.values():
        if refund.state == "unknown" and refund.document is not None:
            number = refund.document.number
            problems.append(
                Problem(
                    f"refund:{refund.document.of}",
                    "danger",
                    "credit_card",
                    tr("Remboursement sans réponse, ticket {number}", number=number),
                    tr("Vérifiez le ticket du TPE avant de rendre à nouveau."),
                    tr("Trancher"),
                    "rule",
                )
            )
    return problems


def place_words(world: World, terminal: str, now: datetime) -> str:
    """What stands at the right of the strip: till, house, service."""
    till = terminal_words(world, terminal)
    return " · ".join((till, world.settings.text("house.name"), service_name(now)))
