"""The virtual hall as a Debian with systemd as PID 1, told from outside what to do.

    with SystemdMachine(share, programs=["hallwayd"]) as machine:
        machine.booted()
        print(machine.run("systemctl status hallwayd"))

`before` is a script that sets the machine up before it starts, as on a disk that was installed
yesterday; `run` does something in the running machine. Both are bash, as root.
"""

import json
import shlex
import subprocess
import time
from pathlib import Path

from hall import BIN, until

from .machine import FOLDER, Machine

# Twelve seconds on two cores of its own, to a machine that is idle.
BOOT_SECONDS = 600
# An emulated machine on a busy host starts a program ten times slower than a real one.
ORDER_SECONDS = 180
OFF_SECONDS = 180
# Of a machine's journal, in the report about an order that failed.
JOURNAL_LINES = 120
CONSOLE_CHARACTERS = 6000
KERNEL_WORDS = [
    # Nothing but the share and what a test plugs in; nobody logs in.
    "fstab=no", "systemd.getty_auto=no", "systemd.gpt_auto=no", "systemd.show_status=no",
    "systemd.default_timeout_start_sec=300", "systemd.unit=multi-user.target",
]  # fmt: skip


class OrderFailed(AssertionError):
    """What was asked did not end with 0, with its words and the machine's journal."""


class SystemdMachine(Machine):
    """A running Debian; see the module. It never outlives the block."""

    def __init__(self, share, *, programs=(), before=None, extra=()):
        share = Path(share)
        self.asked = 0
        self.console_path = share / "console"
        (share / "ask").mkdir()
        if before:
            (share / "before").write_text(before)
        super().__init__(
            share,
            orders={
                "HALL_TASK": "systemd",
                "HALLWAY_BIN": BIN.resolve(),
                "HALL_PROGRAMS": " ".join(programs),
            },
            console=self.console_path.open("wb"),
            extra=extra,
            words=KERNEL_WORDS,
        )

    def __exit__(self, *raised):
        super().__exit__(*raised)
        self.console.close()

    def told(self):
        """The end of the console."""
        return self.console_path.read_text(errors="replace")[-CONSOLE_CHARACTERS:]

    def run(self, script, *, check=True, seconds=ORDER_SECONDS):
        """Runs bash in the machine; gives what it said on both outputs.

        One order at a time: what shall go on beside it is `systemd-run`'s business.
        """
        said, status = self.attempt(script, seconds)
        if check and status != 0:
            raise OrderFailed(f"{script}\nended with {status}:\n{said}\n{self._journal()}")
        return said

    def attempt(self, script, seconds=ORDER_SECONDS):
        """Runs bash in the machine; gives what it said and its exit status."""
        self.asked += 1
        path = self.share / "ask" / str(self.asked)
        draft = path.with_suffix(".asked")
        draft.write_text(script)
        draft.rename(path)
        status = path.with_suffix(".status")

        def answered():
            assert self.process.poll() is None, f"the machine went off at: {script}\n{self.told()}"
            return status.exists()

        try:
            until(f"the machine's answer to: {script}", answered, seconds)
        except AssertionError as error:
            raise AssertionError(f"{error}\n{self.told()}") from None
        return path.with_suffix(".said").read_text(errors="replace"), int(status.read_text())

    def until(self, what, script, seconds=ORDER_SECONDS):
        """Repeats the script until it ends with 0; gives what it said then."""
        end = time.monotonic() + seconds
        while True:
            said, status = self.attempt(script)
            if status == 0:
                return said
            if time.monotonic() > end:
                raise OrderFailed(f"not within {seconds} s: {what}\n{said}\n{self._journal()}")

    def booted(self):
        """Waits until systemd has nothing more to start; gives its word for how that went."""
        # Exit status 1 says "degraded", which is for the caller to judge.
        return self.attempt("systemctl is-system-running --wait", BOOT_SECONDS)[0].strip()

    def call(self, method, **parameters):
        """A Varlink call to the hall in the machine, as root; gives the answer."""
        words = ["/usr/bin/python3", str(FOLDER / "guest" / "call.py"), method]
        return json.loads(self.run(shlex.join([*words, json.dumps(parameters)])))

    def show(self, unit, *properties):
        """What systemd says of a unit, by property."""
        said = self.run(f"systemctl show {unit} --property={','.join(properties)}")
        return dict(line.split("=", 1) for line in said.splitlines())

    def switch_off(self):
        """As a person does who goes home; the machine must go off by itself."""
        self.attempt("systemctl --no-block poweroff")
        try:
            self.wait(OFF_SECONDS)
        except subprocess.TimeoutExpired:
            raise AssertionError(f"the machine did not go off:\n{self.told()}") from None

    def _journal(self):
        try:
            return self.attempt(f"journalctl -b --no-pager -n {JOURNAL_LINES}")[0]
        except AssertionError as error:
            return str(error)
