"""The page that a person reads after a service."""

from pathlib import Path

from app.shift.accounts import Accounts
from app.shift.stage import Options
from app.shift.summary import summary
from resources.texts import set_language

FIGURES: dict[str, object] = {
    "orders": 6,
    "lines": 33,
    "voided_lines": 1,
    "kitchen": {"sent": 19, "printed": 19, "shown": 19},
    "payments": {"card": 113050, "cash": 15560},
    "receipts": 8,
    "receipts_total": 128610,
    "z_total": 128610,
    "spool": {"printed": 40, "unknown": 0, "lost": 0, "unmarked_duplicates": 0},
    "card": {
        "asked": 5,
        "approved_at_terminal": 4,
        "approved_in_journal": 4,
        "unknown": 0,
    },
    "journal": {"entries": 532, "errors": 0},
}
PAGE = """\
Service joué : 8 couverts, graine 7, 47 s

Salle et cuisine
  Commandes        6
  Lignes           33, dont 1 annulée
  Bons de cuisine  19 envoyés, 19 imprimés, 19 affichés

Argent
  Carte            1 130,50 €
  Espèces            155,60 €
  Encaissé         1 286,10 €
  8 tickets        1 286,10 €
  Z de la journée  1 286,10 €

Machines
  Impressions      40 faites, aucune perdue ni en double
  Cartes           5 demandes, 4 au terminal, 4 au journal
  Journal          532 écritures vérifiées, aucune erreur

Ce qui est arrivé
  Tarte Tatin en rupture

Tout concorde.
Profil : shift"""


def told(accounts: Accounts) -> str:
    set_language("fr")
    options = Options(folder=Path("shift"), covers=8)
    page = summary(accounts, options, 47.2)
    return page.replace("\u202f", " ").replace("\u00a0", " ")


def test_a_service_is_told_on_a_page() -> None:
    assert told(Accounts(figures=FIGURES, told=["Tarte Tatin en rupture"])) == PAGE


def test_what_does_not_agree_is_named() -> None:
    spool = {"printed": 39, "unknown": 1, "lost": 1, "unmarked_duplicates": 0}
    accounts = Accounts(figures=FIGURES | {"spool": spool})
    accounts.agree("papers lost", 1, 0)
    page = told(accounts)
    assert "39 faites, 1 douteuse, 1 perdue\n" in page
    assert "1 écart :\n  papers lost : 1 / 0\n" in page
