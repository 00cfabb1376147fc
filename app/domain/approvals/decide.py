"""Deciding about requests for a manager's approval.

An approval only lets its asker do what they asked for, once, where it was asked: the act
itself is decided there again, with what the approver may do.
"""

from app.domain.approvals.events import ApprovalAnswered, ApprovalAsked
from app.domain.staff.events import StaffCalled
from app.domain.vocabulary import RIGHTS, Context, Refusal, command, need
from app.domain.world import World

Decision = tuple[object, ...] | Refusal

_OVER = Refusal("approval_over", "Cette demande n'attend plus de réponse.")


@command
class AskApproval:
    """Ask on every screen for what `asked.right` would allow."""

    asked: ApprovalAsked


@command
class AnswerApproval:
    """Allow or refuse what somebody asks for."""

    approval: str
    allowed: bool


@command
class WithdrawApproval:
    """Whoever asked does without, or asked at a till that has been started anew."""

    approval: str


ApprovalCommand = AskApproval | AnswerApproval | WithdrawApproval


def decide(world: World, command: ApprovalCommand, context: Context) -> Decision:
    """The request, or what became of it."""
    if isinstance(command, AskApproval):
        return _ask(world, command.asked)
    found = world.approvals.get(command.approval)
    if found is None:
        return _OVER
    by = context.approver or context.operator
    if isinstance(command, WithdrawApproval):
        if context.operator != found.person:
            refused = need(
                context, found.asked.right, "Cette demande n'est pas à vous."
            )
            if refused:
                return refused
        answer = "withdrawn"
    else:
        if not found.waits(context.now):
            return _OVER
        refused = need(
            context,
            found.asked.right,
            "Répondre demande le droit de le faire soi-même.",
        )
        if refused:
            return refused
        answer = "allowed" if command.allowed else "refused"
    return (ApprovalAnswered(approval=command.approval, answer=answer, by=by),)


def _ask(world: World, asked: ApprovalAsked) -> Decision:
    if asked.right not in RIGHTS or not asked.approval:
        return Refusal("right_unknown", "Ce droit n'existe pas.")
    if asked.approval in world.approvals:
        return ()
    order = world.book.orders.get(asked.order)
    return asked, StaffCalled(who="manager", table=order.table if order else "")
