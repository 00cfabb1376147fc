"""What the verifier found in a file, in words."""

from app.fiscal.verifier_sotto import Finding, Result
from app.presenters.admin.fiscal import archive_verdict


def test_another_file_is_not_called_an_altered_archive() -> None:
    missing = Finding("FILE_MISSING", file="keys.json")
    other = Finding("NOT_AN_ARCHIVE", file="manifest.json")
    words = archive_verdict(Result([missing, other])).words
    assert words == "Ce fichier n’est pas une archive de Sotto, ou il est coupé."
    assert archive_verdict(Result([missing])).words == "Archive altérée : 1 constat."
