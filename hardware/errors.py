"""What can go wrong between us and a device, in two kinds.

``DeviceUnreachableError``: nobody answers (cable, power, address); trying again is the
cure. ``ProtocolError``: somebody answers, but not what the protocol says; trying again
blindly is not.
"""

try:
    from termios import error as _termios_error
except ImportError:  # Windows has none
    OPENING_FAILS: tuple[type[Exception], ...] = (OSError, ValueError)
else:
    # pyserial lets this one through when a cable is pulled while its line is being set.
    OPENING_FAILS = (OSError, ValueError, _termios_error)


class HardwareError(Exception):
    """A device, not our code, is in the way."""


class DeviceUnreachableError(HardwareError):
    """The device cannot be opened, or the link to it broke; retry later."""


class ProtocolError(HardwareError):
    """The device sent bytes that its protocol does not allow.

    ``received`` holds the offending bytes, for the log and the support file.
    """

    def __init__(self, message: str, received: bytes = b"") -> None:
        super().__init__(f"{message}: {received!r}" if received else message)
        self.received = received
