"""What alarms are called on the strip, and what they mean for whoever works."""

from typing import Final

from widgets.problem_stack import Severity

ALARM_WORDS: Final[dict[str, tuple[Severity, str, str, str]]] = {
    "CHAIN_ROLLBACK": (
        "danger",
        "history",
        "Les données sont revenues en arrière",
        "Une copie plus ancienne a été remise : c'est noté au journal et au Z.",
    ),
    "VERIFY_FAILED": (
        "danger",
        "error",
        "Le journal n'est pas intact",
        "On peut vendre. Appelez le support : rien ne doit être effacé.",
    ),
    "INTEGRITY_BREACH": (
        "danger",
        "error",
        "Le journal de cette caisse a été altéré",
        "On peut vendre, chaque Z le dira. N'effacez rien, appelez le support : {what}.",
    ),
    "TABLES_CHANGED": (
        "danger",
        "error",
        "Des chiffres ont été changés hors de Sotto",
        "Journée du {what}, refaits d'après le journal, qui fait foi. Appelez le support.",
    ),
    "CLOCK_BACKWARD": (
        "warning",
        "schedule",
        "L'horloge a reculé",
        "{what}. Remettez la machine à l'heure ; si elle est juste, touchez « Vu ».",
    ),
    "CLOCK_FORWARD": (
        "warning",
        "schedule",
        "L'horloge a avancé de plus d'un jour",
        "Si la date est juste, touchez « Vu » ; sinon, remettez la machine à l'heure.",
    ),
    "CLOCK_DRIFT": (
        "warning",
        "schedule",
        "L'horloge d'un terminal avance",
        "{what}. Ce qu'il fait passe pour le plus récent : remettez-le à l'heure.",
    ),
    "ENTRIES_REFUSED": (
        "danger",
        "error",
        "Les ventes d'un terminal ne sont pas reprises",
        "{what} : ce qu'il envoie n'est pas intact ou n'est pas de lui.",
    ),
    "ARCHIVE_DUE": (
        "warning",
        "inventory",
        "Plus d'un an sans archive",
        "La loi en veut une par an : Gestion, Fiscal, Archives.",
    ),
    "BACKUP_NOT_COPIED": (
        "warning",
        "backup",
        "La sauvegarde n'a pas été copiée",
        "{what} La copie se fera d'elle-même dès que possible.",
    ),
    "BACKUP_FAILED": (
        "warning",
        "backup",
        "La sauvegarde n'a pas été faite",
        "Cette machine manque peut-être de place. Elle se refait toutes les heures.",
    ),
    "BACKUP_OLD": (
        "warning",
        "backup",
        "La dernière sauvegarde est ancienne",
        "Elle est du {what} : si cette machine tombe, ce qui suit est perdu.",
    ),
    "ARCHIVE_NOT_MADE": (
        "warning",
        "inventory",
        "L'archive n'a pas été faite",
        "{what} Elle se fera d'elle-même dès que possible.",
    ),
    "ARCHIVE_KEPT_HERE": (
        "warning",
        "inventory",
        "L'archive de l'année est restée sur cette machine",
        "Branchez le support des archives : elle y sera copiée. {what}",
    ),
    "INVOICE_FAILED": (
        "danger",
        "request_quote",
        "Une facture n'a pas été établie",
        "{what} Établissez-la depuis Gestion, Documents.",
    ),
    "FLOW_REFUSED": (
        "danger",
        "cloud_off",
        "La plateforme agréée refuse un envoi",
        "{what} Voyez Gestion, Facturation.",
    ),
    "MAIL_FAILED": (
        "warning",
        "mail",
        "Un ticket n'est pas parti par e-mail",
        "Ticket {what}. Renvoyez-le depuis Gestion, Documents.",
    ),
    "CORE_UNATTESTED": (
        "warning",
        "verified_user",
        "Version fiscale non attestée",
        "On peut vendre. L'attestation de l'éditeur ne couvre pas ce programme : {what}.",
    ),
    "HUB_FAILED": (
        "warning",
        "hub",
        "Le hub n'a pas démarré",
        "{what} Chaque terminal vend seul jusque-là.",
    ),
    "CREDIT_OVERDRAWN": (
        "danger",
        "redeem",
        "Un bon a été utilisé au-delà de sa valeur",
        "{what}. Qui l'a pris et où : Gestion, Bons. Qui a vendu le bon porte la perte.",
    ),
    "SITE_FAILED": (
        "warning",
        "storefront",
        "Un établissement n'est pas ouvert au siège",
        "{what} : ses chiffres manquent ici, il vend toujours. Rattachez-le de nouveau.",
    ),
    "CARD_LATE": (
        "danger",
        "credit_card",
        "Une carte tenue pour refusée est passée",
        "{what} : l'argent a pu bouger deux fois. Comparez avec le ticket du TPE.",
    ),
}
"""Code of an alarm -> how grave, icon, what happened, what it changes."""
