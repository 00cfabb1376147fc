"""France: as of November 2026 (`fiscal.md` 1, 10.8; what is [MEM] there is so here)."""

from typing import Final

from app.domain.profile.contract import (
    Attestation,
    FiscalProfile,
    Notice,
    Territory,
)
from app.domain.profile.holidays import french_holidays

_ABROAD: Final = {"standard": 850, "intermediate": 210, "reduced": 210}
"""Guadeloupe, Martinique and La Réunion (CGI 294, 296); [MEM]."""

_ATTESTATION: Final = Attestation(
    model="BOI-LETTRE-000242 (25 mars 2026)",
    about="relative à l'utilisation d'un logiciel de caisse conforme au 3° bis du I de "
    "l'article 286 du code général des impôts (loi n° 2026-103 du 19 février 2026, "
    "article 125)",
    publisher=(
        (
            "Je soussigné(e), {representative}, {capacity} de {name}, {legal_form}, SIREN "
            "{siren}, {address}, éditeur du logiciel de caisse {software}, atteste que ce "
            "logiciel, mis sur le marché à compter du {first_marketed}, dans sa version "
            "{version} (licence {licence}), satisfait aux conditions d'inaltérabilité, de "
            "sécurisation, de conservation et d'archivage des données en vue du contrôle de "
            "l'administration fiscale, prévues au 3° bis du I de l'article 286 du code "
            "général des impôts."
        ),
        (
            "J'atteste que la dernière version majeure de ce logiciel est identifiée par la "
            "racine {root} et que les versions mineures développées ultérieurement à cette "
            "version majeure sont ou seront identifiées par les subdivisions {root}.x de "
            "cette racine. Je m'engage à ce que ces subdivisions ne servent qu'à identifier "
            "des versions mineures ultérieures, à l'exclusion de toute version majeure."
        ),
        (
            "La présente attestation est délivrée à {user}, SIREN {user_siren}, "
            "{user_address}."
        ),
    ),
    user=(
        (
            "Je soussigné(e), {blank}, agissant pour {user}, SIREN {user_siren}, "
            "{user_address}, déclare avoir acquis le {acquired}, auprès de {distributor}, le "
            "logiciel de caisse mentionné au volet 1 de cette attestation."
        ),
        (
            "Je déclare utiliser ce logiciel de caisse pour enregistrer les règlements de mes "
            "clients depuis le {started}."
        ),
    ),
    conditions=(
        (
            "d'inaltérabilité : journal chaîné et signé (ECDSA P-256, SHA-256), "
            "corrections par opérations de plus et de moins ;"
        ),
        (
            "de sécurisation : clé propre à chaque caisse, témoins de la tête du journal, "
            "vérification au démarrage et avant chaque archive ;"
        ),
        (
            "de conservation : clôtures journalière, mensuelle et annuelle avec grand "
            "total de la période et total perpétuel ;"
        ),
        "d'archivage : archives datées, signées, lisibles et vérifiables sans le logiciel.",
    ),
    covered=(
        "commandes, additions, tickets, remboursements, duplicatas",
        "encaissements en espèces, par carte, titre, chèque, virement",
        "clôtures de jour, de mois et d'exercice ; archives fiscales",
        "écritures d'import pour le comptable",
    ),
    excluded=(
        "comptabilité générale et fichier des écritures comptables (FEC)",
        "logiciel du terminal de paiement et encaissements qui n'y passent que seuls",
        "plateforme agréée de facturation électronique",
        "programmes de tiers reliés par l'API",
    ),
    warning="L'établissement d'une fausse attestation est un délit puni de trois ans "
    "d'emprisonnement et de 45 000 € d'amende (code pénal, art. 441-1) ; son usage est "
    "puni des mêmes peines. Toute modification du logiciel par un tiers "
    "ou par l'utilisateur lui fait perdre cette attestation.",
)

FRANCE: Final = FiscalProfile(
    id="FR-2026",
    name="France",
    territories={
        "mainland": Territory(
            name="France métropolitaine",
            rates={
                "standard": 2000,
                "intermediate": 1000,
                "reduced": 550,
                "super_reduced": 210,
            },
        ),
        # CGI 297; spirits eaten in are at 10 % there: a code of the house's own. [MEM]
        "corsica": Territory(
            name="Corse",
            rates={
                "standard": 2000,
                "intermediate": 1000,
                "reduced": 210,
                "super_reduced": 90,
            },
        ),
        "overseas": Territory(
            name="Guadeloupe, Martinique, La Réunion",
            rates=_ABROAD | {"super_reduced": 105},
        ),
        "untaxed": Territory(
            name="Guyane, Mayotte",
            rates=dict.fromkeys(
                ("standard", "intermediate", "reduced", "super_reduced"), 0
            ),
            mention="TVA non applicable, art. 294 du CGI",
        ),
    },
    exemption="TVA non applicable, art. 293 B du CGI",
    limits={
        "note.threshold": "2500",
        "cash.limit": "100000",
        "voucher.limit": "2500",
    },
    titles={
        "sale": "TICKET",
        "refund": "REMBOURSEMENT",
        "cancel": "ANNULATION",
        "beside": "REÇU",
        "duplicate": "DUPLICATA",
        "addition": "ADDITION",
        "provisional": "DOCUMENT PROVISOIRE",
    },
    letters={
        550: "A",
        1000: "B",
        2000: "C",
        210: "D",
        0: "E",
        850: "F",
        105: "G",
        90: "H",
    },
    attestation=_ATTESTATION,
    holidays=french_holidays,
    notices=(
        Notice(
            since="2026-12-01",
            title="La preuve de conformité change peut-être au 1er janvier 2027",
            text="L'article 286 du CGI devient l'article L. 216-40 du CIBS et son décret "
            "n'est pas publié. Confirmez avec votre comptable si l'attestation de "
            "l'éditeur vaut encore en 2027.",
        ),
        Notice(
            since="2027-01-01",
            title="Les textes de ce profil s'arrêtent au 31 décembre 2026",
            text="On peut vendre. Le régime de preuve de 2027 (CIBS, art. L. 216-40) reste à "
            "confirmer : demandez à l'éditeur une mise à jour du profil fiscal.",
            grave=True,
        ),
    ),
)
