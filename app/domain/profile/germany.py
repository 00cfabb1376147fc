"""Germany, a skeleton: rates and words. The security module (TSE) and DSFinV-K are not
there, and sealing would begin with the order (KassenSichV)."""

from typing import Final

from app.domain.profile.contract import FiscalProfile, Territory

GERMANY: Final = FiscalProfile(
    id="DE-2026",
    name="Allemagne",
    territories={
        "de": Territory(
            name="Allemagne",
            rates={
                "standard": 1900,
                "intermediate": 700,
                "reduced": 700,
                "super_reduced": 0,
            },
        )
    },
    exemption="Kein Ausweis von Umsatzsteuer, § 19 UStG",
    limits={"note.threshold": "0", "cash.limit": "9999999", "voucher.limit": "9999999"},
    titles={
        "sale": "KASSENBELEG",
        "refund": "ERSTATTUNG",
        "cancel": "STORNO",
        "beside": "QUITTUNG",
        "duplicate": "KOPIE",
        "addition": "ZWISCHENRECHNUNG",
        "provisional": "KEIN BELEG",
    },
    letters={1900: "A", 700: "B", 0: "C"},
    missing=(
        "l'unité de sécurité (TSE), à qui l'on déclare la commande dès son ouverture",
        "l'export DSFinV-K",
    ),
)
