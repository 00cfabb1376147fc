"""What the screens of this machine have of their own: what they keep, and a loudspeaker."""

from app.loudspeaker import Loudspeaker
from app.services.ports import Post
from app.windows.desk import Desk
from app.windows.displays import Displays
from db.profile import Profile


class DisplayRoom:
    """One for a process; every window is lent it.

    Args:
        post: hands a function to the thread of the windows.
    """

    def __init__(self, profile: Profile, post: Post) -> None:
        self._displays = Displays(profile.displays)
        self.loudspeaker = Loudspeaker(post)

    def lend(self, desk: Desk) -> None:
        """A window's place has them too."""
        desk.displays, desk.loudspeaker = self._displays, self.loudspeaker

    def stop(self) -> None:
        """Falls silent."""
        self.loudspeaker.stop()
