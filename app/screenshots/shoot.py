"""Takes the pictures, or looks for what is cut instead."""

import tempfile
from collections.abc import Callable, Collection, Iterator
from pathlib import Path

from PySide6.QtWidgets import QApplication

from app.screenshots.layout import faults
from app.screenshots.scenes import SCENES, Scene
from app.screenshots.studio import SceneError, Stage, Studio, still
from resources.texts import LANGUAGES, set_language
from widgets import theme

Tell = Callable[[str], None]


def picture(folder: Path, only: Collection[str], tell: Tell) -> int:
    """Writes `<scene>.<language>.<mode>.<width>.png` into `folder`.

    Args:
        only: names of scenes, all when empty.
        tell: hears of scenes that could not be pictured.

    Returns:
        how many scenes could not be.
    """
    folder.mkdir(parents=True, exist_ok=True)

    def shoot(scene: Scene, language: str, stage: Stage) -> None:
        for mode in scene.modes:
            _switch(mode)
            for width in _sizes(scene, stage):
                name = f"{scene.name}.{language}.{mode}.{width}.png"
                stage.shown.grab().save(str(folder / name))

    return _visit(only, shoot, tell)


def check(only: Collection[str], tell: Tell, found: Tell) -> int:
    """Names what is cut, overlapping or too small for a finger, at each size.

    Args:
        found: hears "<scene>.<language>.<width>: <fault>" of each fault.

    Returns:
        how many scenes could not be looked at.
    """

    def look(scene: Scene, language: str, stage: Stage) -> None:
        _switch("light")
        for width in _sizes(scene, stage):
            for fault in faults(stage.shown, scene.touch):
                found(f"{scene.name}.{language}.{width}: {fault}")

    return _visit(only, look, tell)


def _visit(
    only: Collection[str], act: Callable[[Scene, str, Stage], None], tell: Tell
) -> int:
    missed = 0
    unknown = set(only) - {scene.name for scene in SCENES}
    for name in sorted(unknown):
        tell(f"no such screen: {name}")
    wanted = [scene for scene in SCENES if not only or scene.name in only]
    with tempfile.TemporaryDirectory(prefix="sotto-pictures-") as place:
        studio = Studio(Path(place))
        studio.play()
        for scene in wanted:
            for language in LANGUAGES:
                set_language(language)
                try:
                    with studio.stage(scene.moment) as stage:
                        scene.act(stage)
                        act(scene, language, stage)
                        stage.shown.close()
                except (SceneError, ImportError) as error:
                    tell(f"{scene.name}.{language}: {error}")
                    missed += 1
        set_language("fr")
    return missed + len(unknown)


def _sizes(scene: Scene, stage: Stage) -> Iterator[int]:
    """Gives the window each of the scene's sizes, painted; the widths."""
    own = stage.shown.width(), stage.shown.height()
    for width, height in scene.sizes or (own,):
        stage.shown.resize(width, height)
        still()
        stage.refresh()
        yield width


def _switch(mode: str) -> None:
    application = QApplication.instance()
    if isinstance(application, QApplication):
        theme.apply_theme(application, theme.Mode[mode.upper()])
