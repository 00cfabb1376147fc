"""Trying a device: whoever asks is told at once what happens, and then what came of it."""

from functools import partial

from app.domain.settings import DeviceSet
from app.presenters.admin.device_trial import answer_words, asked_words
from app.services.ports import Answer
from app.windows.board import DeviceBoard
from app.windows.desk import Desk


def try_device(desk: Desk, board: DeviceBoard, device: str) -> None:
    """Asks a device to show that it works; its answer is said at the same desk."""
    found = desk.world.settings.devices.get(device)
    if found is not None:
        desk.say(asked_words(found, board.health(device)))
        board.test(device, partial(_tell, desk, found))


def _tell(desk: Desk, device: DeviceSet, answer: Answer) -> None:
    words, tone = answer_words(device, answer)
    desk.say(words, tone=tone)
