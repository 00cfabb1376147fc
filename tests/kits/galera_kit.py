"""A Galera cluster of three MariaDB servers on loopback, where they are installed.

Everything lies in one folder and is gone with it. `make cluster` runs this file: the
cluster stands until it is interrupted, and its address is told.
"""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from getpass import getuser
from pathlib import Path

import pymysql  # type: ignore[import-untyped]

PACKAGES = "mariadb-server-core mariadb-client-core galera-4"
PROVIDERS = ("/usr/lib/galera/libgalera_smm.so", "/usr/lib64/galera/libgalera_smm.so")
HOST = "127.0.0.1"
SCHEMA = "sotto"
_START_S = 60.0
# A node that is killed is given up after a second, not after fifteen.
_IMPATIENT = (
    "evs.keepalive_period=PT0.2S;evs.inactive_check_period=PT0.2S;"
    "evs.suspect_timeout=PT1S;evs.inactive_timeout=PT3S;evs.install_timeout=PT3S;"
    "gcache.size=32M"
)

# How a node hands its state to one that comes. Ours all begin with copies of the first,
# so there are only the changes since, which the servers send themselves; of them the
# script of the one that comes must hear up to where they reach.
_TRANSFER = """\
#!/bin/sh
while [ $# -gt 0 ]; do
  case "$1" in
    --role) role=$2 ;; --address) address=$2 ;; --gtid) position=$2 ;;
    --bypass) changes=1 ;;
  esac
  shift
done
box=$(dirname "$0")
if [ "$role" = joiner ]; then
  echo "ready 127.0.0.1:4444/$$"
  until [ -s "$box/$$" ]; do sleep 0.05; done
  cat "$box/$$"
else
  [ -n "$changes" ] || exit 1
  echo "$position" >"$box/.position" && mv "$box/.position" "$box/${address##*/}"
  echo "done $position"
fi
"""


def missing() -> str:
    """The packages to install before there can be a cluster, "" when there can."""
    programs = ("mariadbd", "mariadb-install-db", "my_print_defaults")
    return "" if all(map(_program, programs)) and _provider() else PACKAGES


class ServerNode:
    """One server of the cluster."""

    def __init__(self, folder: Path, number: int, ports: list[int]) -> None:
        self.folder, self.number = folder, number
        self.data = folder / f"node{number}"
        self.log = folder / f"node{number}.log"
        self.port, self.group, self.transfer = ports
        self.process: subprocess.Popen[bytes] | None = None

    def start(self, group: list[int], *more: str) -> None:
        """Starts the server and waits until it is of the cluster."""
        self.process = subprocess.Popen(
            [*self._command(group), *more],
            stderr=subprocess.DEVNULL,
            env={"PATH": f"{self.folder}:{os.environ['PATH']}"},
            start_new_session=True,  # Ctrl-C is for us: we end them
        )
        limit = time.monotonic() + _START_S
        while not self.ready():
            if self.process.poll() is not None or time.monotonic() > limit:
                raise RuntimeError(self.log.read_text(errors="replace")[-4000:])
            time.sleep(0.1)

    def ready(self) -> bool:
        """Whether it is of the cluster and answers."""
        return self.status("wsrep_ready") == "ON"

    def status(self, name: str) -> str:
        """A status variable, "" when the server does not answer."""
        try:
            with self.connect() as connection, connection.cursor() as cursor:
                cursor.execute(f"SHOW GLOBAL STATUS LIKE '{name}'")
                return str((cursor.fetchone() or ("", ""))[1])
        except pymysql.Error:
            return ""

    def connect(self) -> "pymysql.Connection[pymysql.cursors.Cursor]":
        """A connection as root."""
        return pymysql.connect(
            host=HOST, port=self.port, user="root", connect_timeout=2, read_timeout=10
        )

    def kill(self) -> None:
        """Ends the server as a power cut does."""
        assert self.process
        self.process.kill()
        self.process.wait()

    def stop(self) -> None:
        """Ends the server."""
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                self.kill()

    def _command(self, group: list[int]) -> list[str]:
        others = ",".join(f"{HOST}:{port}" for port in group)
        options = (
            f"gmcast.listen_addr=tcp://{HOST}:{self.group};"
            f"ist.recv_addr={HOST}:{self.transfer};{_IMPATIENT}"
        )
        return [
            str(_program("mariadbd")),
            "--no-defaults",
            f"--user={getuser()}",
            f"--datadir={self.data}",
            f"--log-error={self.log}",
            "--innodb-buffer-pool-size=32M",
            "--innodb-log-file-size=8M",
            # The cluster is what keeps an entry; a killed process loses no page.
            "--innodb-flush-log-at-trx-commit=2",
            "--innodb-flush-method=nosync",
            "--binlog-format=ROW",
            "--innodb-autoinc-lock-mode=2",
            f"--bind-address={HOST}",
            f"--port={self.port}",
            f"--socket={self.folder}/s{self.number}",
            f"--pid-file={self.folder}/pid{self.number}",
            "--wsrep-on=1",
            f"--wsrep-provider={_provider()}",
            f"--wsrep-provider-options={options}",
            f"--wsrep-cluster-address=gcomm://{others}",
            "--wsrep-cluster-name=sotto-tests",
            f"--wsrep-node-address={HOST}:{self.group}",
            f"--wsrep-node-name=node{self.number}",
            "--wsrep-sst-method=sotto",
        ]

    def recovered(self, group: list[int]) -> str:
        """Where the data stand after a kill: then the rest comes from the others."""
        recover = [*self._command(group), "--wsrep-recover", "--disable-log-error"]
        told = subprocess.run(recover, check=True, capture_output=True, text=True)
        found = re.search(r"Recovered position:\s*(\S+)", told.stderr)
        if found is None:
            raise RuntimeError(told.stderr[-4000:])
        return found[1]


class Cluster:
    """Three servers that hold the same."""

    def __init__(self, folder: Path) -> None:
        ports = iter(_free_ports(9))
        self.nodes = [
            ServerNode(folder, number, [next(ports) for _ in range(3)])
            for number in (1, 2, 3)
        ]
        self._group = [node.group for node in self.nodes]

    def start(self) -> None:
        """One server first; the others begin with copies of its data."""
        first = self.nodes[0]
        script = first.folder / "wsrep_sst_sotto"
        script.write_text(_TRANSFER)
        script.chmod(0o700)
        _install(first.data)
        first.start(self._group, "--wsrep-new-cluster")
        with first.connect() as connection, connection.cursor() as cursor:
            cursor.execute(f"CREATE DATABASE {SCHEMA}")
        first.stop()
        for node in self.nodes[1:]:
            shutil.copytree(first.data, node.data, ignore=_OWN)
        first.start(self._group, "--wsrep-new-cluster")
        for node in self.nodes[1:]:
            node.start(self._group)

    def rejoin(self, node: ServerNode) -> None:
        """Starts a killed server again."""
        position = node.recovered(self._group)
        node.start(self._group, f"--wsrep-start-position={position}")

    def stop(self) -> None:
        """Ends all servers."""
        for node in reversed(self.nodes):
            node.stop()

    def database(self, name: str) -> str:
        """A fresh schema; its address names all three hosts."""
        with self.nodes[0].connect() as connection, connection.cursor() as cursor:
            cursor.execute(f"CREATE DATABASE {name}")
        return self.address(name)

    def address(self, name: str = SCHEMA, first: int = 0) -> str:
        """The address of a schema, beginning with one of the hosts."""
        nodes = self.nodes[first:] + self.nodes[:first]
        hosts = ",".join(f"{HOST}:{node.port}" for node in nodes)
        return f"mysql+pymysql://root@{hosts}/{name}"


@contextmanager
def cluster(folder: Path) -> Iterator[Cluster]:
    """A cluster in an empty folder while the block runs."""
    with ExitStack() as stack:
        made = Cluster(folder)
        stack.callback(made.stop)
        made.start()
        yield made


_OWN = shutil.ignore_patterns("gvwstate.dat", "galera.cache", "*.pid", "aria_log*")


def _install(data: Path) -> None:
    subprocess.run(
        [
            str(_program("mariadb-install-db")),
            "--no-defaults",
            f"--datadir={data}",
            f"--user={getuser()}",
            "--auth-root-authentication-method=normal",
            "--skip-test-db",
            "--skip-name-resolve",
            "--innodb-log-file-size=8M",
        ],
        check=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def _program(name: str) -> str | None:
    return shutil.which(name) or shutil.which(name, path="/usr/sbin")


def _provider() -> str:
    return next((path for path in PROVIDERS if Path(path).exists()), "")


def _free_ports(count: int) -> list[int]:
    with ExitStack() as stack:
        found = [
            stack.enter_context(socket.create_server((HOST, 0))) for _ in range(count)
        ]
        return [each.getsockname()[1] for each in found]


def _main() -> int:
    if packages := missing():
        print(f"no cluster here: apt-get install {packages}", file=sys.stderr)
        return 1
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: over.set())
    over = threading.Event()
    with (
        tempfile.TemporaryDirectory(prefix="sotto-cluster-") as folder,
        cluster(Path(folder)) as made,
    ):
        print(made.address(), flush=True)
        over.wait()
    return 0


if __name__ == "__main__":
    sys.exit(_main())
