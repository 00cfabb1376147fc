"""Belgium: rates, limits, cash rounding. The fiscal data module (GKS 2.0) is not there."""

from typing import Final

from app.domain.profile.contract import FiscalProfile, Territory

BELGIUM: Final = FiscalProfile(
    id="BE-2026",
    name="Belgique",
    territories={
        "be": Territory(
            name="Belgique",
            rates={
                "standard": 2100,
                "intermediate": 1200,
                "reduced": 600,
                "super_reduced": 0,
            },
        )
    },
    exemption="Régime particulier de franchise des petites entreprises",
    # Code de droit économique VI.7/1: cash of more than 5 cents, to the nearest 5, since
    # 1 December 2019; the receipt has both totals. Of several tenders we round what cash
    # pays last, which is to be confirmed.
    cash_step=5,
    limits={"note.threshold": "0", "cash.limit": "300000", "voucher.limit": "9999999"},
    titles={
        "sale": "TICKET DE CAISSE",
        "refund": "REMBOURSEMENT",
        "cancel": "ANNULATION",
        "beside": "REÇU",
        "duplicate": "COPIE",
        "addition": "ADDITION",
        "provisional": "CECI N'EST PAS UN TICKET DE CAISSE",
    },
    letters={2100: "A", 1200: "B", 600: "C", 0: "D"},
    missing=("le module de données fiscales (FDM) de la caisse enregistreuse SCE 2.0",),
)
