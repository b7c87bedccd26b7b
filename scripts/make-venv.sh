#!/bin/sh
# Puts what requirements-test.txt names into a virtual environment of this checkout.
# Usage: scripts/make-venv.sh [DIRECTORY]      (default: $HALLWAY_VENV, or .build-venv)
# Does nothing where the environment already holds exactly those versions.
set -eu
root=$(cd "$(dirname "$0")/.." && pwd)
venv=${1:-${HALLWAY_VENV:-$root/.build-venv}}
wanted=$root/requirements-test.txt
if [ -x "$venv/bin/python" ] && cmp -s "$wanted" "$venv/requirements-test.txt"; then
  exit 0
fi
python3 -m venv "$venv"
"$venv/bin/python" -m pip install --quiet --disable-pip-version-check --requirement "$wanted"
# Last, so that an interrupted run is repeated.
cp "$wanted" "$venv/requirements-test.txt"
