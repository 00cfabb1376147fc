"""Facts about guests who take their part of a bill by telephone."""

from app.domain.orders.events import Portion
from app.domain.wire import fact


@fact("payment.page_opened", stream="order/{order}", series="P", signed=True)
class PageOpened:
    """A payment provider made the page on which a guest pays what was requested.

    Attributes:
        session: what the provider calls it; url: where it is.
        mail, to: id and address of the mail that brings the receipt, sealed; "" for none.
    """

    payment: str
    order: str
    session: str
    url: str
    mail: str = ""
    to: str = ""


@fact("order.share_told", stream="order/{order}", series="O")
class ShareTold:
    """Guests said by telephone which part of the bill they will pay at the till; the last
    word of a telephone stands.

    Attributes:
        share: the telephone's own id, which tells nothing of anybody.
        portions: of lines; without any, `amount` cents of `bill`.
        amount, tip: cents as the guest read them.
    """

    order: str
    share: str
    portions: tuple[Portion, ...] = ()
    bill: str = ""
    amount: int = 0
    tip: int = 0


@fact("order.share_ended", stream="order/{order}", series="O")
class ShareEnded:
    """What guests said was taken at the till, or does not hold any more."""

    order: str
    share: str
