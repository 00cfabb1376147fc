"""Which window takes what a gun or a badge reader read."""

from collections.abc import Sequence

from app.domain.staff.state import Staff
from app.windows.code_check import holder_of
from app.windows.shell import Shell
from hardware.scanners.nfc_reader import RANDOM
from hardware.scanners.scan import Scan
from resources.texts import tr


def give(scan: Scan, shells: Sequence[Shell], staff: Staff, pepper: bytes) -> None:
    """One window takes a code; of several the one used last, which stands at the end.

    Somebody's badge goes where one is asked for, else they sit down instead of who is
    there; anything else goes where somebody sells. What nobody can sell is a strange
    badge when the window used last is at its login. What lies on an NFC reader is a
    badge and nothing else.
    """
    if not shells:
        return
    latest = list(reversed(shells))
    seated = [shell for shell in latest if shell.desk.person]
    if scan.symbology == RANDOM:
        words = tr("Ce téléphone change de numéro à chaque fois : prenez un badge.")
        latest[0].desk.say(words, tone="refused")
        return
    if holder_of(staff, scan.text, pepper):
        takers = [shell.take_badge for shell in latest]
        takers += [shell.badges.take for shell in seated]
    elif scan.source == "nfc":
        takers = [shell.take_badge for shell in latest]
    else:
        takers = [take for s in seated for take in (s.take_badge, s.take_scan)]
        takers += [latest[0].take_badge]
    if not any(take(scan.text) for take in takers):
        words = (
            tr("Ce badge n'est à personne de l'équipe.")
            if scan.source == "nfc"
            else tr("Ouvrez la caisse pour vendre ce qui vient d'être scanné.")
        )
        latest[0].desk.say(words, tone="refused")
