"""Words about tenders and card terminals: every answer a terminal can give, in French.

The keys are those of `hardware.terminals` (states, AF codes, details), which the journal
keeps; an answer nobody foresaw still gets the sentence of its state.
"""

from datetime import datetime

from app.domain.orders.billing import bill_of, due
from app.domain.orders.state import Beside, Order, Payment
from app.domain.payments.commands import METHODS, ONLINE, PAGE
from app.domain.payments.vouchers import eligible_left, off_day, voucher_most
from app.domain.receipts.events import ReceiptBeside
from app.domain.world import World
from app.presenters.pay.views import ActView
from hardware.health import DeviceState
from hardware.terminals.kinds import kind_of
from resources.texts import amount, tr, trn
from widgets.looks import Kind

NOT_SENT = {
    "unreachable": "Le terminal ne répond pas : rien n'a été demandé.",
    "cancelled": "Demande annulée avant l'envoi.",
    "no_driver": "Ce terminal n'est pas branché sur cette caisse.",
    "not_found": "Le terminal n'a jamais reçu cette demande.",
    "busy": "Le terminal est occupé : rien n'a été demandé.",
    "auth": "Le terminal refuse la clé de cette caisse : rien n'a été demandé.",
    "unsupported": "Ce terminal ne sait pas faire cela.",
    "offline": "Le service ne joint pas ce terminal : rien n'a été demandé.",
    "rejected": "Le service n'a pas pris la demande.",
    "stranger": "Un autre terminal répond à cette adresse : rien n'a été demandé.",
    "not_paired": "Ce lecteur n'est pas appairé : vérifiez le code qu'il affiche.",
    "no_original": "Ce terminal ne rend que ce qu'il a encaissé : rendez autrement.",
    "": "La demande n'est pas partie : le terminal est peut-être occupé.",
}
REFUSED = {
    "04": "La banque refuse cette carte.",
    "05": "Opération interdite, ou terminal déjà occupé.",
    "09": "Le terminal n'a pas compris la demande.",
    "10": "Cette carte n'est pas acceptée ici.",
    "12": "Le terminal ne connaît pas cette opération.",
    "13": "Le terminal ne prend pas l'euro.",
    "declined": "La banque refuse cette carte.",
    "forbidden": "Opération interdite, ou terminal déjà occupé.",
    "busy": "Opération interdite, ou terminal déjà occupé.",
    "not_understood": "Le terminal n'a pas compris la demande.",
    "auth": "Le terminal refuse la clé de cette caisse : rien n'a été demandé.",
    "rejected": "Le service n'a pas pris la demande.",
    "by_slip": "Le ticket du TPE dit : refusé.",
    "": "Le paiement est refusé.",
}
ABORTED = {
    "06": "Le client a abandonné.",
    "08": "Personne n'a présenté de carte à temps.",
    "11": "Arrêté à la touche rouge du terminal.",
    "customer": "Le client a abandonné.",
    "timeout": "Personne n'a présenté de carte à temps.",
    "stopped_at_till": "Arrêté depuis la caisse.",
    "never_shown": "Le terminal n'a rien montré au client.",
    "": "Le paiement a été abandonné.",
}
UNKNOWN = {
    "no_answer": "Le terminal n'a pas répondu à temps.",
    "link_lost": "La liaison s'est coupée avant la réponse.",
    "stopped": "La caisse s'est arrêtée avant la réponse.",
    "malformed_answer": "La réponse du terminal est illisible.",
    "pending": "Le terminal n'avait pas fini.",
    "unclear_result": "La réponse du terminal ne tranche pas.",
    "echo_amount": "Le terminal annonce un autre montant.",
    "echo_reference": "La réponse parle d'un autre paiement.",
    "echo_till": "La réponse parle d'une autre caisse.",
    "echo_currency": "La réponse parle d'une autre monnaie.",
    "echo_action": "La réponse parle d'une autre opération.",
    "echo_missing": "La réponse du terminal est incomplète.",
    "fault": "La lecture de la réponse s'est interrompue.",
    "no_query": "Ce terminal ne sait pas dire ce qu'il a fait.",
    "status_unclear": "Le terminal ne sait pas dire ce qu'il a fait.",
    "not_found": "Le terminal n'en sait rien pour l'instant : redemandez dans deux minutes.",
    "unreachable": "Le terminal ne répond pas.",
    "offline": "Le service ne joint pas ce terminal.",
    "auth": "Le terminal refuse la clé de cette caisse.",
    "slip_matches": "Le dernier ticket du TPE porte ce montant.",
    "slip_differs": "Le dernier ticket du TPE porte un autre montant.",
    "no_driver": "Ce terminal n'est pas branché sur cette caisse.",
    "failed": "Le terminal n'a pas pu être interrogé.",
    "": "La réponse du terminal s'est perdue.",
}
_REJECTED = ("05", "09", "12", "13", "forbidden", "busy", "not_understood", "rejected")
"""Codes that say nothing against the card."""
_CHEQUE = {
    "Carte refusée": "Chèque refusé",
    "La banque refuse cette carte.": "Le terminal refuse ce chèque.",
    "Cette carte n'est pas acceptée ici.": "Ce chèque n'est pas accepté ici.",
    "Personne n'a présenté de carte à temps.": "Personne n'a passé de chèque à temps.",
    "La carte n'est pas débitée.": "Le chèque n'est pas pris.",
    "On ne sait pas si la carte est débitée.": "On ne sait pas si le chèque est pris.",
}
"""What is said of a card -> the same of a cheque."""
_SILENT = "Le terminal ne tranche pas : lisez son ticket."
_HINTS = (
    *("slip_matches", "slip_differs", "not_found", "unreachable", "offline", "auth"),
    "no_driver",
)
"""What is worth being said beside that, when a terminal is asked once more."""
_OFF_DAYS = {"sunday": "dimanche : à vérifier", "holiday": "jour férié : à vérifier"}
_WORDS = {
    "not_sent": NOT_SENT,
    "refused": REFUSED,
    "aborted": ABORTED,
    "unknown": UNKNOWN,
}
TITLES = {
    "not_sent": "Rien n'est parti",
    "refused": "Carte refusée",
    "rejected": "Demande refusée",
    "aborted": "Paiement abandonné",
    "unknown": "Vérifiez le ticket du TPE",
}
STATES = {
    DeviceState.READY: "{name} prêt",
    DeviceState.BUSY: "{name} occupé",
    DeviceState.DEGRADED: "{name} répond mal",
    DeviceState.CONNECTING: "{name} se connecte",
    DeviceState.HELD: "{name} attend",
    DeviceState.OFFLINE: "{name} ne répond pas",
    DeviceState.FAULT: "{name} ne répond pas",
}
DOWN = (DeviceState.OFFLINE, DeviceState.FAULT, DeviceState.HELD)


def _of_cheque(words: str, payment: Payment) -> str:
    """What is said of a card, said of a cheque that the terminal reads."""
    return tr(_CHEQUE.get(words, words) if payment.method == "cheque" else words)


def card_title(payment: Payment) -> str:
    """What became of a card payment, in three words."""
    key = payment.code or payment.detail
    state = "rejected" if payment.state == "refused" and key in _REJECTED else ""
    return _of_cheque(TITLES.get(state or payment.state, TITLES["refused"]), payment)


def card_words(payment: Payment) -> str:
    """Why, in a sentence."""
    words = _WORDS.get(payment.state, REFUSED)
    known = payment.code and payment.code in words
    key = payment.code if known else payment.detail
    return _of_cheque(words.get(key, words[""]), payment)


PROVIDERS = {"stripe": "Stripe", "sumup": "SumUp"}
"""Whose page a guest pays on; trade names."""
SILENT_TILL = "La caisse qui l'a demandé ne dit plus rien."


def again_act(kind: Kind = "filled") -> ActView:
    """The terminal is asked what became of a card; that moves no money."""
    return ActView("ask_again", tr("Redemander au terminal"), kind, "refresh")


def refused_act() -> ActView:
    """A person says that a card was not charged; if it was, the guest pays twice."""
    sure = tr("Oui, le ticket dit « refusé »")
    return ActView("refused", tr("Refusé"), "outlined", "block", sure)


def again_words(payment: Payment, asked_again: str) -> str:
    """Why the answer is missing, or what the terminal says when it is asked once more.

    Args:
        asked_again: see `Choices`.
    """
    if asked_again == "waiting":
        return tr("On redemande au terminal…")
    if not asked_again:
        return card_words(payment)
    hint = UNKNOWN[asked_again] if asked_again in _HINTS else _SILENT
    return tr(hint)


def not_taken_words(payment: Payment) -> str:
    """That no money moved, certainly."""
    return _of_cheque("La carte n'est pas débitée.", payment)


def in_doubt_words(payment: Payment) -> str:
    """That nobody knows whether it did."""
    return _of_cheque("On ne sait pas si la carte est débitée.", payment)


def doubt_words(world: World, terminal: str) -> str:
    """How a person finds out what a terminal did that cannot be asked; "" when it can."""
    if terminal.startswith(PAGE):
        return tr(
            "Payé ou non ? Cela se lit chez {provider} ; le hub continue de demander.",
            provider=PROVIDERS.get(terminal.removeprefix(PAGE), ""),
        )
    device = world.settings.devices.get(terminal)
    if device is None or "status" in kind_of(device.profile, device.address).caps:
        return ""
    return tr(
        "Faites sortir le duplicata au TPE : s'il porte ce montant et cette heure, "
        "c'est accepté."
    )


def terminal_words(name: str, state: DeviceState) -> str:
    """ "TPE 1 prêt"."""
    return tr(STATES[state], name=name)


def terminal_name(world: World, terminal: str) -> str:
    """What people call a card terminal."""
    device = world.settings.devices.get(terminal)
    return device.name if device else tr("TPE")


def method_name(method: str) -> str:
    """ "Espèces"."""
    return tr(METHODS.get(method, method))


def beside_name(each: Beside | ReceiptBeside) -> str:
    """What is taken besides turnover: "Bon cadeau"."""
    if each.kind == "gift" and each.holder:
        return tr("Recharge de bon cadeau")
    return (
        tr("Règlement de compte") if each.kind == "account" else method_name(each.kind)
    )


def payment_words(world: World, payment: Payment) -> str:
    """How something was paid: "Carte · TPE 1", "Titre-restaurant · papier"."""
    name = method_name(payment.method)
    if payment.terminal.startswith(PAGE):
        return f"{name} · {PROVIDERS.get(payment.terminal.removeprefix(PAGE), '')}"
    if payment.terminal:
        return f"{name} · {terminal_name(world, payment.terminal)}"
    if payment.exchange:
        return f"{name} · {payment.exchange.currency}"
    return f"{name} · {payment.label}" if payment.label else name


def give_back_words(payment: Payment) -> str:
    """How a tender goes back that Sotto cannot give back itself, "" for others."""
    if payment.method != ONLINE:
        return ""
    provider = PROVIDERS.get(payment.terminal.removeprefix(PAGE), "")
    return tr(
        "Remboursez-le d'abord chez {provider}, puis notez-le ici.", provider=provider
    )


def voucher_words(world: World, order: Order, bill_id: str) -> str:
    """What titres-restaurant may still pay of a bill, "" when that is all of it."""
    left, rest = eligible_left(world, order, bill_id), due(world.book, order, bill_id)
    if left >= rest:
        return ""
    if not left:
        return tr("ne paie pas ce qui reste")
    most = voucher_most(world, order, bill_id)
    return tr("{amount} au plus ici", amount=amount(most))


def beyond_vouchers(world: World, order: Order, bill_id: str) -> str:
    """Why a titre-restaurant does not pay all of a bill: the day's limit, or what of it
    is kept from titres; "" when it pays all."""
    left = eligible_left(world, order, bill_id)
    if left > world.settings.number("voucher.limit"):
        return tr("plafond du jour")
    kept = kept_from_vouchers(world, order, bill_id)
    return tr("hors titres : {what}", what=kept) if kept else ""


def kept_from_vouchers(world: World, order: Order, bill_id: str) -> str:
    """What of a bill titres-restaurant do not pay: "Kir cassis et 2 autres"."""
    bill = bill_of(world.book, order, bill_id)
    lines = [world.book.lines[part.line] for part in bill.portions] if bill else []
    names = [
        line.label
        for line in lines
        if not world.terms.allows(world.catalogue.articles.get(line.article), "voucher")
    ]
    if len(names) < 2:
        return "".join(names)
    more = len(names) - 1
    return trn(more, "{name} et {n} autre", "{name} et {n} autres", name=names[0])


def voucher_day(world: World, now: datetime) -> str:
    """That a titre may not be valid today, "" when it is (`fiscal.md` G-04)."""
    off = off_day(world, now)
    return tr(_OFF_DAYS[off]) if off else ""
