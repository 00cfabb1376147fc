"""What a person reads after a shift: one page."""

from collections.abc import Iterable, Mapping
from typing import cast

from app.domain.payments.decide import METHODS
from app.shift.accounts import Accounts
from app.shift.stage import Options
from resources.texts import price, tr, trn

Row = tuple[str, str]


def summary(accounts: Accounts, options: Options, seconds: float) -> str:
    """The service in words and figures."""
    title = tr(
        "Service joué : {covers} couverts, graine {seed}, {seconds} s",
        covers=options.covers,
        seed=options.seed,
        seconds=round(seconds),
    )
    figures = cast("Mapping[str, int]", accounts.figures)
    parts = (
        (tr("Salle et cuisine"), _service(accounts, figures)),
        (tr("Argent"), _money(accounts, figures)),
        (tr("Machines"), _machines(accounts)),
    )
    wide = max(len(name) for _, rows in parts for name, _ in rows)
    lines = [title]
    for head, rows in parts:
        lines += ["", head, *(f"  {name:<{wide}}  {value}" for name, value in rows)]
    if accounts.told:
        happened = (f"  {words}" for words in accounts.told)
        lines += ["", tr("Ce qui est arrivé"), *happened]
    lines += ["", *_verdict(accounts), tr("Profil : {folder}", folder=options.folder)]
    return "\n".join(lines)


def _service(accounts: Accounts, figures: Mapping[str, int]) -> list[Row]:
    voided = figures["voided_lines"]
    lines = str(figures["lines"])
    if voided:
        lines += ", " + trn(voided, "dont {n} annulée", "dont {n} annulées")
    tickets = tr(
        "{sent} envoyés, {printed} imprimés, {shown} affichés",
        **_part(accounts, "kitchen"),
    )
    return [
        (tr("Commandes"), str(figures["orders"])),
        (tr("Lignes"), lines),
        (tr("Bons de cuisine"), tickets),
    ]


def _money(accounts: Accounts, figures: Mapping[str, int]) -> list[Row]:
    """Tenders, then the three sums that must be one; amounts stand under each other."""
    tenders = _part(accounts, "payments")
    number = figures["receipts"]
    rows = [
        *(
            (tr(METHODS.get(method, method)), cents)
            for method, cents in tenders.items()
        ),
        (tr("Encaissé"), sum(tenders.values())),
        (trn(number, "{n} ticket", "{n} tickets"), figures["receipts_total"]),
        (tr("Z de la journée"), figures["z_total"]),
    ]
    wide = max(len(price(cents)) for _, cents in rows)
    return [(name, f"{price(cents):>{wide}}") for name, cents in rows]


def _machines(accounts: Accounts) -> list[Row]:
    spool, journal = _part(accounts, "spool"), _part(accounts, "journal")
    card = _part(accounts, "card")
    unknown, lost, twice = spool["unknown"], spool["lost"], spool["unmarked_duplicates"]
    paper = (
        trn(spool["printed"], "{n} faite", "{n} faites"),
        unknown and trn(unknown, "{n} douteuse", "{n} douteuses"),
        lost and trn(lost, "{n} perdue", "{n} perdues"),
        twice and tr("{n} en double", n=twice),
        not (lost or twice) and tr("aucune perdue ni en double"),
    )
    cards = (
        trn(card["asked"], "{n} demande", "{n} demandes"),
        tr("{n} au terminal", n=card["approved_at_terminal"]),
        tr("{n} au journal", n=card["approved_in_journal"]),
        card["unknown"] and tr("{n} en suspens", n=card["unknown"]),
    )
    entries = (
        trn(journal["entries"], "{n} écriture vérifiée", "{n} écritures vérifiées"),
        trn(journal["errors"], "{n} erreur", "{n} erreurs")
        if journal["errors"]
        else tr("aucune erreur"),
    )
    return [
        (tr("Impressions"), _listed(paper)),
        (tr("Cartes"), _listed(cards)),
        (tr("Journal"), _listed(entries)),
    ]


def _listed(words: Iterable[str | int | bool]) -> str:
    return ", ".join(str(each) for each in words if each)


def _verdict(accounts: Accounts) -> list[str]:
    if not accounts.mismatches:
        return [tr("Tout concorde.")]
    count = len(accounts.mismatches)
    rows = (f"  {m['what']} : {m['left']} / {m['right']}" for m in accounts.mismatches)
    return [trn(count, "{n} écart :", "{n} écarts :"), *rows]


def _part(accounts: Accounts, key: str) -> Mapping[str, int]:
    return cast("Mapping[str, int]", accounts.figures[key])
