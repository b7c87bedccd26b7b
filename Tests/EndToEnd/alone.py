"""hallwayd alone on a state directory, without devices, and how it stands after a restart."""

import contextlib
import json
import re
import signal
import subprocess
import uuid
from collections import Counter

from hall import Program, Wire, program, rows, sample_hall, until

# Emulated machines read their programs from another; nothing else needs so long.
START_SECONDS = 120


class Hall:
    """The sample hall without devices."""

    def __init__(self, state, *arguments, **options):
        self.state = state
        self.arguments, self.options = arguments, options
        self.socket = f"{state}/hallway.socket"
        self.config = f"{state}/hall.yaml"
        text = sample_hall()
        before, _, rest = text.partition("\ndevices:\n")
        _, _, after = rest.partition("\nkiosks:\n")
        _, _, after = after.partition("\n\n")
        with open(self.config, "w") as file:
            file.write(before + "\n\n" + after)

    def start(self):
        service = self.begin()
        self.wait_for(service)
        return service

    def begin(self):
        return Program(
            "hallwayd", "--config", self.config, "--state", self.state, "--socket", self.socket,
            "--until-eof", *self.arguments, **self.options,
        )  # fmt: skip

    def wait_for(self, service):
        """Until it answers."""

        def answers():
            assert service.process.poll() is None, service.complaint()
            try:
                with Wire(self.socket) as wire:
                    return wire.call("Hall.Describe")
            except OSError:
                return None

        until("hallwayd answers", answers, START_SECONDS)


@contextlib.contextmanager
def running(hall):
    """The hall with its service, which has to end well."""
    hall.service = hall.start()
    try:
        yield hall
        assert hall.service.end() == 0
    finally:
        hall.service.kill()


def call(hall, method, **parameters):
    with Wire(hall.socket) as wire:
        return wire.call(method, **parameters)


def take(hall, service):
    """A number that nobody has in hand yet."""
    return call(hall, "Queue.TakeTicket", service=service, requestId=str(uuid.uuid4()))["ticket"]


def take_in_hand(hall, service):
    ticket = take(hall, service)
    proof = {"number": ticket["number"], "secret": ticket["secret"]}
    return call(hall, "Queue.HandOver", **proof)["ticket"]


def reload(hall, pattern, replacement, said="hall file read anew"):
    """Changes the file, sends the signal and waits until the log says what came of it; gives the
    file as it was."""
    with open(hall.config) as file:
        text = file.read()
    changed = re.sub(pattern, replacement, text, count=1, flags=re.S | re.M)
    assert changed != text
    with open(hall.config, "w") as file:
        file.write(changed)
    before = hall.service.complaint().count(said)
    hall.service.send(signal.SIGHUP)
    until(said, lambda: hall.service.complaint().count(said) > before)
    return text


def verify(state):
    """`hallway audit verify` must call the ledger whole."""
    audit = subprocess.run(
        [program("hallway"), "audit", "verify", "--state", state, "--json"],
        capture_output=True,
        text=True,
    )
    assert audit.returncode == 0, audit.stdout + audit.stderr
    assert json.loads(audit.stdout)["whole"], audit.stdout


def goes_on_where_it_stood(hall, services):
    """Of a hall that has just started: who is at which window, and the next number of each letter.

    Gives the numbers that were taken for that, by request, with their secrets.
    """
    state = hall.state
    expected = dict(
        rows(state, "SELECT window, number FROM ticket WHERE state IN ('called', 'serving')")
    )
    letters = "SELECT letter, max(serial) FROM ticket WHERE day = (SELECT max(day) FROM ticket)"
    last = Counter(dict(rows(state, letters + " GROUP BY letter")))
    given = {}
    with Wire(hall.socket) as wire:
        windows = wire.call("Counter.Windows")["windows"]
        current = {w["window"]: w["current"] for w in windows if w.get("current")}
        assert current == expected
        for service in services:
            request = str(uuid.uuid4())
            ticket = wire.call("Queue.TakeTicket", requestId=request, service=service)["ticket"]
            given[request] = [ticket["number"], ticket["secret"]]
            stored = rows(state, "SELECT letter, serial FROM ticket WHERE requestID = ?", request)
            ((letter, serial),) = stored
            assert serial == last[letter] + 1, f"{letter}{serial} after {last[letter]}"
            last[letter] = serial
    return given
