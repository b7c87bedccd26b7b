"""hallwayd in the virtual hall: its file, its states as they change, what it holds open."""

import json
import os
import threading
import time
import uuid
from pathlib import Path

from guest.simulator import START_SECONDS
from hall import Program, Refusal, Wire, rows, serves, until

HALL = Path(__file__).with_name("hall.yaml")
# Emulation is ten times slower than the machine, which may be starved itself; a device is still
# back within these.
SETTLE_SECONDS = 180


class Service:
    """A running hallwayd with these units in its configuration."""

    def __init__(self, units, state, *arguments):
        self.names = [unit.name for unit in units if unit.driver]
        self.state = Path(state)
        self.state.mkdir(parents=True, mode=0o700)
        self.socket = f"{state}/socket"
        configuration = self.state / "hall.yaml"
        lines = [f"  - {json.dumps(unit.configuration())}\n" for unit in units if unit.driver]
        configuration.write_text(HALL.read_text() + "devices:\n" + "".join(lines))
        self.program = Program(
            "hallwayd", "--config", str(configuration), "--state", str(state), "--socket",
            self.socket, *arguments,
        )  # fmt: skip
        self.pid = self.program.process.pid
        # Every change of a device: (when, {name: (state, fault)}).
        self.changes = []
        until("hallwayd serves", self._serves, START_SECONDS)
        threading.Thread(target=self._watch, daemon=True).start()
        until("the first states", lambda: self.changes)

    def _serves(self):
        assert self.alive(), f"hallwayd ended: {self.program.complaint()}"
        return serves(self.socket)

    def alive(self):
        return self.program.process.poll() is None

    def _watch(self):
        try:
            with Wire(self.socket, seconds=None) as wire:
                for reply in wire.more("Devices.Watch"):
                    states = {d["id"]: (d["state"], d.get("fault")) for d in reply["devices"]}
                    self.changes.append((time.monotonic(), states))
        except (OSError, ValueError, Refusal):
            # The service has ended; whoever waits for a state will say so.
            return

    def call(self, method, **parameters):
        with Wire(self.socket) as wire:
            return wire.call(method, **parameters)

    def devices(self):
        return {device["id"]: device for device in self.call("Devices.List")["devices"]}

    def state_of(self, name):
        return self.changes[-1][1][name]

    def wait_for(self, name, *states, seconds=SETTLE_SECONDS):
        """Until the device is in one of these states; gives the moment it came there."""
        if "faulted" in states:
            # The same fault, in the pause before the next attempt: most of the time.
            states += ("backingOff",)

        def there():
            assert self.alive(), f"hallwayd ended: {self.program.complaint()}"
            return self.state_of(name)[0] in states

        try:
            until("", there, seconds)
        except AssertionError:
            told = self.devices()[name]
            raise AssertionError(f"{name} not {states} within {seconds} s: {told}") from None
        return self.changes[-1][0]

    def wait_for_all(self, names=None, seconds=SETTLE_SECONDS):
        for name in names or self.names:
            self.wait_for(name, "ready", seconds=seconds)

    def left_ready(self, since, names):
        """Which of these devices were not ready at some moment since then, with their states."""
        return {
            name: states[name]
            for when, states in self.changes
            if when >= since
            for name in names
            if states[name][0] != "ready"
        }

    def ledger_ratings(self, numbers):
        """How many first ratings the ledger on disk has of these tickets."""
        chosen = ", ".join("?" * len(numbers))
        query = f"SELECT count(*) FROM ratingRow WHERE kind = 'rated' AND number IN ({chosen})"
        return rows(self.state, query, *numbers)[0][0]

    def take(self):
        """A ticket for the one service there is."""
        return self.call("Queue.TakeTicket", service="enquiry", requestId=str(uuid.uuid4()))[
            "ticket"
        ]

    def descriptors(self):
        return len(os.listdir(f"/proc/{self.pid}/fd"))

    def resident_kilobytes(self):
        status = Path(f"/proc/{self.pid}/status").read_text()
        return int(status.split("VmRSS:")[1].split()[0])

    def processor_seconds(self):
        fields = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def end(self):
        """Asks it to end; gives the exit status."""
        try:
            return self.program.end()
        finally:
            self.program.kill()
