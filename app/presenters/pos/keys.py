"""The keys of the till, in one table: the shortcuts are made from it and so is the page
that shows them."""

from typing import NamedTuple

from resources.texts import tr


class KeyAct(NamedTuple):
    """A key and what it does; `act` "" is only told, because a widget takes the key."""

    key: str
    act: str
    words: str


KEYS: tuple[KeyAct, ...] = (
    KeyAct("F2", "search", "Chercher un article"),
    KeyAct("F3", "seat", "Place suivante"),
    KeyAct("F4", "send", "Envoyer"),
    KeyAct("F5", "round", "Même tournée"),
    KeyAct("F6", "note", "Notes de la commande"),
    KeyAct("F7", "move", "Déplacer ou réunir"),
    KeyAct("F8", "pay", "Encaisser"),
    KeyAct("F9", "fire", "Réclamer la suite"),
    KeyAct("F10", "menu", "Tout ce qu'on peut faire"),
    KeyAct("F12", "hold", "Mettre la vente en attente"),
    KeyAct("Ctrl+N", "apart", "Le prochain article sur une ligne à part"),
    KeyAct("Inser", "", "Parler dans le casque"),
    KeyAct("1 2 ↵", "", "Ouvrir la table 12"),
    KeyAct("3 * tarte ↵", "", "Prendre trois tartes"),
    KeyAct("← → ↑ ↓", "", "Passer d'un article ou d'une ligne à l'autre"),
    KeyAct("Touche Entrée", "", "Prendre l'article, ouvrir la ligne"),
    KeyAct(
        "Alt + ↑ ↓", "", "Passer la ligne ou la suite avec celle d'avant ou d'après"
    ),
    KeyAct("Suppr", "", "Retirer la ligne ; sur une suite : à suivre, ou à l'envoi"),
    KeyAct("Menu", "", "Ce qu'on peut faire de la ligne ou de l'article"),
    KeyAct("1 à 9", "", "Choisir une option dans un volet"),
    KeyAct("Échap", "", "Fermer le volet, effacer la recherche"),
    KeyAct("Glisser ←", "", "Au doigt : retirer la ligne"),
    KeyAct("Glisser →", "", "Au doigt : un de plus"),
    KeyAct("Glisser la suite", "", "Au doigt : à suivre, ou à l'envoi"),
    KeyAct("Appui long, glisser", "", "Au doigt : passer la ligne à une autre suite"),
)
"""Every key of the till, and what a finger does."""


def present_hints() -> tuple[tuple[str, str], ...]:
    """(key, words) of what always has its key, and of what a finger does."""
    return tuple((tr(key.key), tr(key.words)) for key in KEYS if not key.act)
