#!/bin/sh
# Makes the Python environment with the two independent Varlink implementations the interop
# tests run against. Usage: make-venv.sh [DIRECTORY]   (default .build-venv beside Package.swift)
set -eu
root=$(cd "$(dirname "$0")/../.." && pwd)
venv=${1:-${HALLWAY_VENV:-$root/.build-venv}}
python=$venv/bin/python
if [ -x "$python" ] && "$python" -c 'import varlink, asyncvarlink' 2>/dev/null; then
  exit 0
fi
python3 -m venv "$venv"
"$python" -m pip install --quiet --disable-pip-version-check varlink==31.0.0 asyncvarlink==0.3.3
