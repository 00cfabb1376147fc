"""Deciding about the till's school."""

from app.domain.environment import TRAINING
from app.domain.training.events import TrainingEnded, TrainingEvent, TrainingStarted
from app.domain.vocabulary import Context, Refusal, command, need
from app.domain.world import World


@command
class StartTraining:
    """Open the school for whoever is at the window."""


@command
class EndTraining:
    """The school is closed again; Sotto itself says so."""

    documents: int


TrainingCommand = StartTraining | EndTraining


def decide(
    world: World, command: TrainingCommand, context: Context
) -> tuple[TrainingEvent, ...] | Refusal:
    """The session's beginning or end; nothing when there is none to end."""
    opened = world.training.get(context.terminal)
    if isinstance(command, EndTraining):
        ended = TrainingEnded(terminal=context.terminal, documents=command.documents)
        return (ended,) if opened else ()
    if context.environment == TRAINING:
        return Refusal("training_here", "Vous êtes à l'école de caisse.")
    if opened:
        return Refusal(
            "training_open", "L'école de caisse est déjà ouverte sur ce poste."
        )
    refused = need(
        context, "staff.edit", "Ouvrir l'école de caisse demande un responsable."
    )
    return refused or (
        TrainingStarted(
            terminal=context.terminal,
            trainee=context.operator,
            manager=context.approver or context.operator,
        ),
    )
