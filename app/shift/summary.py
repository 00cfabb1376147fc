"""What a person reads after a shift: one page."""

from collections.abc import Mapping
from typing import cast

from app.domain.payments.decide import METHODS
from app.shift.accounts import Accounts
from app.shift.stage import Options
from resources.texts import price, tr, trn

Figures = Mapping[str, int]


def summary(accounts: Accounts, options: Options, seconds: float) -> str:
    """The service in words and figures."""
    figures = accounts.figures
    kitchen, spool = _part(figures, "kitchen"), _part(figures, "spool")
    card, journal = _part(figures, "card"), _part(figures, "journal")
    rows = [
        (tr("Commandes"), str(figures["orders"])),
        (
            tr("Lignes"),
            tr(
                "{n}, dont {void} annulées",
                n=figures["lines"],
                void=figures["voided_lines"],
            ),
        ),
        (
            tr("Bons de cuisine"),
            tr("{sent} envoyés, {printed} imprimés, {shown} affichés", **kitchen),
        ),
        *(
            (tr(METHODS.get(method, method)), price(cents))
            for method, cents in _part(figures, "payments").items()
        ),
        (
            tr("Tickets"),
            f"{figures['receipts']} · {price(cast('int', figures['receipts_total']))}",
        ),
        (tr("Z de la journée"), price(cast("int", figures["z_total"]))),
        (
            tr("Impressions"),
            tr(
                "{printed} faites, {unknown} douteuses, {lost} perdues, "
                "{unmarked_duplicates} en double",
                **spool,
            ),
        ),
        (
            tr("Cartes"),
            tr(
                "{asked} demandes, {approved_at_terminal} acceptées au terminal, "
                "{approved_in_journal} au journal, {unknown} en suspens",
                **card,
            ),
        ),
        (
            tr("Journal"),
            tr("{entries} écritures, {errors} erreurs", **journal),
        ),
    ]
    wide = max(len(name) for name, _ in rows)
    title = tr(
        "Service joué : {covers} couverts, graine {seed}, {seconds} s",
        covers=options.covers,
        seed=options.seed,
        seconds=round(seconds),
    )
    lines = [title, "", *(f"  {name:<{wide}}  {value}" for name, value in rows)]
    if accounts.told:
        lines += [
            "",
            tr("Ce qui est arrivé :"),
            *(f"  {words}" for words in accounts.told),
        ]
    lines += ["", _verdict(accounts), tr("Profil : {folder}", folder=options.folder)]
    return "\n".join(lines)


def _verdict(accounts: Accounts) -> str:
    if not accounts.mismatches:
        return tr("Tout concorde.")
    count = len(accounts.mismatches)
    head = trn(count, "{n} écart :", "{n} écarts :")
    rows = (f"  {m['what']} : {m['left']} / {m['right']}" for m in accounts.mismatches)
    return "\n".join((head, *rows))


def _part(figures: Mapping[str, object], key: str) -> Figures:
    return cast("Figures", figures[key])
