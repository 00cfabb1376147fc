"""The fiscal core's manifest, and the publisher's signed list of releases.

    make core                                      renew the manifest after a change
    make core VERSION=F1.1                         … under another version
    python packaging/fiscal_core.py keygen KEY     make the publisher's key pair, once
    python packaging/fiscal_core.py release KEY    sign the version that stands

A version that was released keeps its hash for ever: a change after that needs another
one, F1.x when the four conditions of the law are untouched, F2.0 when one is touched.
`docs/attestation.md` says how the key is kept.
"""

import argparse
import json
import re
import sys
from dataclasses import asdict
from datetime import UTC, datetime
from getpass import getpass
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from app.fiscal.core import Release, hash_of, hashes_of, read_core  # noqa: E402
from db.canonical import b64u, canonical  # noqa: E402
from db.keys import LocalSigner  # noqa: E402

FOLDER = Path("resources/fiscal")
VERSION = re.compile(r"F[1-9]\d*\.\d+")


def main() -> None:
    """Runs one of the commands above."""
    parser = argparse.ArgumentParser(description="fiscal core manifest and releases")
    acts = parser.add_subparsers(dest="act", required=True)
    acts.add_parser("renew").add_argument("version", nargs="?", default="")
    acts.add_parser("keygen").add_argument("key", type=Path)
    acts.add_parser("release").add_argument("key", type=Path)
    options = parser.parse_args()
    try:
        if options.act == "renew":
            print(renew(ROOT, options.version))
        elif options.act == "keygen":
            make_key(ROOT, options.key, getpass("New pass phrase: "))
        else:
            print(release(ROOT, options.key, getpass("Pass phrase: "), _today()))
    except ValueError as error:
        sys.exit(f"fiscal core: {error}")


def _today() -> str:
    return datetime.now(UTC).date().isoformat()


def covered(root: Path) -> list[str]:
    """The files that the manifest's patterns name, sorted."""
    patterns = _manifest(root)["patterns"]
    found = {path for pattern in patterns for path in root.glob(pattern)}
    return sorted(path.relative_to(root).as_posix() for path in found)


def stale(root: Path) -> list[str]:
    """Files that changed, came or went since the manifest was renewed."""
    listed = _manifest(root)["files"]
    found = hashes_of(root, covered(root))
    return sorted(dict(listed.items() ^ found.items()))


def renew(root: Path, version: str = "") -> str:
    """Writes the manifest of the files as they are; returns version and hash.

    Raises:
        ValueError: the version was released with other files, or is none.
    """
    manifest = _manifest(root)
    version = version or manifest["version"]
    if not VERSION.fullmatch(version):
        raise ValueError(f"{version} is no version of the core; F1.1 is one")
    found = hashes_of(root, covered(root))
    for each in read_core(root / FOLDER, root).releases:
        if each.version == version and each.hash != hash_of(found):
            raise ValueError(
                f"{version} was released on {each.day} with other files: "
                "give the changed core another version (make core VERSION=F1.1)"
            )
    _write(root, manifest | {"version": version, "files": found})
    return f"{version} {hash_of(found)}"


def make_key(root: Path, path: Path, words: str) -> None:
    """Makes the publisher's key: private into `path`, public into `publisher.json`.

    Args:
        words: pass phrase that `path` is encrypted with.

    Raises:
        ValueError: there is a file already, or a list that another key signed.
    """
    if path.exists() or (root / FOLDER / "releases.jws").exists():
        raise ValueError("there is a key, or a list that one signed: keep them")
    signer = LocalSigner.generate("Sotto publisher", datetime.now(UTC))
    key = serialization.load_der_private_key(signer.pkcs8(), password=None)
    pem = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.BestAvailableEncryption(words.encode()),
    )
    path.touch(mode=0o600)
    path.write_bytes(pem)
    told = root / FOLDER / "publisher.json"
    publisher = json.loads(told.read_text(encoding="utf-8"))
    told.write_text(_json(publisher | {"key": dict(signer.jwk)}), encoding="utf-8")


def release(root: Path, path: Path, words: str, day: str) -> str:
    """Signs the list with the manifest's version at its end; returns that version.

    Args:
        path, words: the private key and its pass phrase.
        day: of the release, "YYYY-MM-DD".

    Raises:
        ValueError: the manifest is stale, the publisher unknown, or the key another one.
    """
    core = read_core(root / FOLDER, root)
    if stale(root):
        raise ValueError("the manifest is not of these files: make core")
    if not core.publisher.known:
        raise ValueError("publisher.json does not say who the publisher is")
    if any(each.version == core.version for each in core.releases):
        raise ValueError(f"{core.version} is released already")
    key = serialization.load_pem_private_key(path.read_bytes(), password=words.encode())
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise ValueError("not an elliptic curve key")  # noqa: TRY004 # whoever calls says it
    signer = LocalSigner(key, b"")
    if dict(signer.jwk) != dict(core.publisher.key):
        raise ValueError("not the key of publisher.json")
    listed = root / FOLDER / "releases.jws"
    if listed.exists() and not core.releases:
        raise ValueError("the list that stands is not signed by this key")
    told = Release(core.version, core.hash, _software(root), day)
    rows = [asdict(each) for each in (*core.releases, told)]
    head = b64u(canonical({"alg": "ES256", "kid": signer.kid}).encode())
    body = b64u(canonical({"releases": rows}).encode())
    signature = b64u(signer.sign(f"{head}.{body}".encode()))
    listed.write_text(f"{head}.{body}.{signature}\n", encoding="ascii")
    return f"{core.version} {core.hash}"


def _software(root: Path) -> str:
    text = (root / "pyproject.toml").read_text(encoding="utf-8")
    found = re.search(r'^version = "(.+)"$', text, re.MULTILINE)
    return found[1] if found else ""


def _manifest(root: Path) -> dict[str, object]:
    path = root / FOLDER / "core.json"
    return dict(json.loads(path.read_text(encoding="utf-8")))


def _write(root: Path, manifest: dict[str, object]) -> None:
    (root / FOLDER / "core.json").write_text(_json(manifest), encoding="utf-8")


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


if __name__ == "__main__":
    main()
