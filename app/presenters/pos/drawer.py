"""A cash drawer that was left open."""

from collections.abc import Callable
from datetime import datetime, timedelta

from app.domain.world import World
from hardware.health import Health
from resources.texts import tr
from widgets.problem_stack import Problem

LEFT_OPEN = timedelta(minutes=1)
"""Long enough to give change; nobody leaves for longer."""


def present_drawers(
    world: World, health_of: Callable[[str], Health], now: datetime
) -> list[Problem]:
    """One problem for each drawer that says so itself.

    Args:
        now: by the clock of the machine, as `Health.since`.
    """
    problems = []
    for device in world.settings.devices.values():
        if not (device.active and device.kind == "printer" and device.drawer):
            continue
        health = health_of(device.id)
        is_open = health.state.usable and "drawer_open" in health.reasons
        if is_open and now - health.since >= LEFT_OPEN:
            problems.append(
                Problem(
                    f"drawer:{device.id}",
                    "warning",
                    "point_of_sale",
                    tr("Le tiroir est resté ouvert"),
                    tr(
                        "Fermez-le. S'il l'est : Gestion, Matériel, {name}, « Il se dit "
                        "ouvert quand il est fermé ».",
                        name=device.name,
                    ),
                )
            )
    return problems
