"""The fact that somebody left what needed a person as it is."""

from app.domain.wire import fact


@fact("order.attention_settled", stream="order/{order}", series="O", signed=True)
class AttentionSettled:
    """Somebody left something that needed a person as it is, knowingly.

    Attributes:
        code: of the attention.
        about: which ones of that code, as `Attention.keys` names them.
        amount: cents that were at stake.
        recovered: cents that came back into the drawer for it.
    """

    order: str
    code: str
    about: tuple[str, ...]
    amount: int
    reason: str
    recovered: int = 0
