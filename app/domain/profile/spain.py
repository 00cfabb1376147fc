"""Spain, a skeleton: rates and words. VeriFactu records and their QR code are not there;
nor are the Basque Country's."""

from typing import Final

from app.domain.profile.contract import FiscalProfile, Territory

SPAIN: Final = FiscalProfile(
    id="ES-2026",
    name="Espagne",
    territories={
        "peninsula": Territory(
            name="Péninsule et Baléares",
            rates={
                "standard": 2100,
                "intermediate": 1000,
                "reduced": 1000,
                "super_reduced": 400,
            },
        )
    },
    limits={"note.threshold": "0", "cash.limit": "100000", "voucher.limit": "9999999"},
    titles={
        "sale": "FACTURA SIMPLIFICADA",
        "refund": "FACTURA RECTIFICATIVA",
        "cancel": "ANULACIÓN",
        "beside": "RECIBO",
        "duplicate": "DUPLICADO",
        "addition": "CUENTA",
        "provisional": "DOCUMENTO PROVISIONAL",
    },
    letters={2100: "A", 1000: "B", 400: "C", 0: "D"},
    missing=(
        "les registres VeriFactu (empreinte, envoi à l'administration) et leur code QR",
    ),
)
