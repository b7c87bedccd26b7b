"""The power goes while the hall is full: what was acknowledged is on the disk.

Two cuts by default; HALLWAY_SOAK=1 cuts twenty-five times. See boot/disk.py for what a cut
leaves, and EndToEnd/test_crash.py for the load and what is held against the ledger.
"""

import json
import os
import random
import shutil
import tempfile
import time
from collections import Counter
from pathlib import Path

from alone import verify
from boot.disk import Disk
from boot.machine import Machine
from hall import BIN, Deadline, until
from proof import Proof

SOAK = bool(os.environ.get("HALLWAY_SOAK"))
CUTS = 25 if SOAK else 2
# Acknowledged changes before the cut: few are enough where there are many cuts.
FEWEST, MOST = (20, 400) if SOAK else (120, 240)
# Under load there is a commit every few milliseconds; the crowd may be stuck, too.
WRITE_SECONDS = 5
# Fifteen seconds on two cores of its own.
BOOT_SECONDS = 600
ALL_SECONDS = 3000 if SOAK else 2400


class PowerCuts:
    """One disk, put into one machine after another."""

    def __init__(self, folder):
        self.share = Path(folder)
        self.disk = Disk(self.share)
        self.proof = Proof()
        self.told = []
        self.figures = Counter()
        self.boots = []

    def boot(self, *, loaded):
        shutil.rmtree(self.share / "ledger", ignore_errors=True)
        for name in ("found", "going on", "told", "status"):
            (self.share / name).unlink(missing_ok=True)
        orders = {
            "HALL_TASK": "power",
            "HALL_LOADED": "yes" if loaded else "no",
            "HALLWAY_BIN": BIN.resolve(),
        }
        begun = time.monotonic()
        with (self.share / "console").open("wb") as console:
            with Machine(
                self.share, orders=orders, console=console, extra=self.disk.plug_in()
            ) as machine:
                if self.told:
                    self._check(json.loads(self._wait_for(machine, "found")))
                self._wait_for(machine, "going on")
                self.boots.append(time.monotonic() - begun)
                if loaded:
                    self._cut(machine)
                else:
                    machine.wait(BOOT_SECONDS)
                    assert (self.share / "status").read_text().strip() == "0", self._console()

    def _console(self):
        return (self.share / "console").read_text(errors="replace")[-6000:]

    def _wait_for(self, machine, name):
        path = self.share / name

        def there():
            assert machine.process.poll() is None, self._console()
            return path.exists()

        try:
            until(f"the machine's {name}", there, BOOT_SECONDS)
        except AssertionError as error:
            raise AssertionError(f"{error}\n{self._console()}") from None
        return path.read_text()

    def _check(self, found):
        """The ledger as the machine found it, against all that was told before the cut."""
        verify(self.share / "ledger")
        self.proof.check(self.share / "ledger", self.told)
        self.figures["replayed"] += found["replayed"]
        # It stepped with each acknowledgement, and nobody flushed that.
        self.figures["forgotten"] += len(self.told) - found["witness"]

    def _cut(self, machine):
        """The power goes at a moment nobody in the machine knows."""
        told = self.share / "told"
        target = told.read_bytes().count(b"\n") + random.randint(FEWEST, MOST)

        def heard_enough():
            assert machine.process.poll() is None, self._console()
            return told.read_bytes().count(b"\n") >= target

        until(f"{target} acknowledgements", heard_enough, BOOT_SECONDS)
        # Answers come when a commit is done. Half of the cuts fall anywhere, and half into a commit
        # that is being written.
        time.sleep(random.uniform(0, 0.3))
        if random.random() < 0.5:
            self.disk.wait_for_a_write(WRITE_SECONDS)
        machine.cut_off()
        lines = told.read_bytes().split(b"\n")[:-1]
        self.told = [json.loads(line) for line in lines]
        for name, number in zip(("flushed", "open", "kept"), self.disk.cut_off()):
            self.figures[name] += number


def test_no_acknowledged_change_is_undone_by_a_power_cut():
    begun = time.monotonic()
    with (
        tempfile.TemporaryDirectory(prefix="hall-share-") as folder,
        Deadline(ALL_SECONDS),
    ):
        cuts = PowerCuts(folder)
        for _ in range(CUTS):
            cuts.boot(loaded=True)
        cuts.boot(loaded=False)
    kinds, figures = cuts.proof.heard, cuts.figures
    assert {"issued", "paper", "opened", *(["called", "finished"] if SOAK else [])} <= set(kinds)
    assert figures["forgotten"], "what nobody flushed was kept: these were no cuts"
    boots = sorted(cuts.boots)
    print(
        f"{CUTS} power cuts in {time.monotonic() - begun:.0f} s; {sum(kinds.values())} acknowledged"
        f" changes, all there; {figures['flushed']} writes flushed, {figures['open']} not, of which"
        f" the disk kept {figures['kept']}; {figures['replayed']} file systems replayed their"
        f" journal; a boot until it went on {boots[0]:.1f} to {boots[-1]:.1f} s"
    )
    print(", ".join(f"{kind} {times}" for kind, times in kinds.most_common()))
