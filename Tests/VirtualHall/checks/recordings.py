"""Devices recorded in the hall, for tests on machines without it."""

import contextlib
import subprocess
import time
from pathlib import Path

from checks import single
from checks.plugs import SERVED, UNITS
from guest.simulator import START_SECONDS
from hall import program

# Copied out of the machine when it goes off; see README.md.
FOLDER = Path("/run/share/recordings")
# One unit of each driver, and the reader's other layout.
RECORDED = list({UNITS[name].driver: name for name in reversed(SERVED)}.values()) + ["reader-b"]
RECORDED = [name for name in RECORDED if UNITS[name].recorded_command is not None]
# Emulated pictures need the processor for themselves.
ALONE = [name for name in RECORDED if name == "camera"]
# Enough for a reading or a rating, ten times slower than on a machine.
SECONDS = 10
# Of the invented person whose card is read, and the code that is scanned: no recording has them.
SECRETS = ["44190019900307001", "欧阳测试", "A0042-VIRTUAL"]


def record(bench, names):
    """Each driver runs on its device without a hall and does its one command."""
    running = {}
    for name in names:
        unit = bench.units[name]
        running[name] = subprocess.Popen(
            [program("hallway-devices"), "record", unit.driver, unit.configured_address(),
             FOLDER / f"{name}.recording", "--seconds", str(SECONDS),
             *(["--command", unit.recorded_command] if unit.recorded_command else []),
             "--note", f"virtual hall, {name}"],
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        )  # fmt: skip
    end = time.monotonic() + START_SECONDS
    while any(process.poll() is None for process in running.values()):
        assert time.monotonic() < end, "hallway-devices record does not end"
        for name in names:
            # Nobody listens to a pad or scanner before its driver has opened it.
            with contextlib.suppress(AssertionError):
                bench.units[name].act()
        time.sleep(1)
    said = {name: process.stdout.read() for name, process in running.items()}
    failed = [name for name, process in running.items() if process.returncode != 0]
    assert not failed, {name: said[name] for name in failed}


def all_are_recorded(bench):
    """What crosses each line goes into a file, and nothing of a person or a code with it."""
    FOLDER.mkdir(exist_ok=True)
    record(bench, [name for name in RECORDED if name not in ALONE])
    record(bench, ALONE)
    sizes = {}
    for name in RECORDED:
        text = (FOLDER / f"{name}.recording").read_text()
        assert not any(secret in text for secret in SECRETS), f"{name}: personal data"
        sizes[name] = len(text)
    return sizes


CHECKS = single(all_are_recorded, seconds=2 * START_SECONDS, served=False) if RECORDED else []
