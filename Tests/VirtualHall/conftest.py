"""Boots the virtual hall once for all tests of a run and keeps what it said."""

import json
import os
import shutil
import sys
import tempfile
from pathlib import Path

import pytest

FOLDER = Path(__file__).resolve().parent
sys.path[:0] = [str(FOLDER), str(FOLDER.parent / "EndToEnd")]

from boot.machine import Machine  # noqa: E402  (the path comes first)
from hall import BIN  # noqa: E402

# The run takes about five minutes on two cores of its own and several times that on busy ones.
RUN_SECONDS = 3600 if os.environ.get("HALLWAY_SOAK") else 2400
# Where recordings made in the hall are found afterwards.
RECORDINGS = FOLDER.parents[1] / ".build" / "virtual-hall"
# Of the console, in a report about a machine that did not get through.
CONSOLE_CHARACTERS = 6000


def keep_recordings(folder):
    made = folder / "recordings"
    if made.exists():
        shutil.copytree(made, RECORDINGS, dirs_exist_ok=True)


class Run:
    """What one boot gave: outcomes by check, the console, and why it ended early, if it did."""

    def __init__(self, folder, chosen):
        self.folder = Path(folder)
        orders = {
            "HALL_TASK": "test",
            "HALL_CHECKS": " ".join(chosen),
            "HALLWAY_BIN": BIN.resolve(),
            "HALLWAY_SOAK": os.environ.get("HALLWAY_SOAK", ""),
        }
        console = self.folder / "console"
        with console.open("wb") as file, Machine(folder, orders=orders, console=file) as machine:
            try:
                machine.wait(RUN_SECONDS)
                self.timed_out = False
            except Exception as error:  # subprocess.TimeoutExpired
                self.timed_out = str(error)
        keep_recordings(self.folder)
        self.console = console.read_text(errors="replace")[-CONSOLE_CHARACTERS:]
        self.outcomes = {}
        results = self.folder / "results.jsonl"
        if results.exists():
            for line in results.read_text().splitlines():
                outcome = json.loads(line)
                self.outcomes[outcome["check"]] = outcome
        status = self.folder / "status"
        self.status = status.read_text().strip() if status.exists() else None


@pytest.fixture(scope="session")
def run(request, tmp_path_factory):
    """The run, with only the checks that were asked for if some were left out with -k."""
    chosen = [
        item.callspec.params["check"]
        for item in request.session.items
        if "check" in getattr(item, "fixturenames", ())
    ]
    if any("unit" in getattr(item, "fixturenames", ()) for item in request.session.items):
        chosen.append("all_are_recorded")
    # Below /tmp: the guest mounts a tmpfs of its own over it and never looks in.
    with tempfile.TemporaryDirectory(prefix="hall-share-") as folder:
        yield Run(folder, chosen)
