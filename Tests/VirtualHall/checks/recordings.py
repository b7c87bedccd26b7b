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
RECORDED = [name for name in SERVED if UNITS[name].recorded_command is not None]
# Enough for a reading or a rating, ten times slower than on a machine.
SECONDS = 12
# Of the invented person whose card is read, and the code that is scanned: no recording has them.
SECRETS = ["44190019900307001", "欧阳测试", "A0042-VIRTUAL"]


def all_are_recorded(bench):
    """Each driver runs on its device without a hall, does its one command and leaves a file."""
    FOLDER.mkdir(exist_ok=True)
    running = {}
    for name in RECORDED:
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
        for name in RECORDED:
            # Nobody listens to a pad or scanner before its driver has opened it.
            with contextlib.suppress(AssertionError):
                bench.units[name].act()
        time.sleep(1)
    said = {name: process.stdout.read() for name, process in running.items()}
    failed = [name for name, process in running.items() if process.returncode != 0]
    assert not failed, {name: said[name] for name in failed}
    for name in RECORDED:
        text = (FOLDER / f"{name}.recording").read_text()
        assert not any(secret in text for secret in SECRETS), f"{name}: personal data"
    return {name: (FOLDER / f"{name}.recording").stat().st_size for name in RECORDED}


CHECKS = single(all_are_recorded, seconds=START_SECONDS, served=False) if RECORDED else []
