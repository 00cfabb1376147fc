#!/usr/bin/env bash
# Makes this checkout runnable: system libraries, .venv, locked packages, bytecode.
# Safe to run again: it does only what is missing and returns at once when nothing is.
# Needs Python >= 3.11 with pip; system libraries need root or sudo, and are named when
# they cannot be installed.
set -euo pipefail
cd "$(dirname "$0")/.."

stamp=.venv/.ready
want=$(cat requirements.lock pyproject.toml packaging/setup.sh | sha256sum)
[ -f "$stamp" ] && [ "$(cat "$stamp")" = "$want" ] && exit 0

# What Qt's xcb and offscreen platforms, PortAudio, the headsets' voice, the test screen and
# the tests' barcode reader load at run time.
system_packages=(
  espeak-ng libasound2-plugins pulseaudio-utils
  libegl1 libgl1 libxkbcommon-x11-0 libxcb-cursor0 libxcb-icccm4 libxcb-image0
  libxcb-keysyms1 libxcb-randr0 libxcb-render-util0 libxcb-shape0 libxcb-xinerama0
  libxcb-xkb1 libdbus-1-3 libfontconfig1 libnss3 libportaudio2 libzbar0 xvfb
)

install_system_packages() {
  command -v dpkg-query >/dev/null || {
    echo "sotto: not a Debian system; make sure these are present: ${system_packages[*]}" >&2
    return 0
  }
  local missing=() name
  for name in "${system_packages[@]}"; do
    dpkg-query -W -f='${db:Status-Status}' "$name" 2>/dev/null | grep -q '^installed$' \
      || missing+=("$name")
  done
  "$python" -c 'import ensurepip' 2>/dev/null || missing+=(python3-venv)
  [ ${#missing[@]} -eq 0 ] && return 0
  local sudo=()
  if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null || {
      echo "sotto: cannot install system libraries without root. Ask somebody who can to run:" >&2
      echo "    apt-get install ${missing[*]}" >&2
      return 1
    }
    sudo=(sudo)
  fi
  echo "sotto: installing system libraries: ${missing[*]}"
  "${sudo[@]}" apt-get update -qq
  "${sudo[@]}" env DEBIAN_FRONTEND=noninteractive \
    apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
}

find_python() {
  local name
  for name in python3.11 python3.12 python3.13 python3; do
    if "$name" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' 2>/dev/null
    then echo "$name"; return; fi
  done
  echo "sotto: Python 3.11, 3.12 or 3.13 is needed and none was found." >&2
  return 1
}

python=$(find_python)
install_system_packages
[ -x .venv/bin/python ] || "$python" -m venv .venv
.venv/bin/python -m pip install --quiet --disable-pip-version-check 'uv>=0.7' 2> >(grep -v '^WARNING' >&2)
echo "sotto: installing packages (the first time takes a few minutes)"
VIRTUAL_ENV=$PWD/.venv .venv/bin/uv pip install --quiet --require-hashes -r requirements.lock
VIRTUAL_ENV=$PWD/.venv .venv/bin/uv pip install --quiet --no-deps --no-build-isolation -e .
.venv/bin/python -m compileall -q -j 0 .venv/lib app widgets hardware voice db resources >/dev/null || true
echo "$want" >"$stamp"
