"""The till's school: a session on a chain of its own, which a manager answers for.

Doctrine (BOI-TVA-DECLA-30-10-30, 150; `fiscal.md` B-11) wants what is sold for practice
told apart everywhere, and the person responsible for whoever practises named. Nothing of
a session is in the chain of the till but these two facts.
"""

from app.domain.wire import fact


@fact("training.started", stream="training/{terminal}", series="J", signed=True)
class TrainingStarted:
    """Somebody begins to practise; the event TRAINING_ON.

    Attributes:
        terminal: where; its school writes the chain "<terminal>-X".
        trainee: id of whoever practises; manager: of whoever answers for it.
    """

    terminal: str
    trainee: str
    manager: str


@fact("training.ended", stream="training/{terminal}", series="J", signed=True)
class TrainingEnded:
    """The session is over; the event TRAINING_OFF.

    Attributes:
        documents: receipts and refunds that were written in it.
    """

    terminal: str
    documents: int


TrainingEvent = TrainingStarted | TrainingEnded
