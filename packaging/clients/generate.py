"""Makes the clients of the API, in Python and in TypeScript, from its OpenAPI document.

    make clients
    .venv/bin/python packaging/clients/generate.py FOLDER

What is written by hand lies here; what is made lies beside it, or in FOLDER, and is not
kept: the document is what changes.
"""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from app.hub.api.face import PREFIX, routes
from app.hub.api.openapi import document

HERE = Path(__file__).parent
MODULES = HERE.parents[1] / "tests/node/node_modules"


def main(folder: Path) -> None:
    """Makes both clients in a folder."""
    if folder != HERE:
        kept = shutil.ignore_patterns(
            *("rest", "schema.ts", "openapi.json", "__pycache__"),
            *("dist", "node_modules"),
        )
        shutil.copytree(HERE, folder, ignore=kept, dirs_exist_ok=True)
    described = folder / "openapi.json"
    described.write_text(json.dumps(_without_tags(), indent=1), "utf-8")
    python(described, folder / "python")
    typescript(described, folder / "typescript")


def _without_tags() -> dict[str, Any]:
    """The document for clients that ask for no `If-None-Match`, so that no answer of
    theirs is empty without need."""
    described = document(routes(), PREFIX)
    del described["components"]["parameters"]["IfNoneMatch"]
    for methods in described["paths"].values():
        for operation in methods.values():
            operation["responses"].pop("304", None)
            asked = operation.get("parameters", [])
            asked[:] = [p for p in asked if not p.get("$ref", "").endswith("NoneMatch")]
    return described


def python(described: Path, package: Path) -> None:
    """The Python client: openapi-python-client makes `sotto_client.rest`."""
    made = package / "sotto_client/rest"
    command = [sys.executable, "-m", "openapi_python_client", "generate"]
    command += ["--path", str(described), "--output-path", str(made)]
    command += ["--meta", "none", "--overwrite", "--fail-on-warning"]
    beside = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    _run(command, {**os.environ, "PATH": beside})  # it formats with ruff


def typescript(described: Path, package: Path) -> None:
    """The TypeScript client: openapi-typescript makes the types of its requests, and
    the compiler what is installed."""
    command = [str(MODULES / ".bin/openapi-typescript"), str(described)]
    command += ["--output", str(package / "src/schema.ts")]
    command += ["--default-non-nullable", "false", "--root-types"]
    command += ["--root-types-no-schema-prefix"]
    _run(command, None)
    beside = package / "node_modules"
    if not beside.exists():
        beside.symlink_to(MODULES)
    _run(["node", str(MODULES / "typescript7/bin/tsc"), "-p", str(package)], None)


def _run(command: list[str], environment: dict[str, str] | None) -> None:
    done = subprocess.run(
        command, env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        sys.exit(f"{command[0]}: {done.stdout}{done.stderr}")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE)
