"""The hall as an outsider holds it: programs, sockets, ledger and processes.

Nothing here knows Hallway's sources; it starts the built programs and speaks Varlink's bytes.
"""

import json
import os
import queue
import re
import shutil
import signal
import socket
import sqlite3
import subprocess
import tempfile
import threading
import time
import uuid
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BIN = Path(os.environ.get("HALLWAY_BIN", ROOT / ".build" / "debug"))

# When a test counts as hanging, and no measurement of anything: what is waited for here comes within
# moments, and on a starved machine within some of these seconds.
# A debug build on a busy machine needs seconds to start; nothing else needs so long.
START_SECONDS = 120
# One answer, one printed ticket, one change of a device.
ANSWER_SECONDS = 60
# What is asked to end gets ten seconds of the demo before it is killed.
END_SECONDS = 60
# Commands answer at once; a starved machine takes its time.
COMMAND_SECONDS = 60


def program(name):
    return str(BIN / name)


def until(what, condition, seconds=ANSWER_SECONDS):
    """Waits until the condition gives something true, and gives that; fails at the deadline."""
    end = time.monotonic() + seconds
    while True:
        if result := condition():
            return result
        if time.monotonic() > end:
            raise AssertionError(f"not within {seconds} s: {what}")
        time.sleep(0.02)


class Refusal(Exception):
    """A Varlink error: its name without the interface, and its fields."""

    def __init__(self, reply):
        self.full_name = reply["error"]
        self.name = reply["error"].rpartition(".")[2]
        self.fields = reply.get("parameters") or {}
        super().__init__(f"{self.full_name} {self.fields}")


class Wire:
    """Varlink by hand: JSON and NUL on a Unix socket. Keeps every byte it received."""

    def __init__(self, path, seconds=ANSWER_SECONDS):
        self.socket = socket.socket(socket.AF_UNIX)
        self.socket.settimeout(seconds)
        self.socket.connect(path)
        self.rest = b""
        self.received = b""

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        self.socket.close()

    def send(self, method, parameters, **flags):
        message = {"method": f"org.hallway.{method}", "parameters": parameters, **flags}
        self.socket.sendall(json.dumps(message).encode() + b"\0")

    def receive(self):
        while b"\0" not in self.rest:
            data = self.socket.recv(65536)
            if not data:
                raise ConnectionResetError("the hall closed the connection")
            self.received += data
            self.rest += data
        message, _, self.rest = self.rest.partition(b"\0")
        return json.loads(message)

    def call(self, method, **parameters):
        self.send(method, parameters)
        reply = self.receive()
        if "error" in reply:
            raise Refusal(reply)
        return reply.get("parameters", {})

    def more(self, method, **parameters):
        """The replies of a stream; the last one has no `continues`."""
        self.send(method, parameters, more=True)
        while True:
            reply = self.receive()
            if "error" in reply:
                raise Refusal(reply)
            yield reply.get("parameters", {})
            if not reply.get("continues"):
                return


def serves(path):
    """Whether somebody accepts calls there; a socket's file is there a moment before."""
    try:
        Wire(path).close()
    except OSError:
        return False
    return True


def processes_naming(text):
    """Process numbers whose command line names this path."""
    found = []
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit() or int(entry.name) == os.getpid():
            continue
        try:
            command = (entry / "cmdline").read_bytes()
            dead = "State:\tZ" in (entry / "status").read_text()
        except OSError:
            continue
        if text.encode() in command and not dead:
            found.append((int(entry.name), command.replace(b"\0", b" ").decode(errors="replace")))
    return found


class ShortDirectory:
    """A directory with room for a socket's name (107 bytes), gone afterwards with all processes."""

    def __init__(self):
        self.path = tempfile.mkdtemp(prefix="hw-", dir="/tmp")

    def __enter__(self):
        return self.path

    def __exit__(self, kind, *_):
        try:
            until(
                f"no process of {self.path} is left",
                lambda: not processes_naming(self.path),
                END_SECONDS,
            )
        except AssertionError:
            left = processes_naming(self.path)
            for pid, _ in left:
                os.kill(pid, signal.SIGKILL)
            if kind is None:
                raise AssertionError(f"processes left behind: {left}") from None
        finally:
            shutil.rmtree(self.path, ignore_errors=True)


class Program:
    """A started program whose lines on standard output can be waited for."""

    def __init__(self, name, *arguments, stdin=subprocess.PIPE, **options):
        self.command = [program(name), *arguments]
        self.errors = tempfile.TemporaryFile("w+")
        self.process = subprocess.Popen(
            self.command,
            stdin=stdin,
            stdout=subprocess.PIPE,
            stderr=self.errors,
            text=True,
            **options,
        )
        self.lines = queue.Queue()
        self.reader = threading.Thread(target=self._read, daemon=True)
        self.reader.start()

    def _read(self):
        for line in self.process.stdout:
            self.lines.put(line)
        self.lines.put(None)

    def line(self, seconds=START_SECONDS):
        try:
            line = self.lines.get(timeout=seconds)
        except queue.Empty:
            raise AssertionError(f"{self.command[0]} says nothing within {seconds} s") from None
        assert line is not None, f"{self.command} ended: {self.complaint()}"
        return line

    def complaint(self):
        """Everything on standard error so far."""
        self.errors.seek(0)
        return self.errors.read()

    def send(self, number):
        self.process.send_signal(number)

    def end(self, number=signal.SIGTERM):
        """Asks it to end and gives the exit status."""
        if self.process.poll() is None:
            self.send(number)
        return self.wait()

    def wait(self, seconds=END_SECONDS):
        status = self.process.wait(seconds)
        self.reader.join(seconds)
        return status

    def kill(self):
        """For whoever cleans up; no test of anything."""
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        if self.process.stdin:
            self.process.stdin.close()
        self.process.stdout.close()
        self.errors.close()


class Demo(Program):
    """`hallway demo` on a state directory, answering."""

    def __init__(self, state, *arguments, waits=True, **options):
        self.state = state
        self.socket = f"{state}/hallway.socket"
        super().__init__(
            "hallway", "demo", "--state", state, "--socket", self.socket, *arguments, **options
        )
        if waits:
            self.ready = self.announced()
            self.simulator_socket = self.ready["simulator"]
            self.wait_for_devices()

    def announced(self):
        """The next line that says where everything is."""
        return json.loads(self.line())

    def __enter__(self):
        return self

    def __exit__(self, kind, *_):
        try:
            status = self.end()
            if kind is None:
                assert status == 0, f"the demo ended with {status}: {self.complaint()}"
        finally:
            self.kill()

    def hall(self):
        return Wire(self.socket)

    def call(self, method, **parameters):
        """One call on a connection of its own, to the hall or to the simulators."""
        path = self.simulator_socket if method.startswith("Simulator.") else self.socket
        with Wire(path) as wire:
            return wire.call(method, **parameters)

    def refusal(self, method, **parameters):
        try:
            reply = self.call(method, **parameters)
        except Refusal as refusal:
            return refusal
        raise AssertionError(f"{method} was not refused: {reply}")

    def devices(self):
        return {device["id"]: device for device in self.call("Devices.List")["devices"]}

    def wait_for_devices(self, *names):
        """Until these devices, or all, are ready."""

        def ready():
            devices = self.devices()
            return all(devices[name]["state"] == "ready" for name in names or devices)

        until(f"devices {names or 'all'} ready", ready)

    def wait_for_device(self, name, **expected):
        def like_that():
            device = self.devices()[name]
            return all(device.get(key) == value for key, value in expected.items())

        until(f"{name} is {expected}", like_that)

    def take(self, service, **parameters):
        parameters.setdefault("requestId", str(uuid.uuid4()))
        return self.call("Queue.TakeTicket", service=service, **parameters)["ticket"]

    def take_in_hand(self, service, **parameters):
        """A number that its citizen has read off the screen, so that windows may call it."""
        ticket = self.take(service, **parameters)
        return self.call("Queue.HandOver", number=ticket["number"], secret=ticket["secret"])["ticket"]

    def ticket(self, number, secret=None):
        proof = {"secret": secret} if secret else {}
        return self.call("Queue.GetTicket", number=number, **proof)["ticket"]

    def wait_for_paper(self, ticket, *states):
        def settled():
            paper = self.ticket(ticket["number"], ticket["secret"])["paper"]
            return paper if paper["state"] in states else None

        return until(f"the paper of {ticket['number']} is {states}", settled)

    def printed(self, number):
        """The tickets with this number that came out of the simulated printer."""
        return [t for t in self.call("Simulator.Tickets")["tickets"] if t["number"] == number]

    def token(self, person):
        """Lays a card down, waits until it is read and takes it away again."""
        with self.hall() as wire:
            replies = wire.more("Cards.Read", timeoutSeconds=30)
            assert next(replies)["reading"]["state"] == "waiting"
            self.call("Simulator.PlaceCard", person=person)
            last = [reply["reading"] for reply in replies][-1]
        self.call("Simulator.RemoveCard")
        assert last["state"] == "card", last
        return last["token"]

    def serve(self, window, number):
        """Calls numbers to a window until this one is called, and finishes it."""
        # Nobody is called before they hold their number.
        in_hand = ("printed", "shown", "unknown")
        until(f"{number} is in hand", lambda: self.ticket(number)["paper"]["state"] in in_hand)
        for _ in range(100):
            called = self.call("Counter.CallNext", window=window).get("ticket")
            assert called, f"{number} is never called to window {window}"
            if called["number"] == number:
                return self.call("Counter.Finish", window=window)["ticket"]
        raise AssertionError(f"{number} was not among a hundred calls")


def rows(state, query, *values):
    """What the ledger on disk says, read with SQLite alone."""
    ledger = sqlite3.connect(f"file:{state}/hall.sqlite?mode=ro", uri=True)
    try:
        return ledger.execute(query, values).fetchall()
    finally:
        ledger.close()


def with_check_character(digits):
    """GB 11643: the last character of an ID number from the seventeen before it."""
    weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
    total = sum(weight * int(digit) for weight, digit in zip(weights, digits))
    return digits + "10X98765432"[total % 11]


def sample_hall():
    """The sample hall's file, to be changed and put elsewhere: the files it names stay where they are."""
    text = (ROOT / "Demo/hallway.yaml").read_text()
    for key, path in (
        ("cases: ", "cases.yaml"),
        ("calendar: [", "calendar/2026.yaml"),
        ("catalogue: ", "ratings.yaml"),
        ("guides: ", "guides.yaml"),
        ("    - ", "letters/"),
    ):
        assert key + path in text
        text = text.replace(key + path, f"{key}{ROOT}/Demo/{path}")
    return text


def invented_people():
    """ID numbers and names of everybody in the sample hall, from the files that invent them."""
    cases = (ROOT / "Demo/cases.yaml").read_text()
    numbers = set(re.findall(r"idNumber: (\S+)", cases))
    # An organisation's name is public.
    persons = [case for case in cases.split("\n  - receipt") if "\n    idNumber:" in case]
    names = {name for case in persons for name in re.findall(r"^    name: (\S+)", case, re.M)}
    people = ROOT / "Devices/Simulators/DeviceSimulators/Reader/InventedPeople.swift"
    source = people.read_text()
    numbers |= {with_check_character(d) for d in re.findall(r'withCheckCharacter\("(\d+)"', source)}
    numbers |= set(re.findall(r'number: "(\w+)"', source))
    names |= set(re.findall(r'"\w+", "(\S+)", \.(?:fe)?male', source))
    names |= set(re.findall(r'englishName: "([^"]+)"', source))
    return numbers, names


def encoded(words):
    """Each word as whatever may have kept it would write it."""
    for word in words:
        for encoding in ("utf-8", "utf-16-le", "utf-16-be", "gb18030"):
            yield word.encode(encoding)


def command(*words, hall=None, stdin=None):
    """Runs `hallway`, of a hall where one is given: its status, and what it wrote and complained."""
    socket_words = ["--socket", hall.socket] if hall else []
    done = subprocess.run(
        [program("hallway"), *words, *socket_words],
        input=stdin, capture_output=True, text=True, timeout=COMMAND_SECONDS,
    )  # fmt: skip
    return done.returncode, done.stdout, done.stderr


class Deadline:
    """Ends a test that hangs: one that waits for ever proves nothing."""

    def __init__(self, seconds):
        self.seconds = seconds

    def __enter__(self):
        def fail(*_):
            raise TimeoutError(f"the test did not end within {self.seconds} s")

        signal.signal(signal.SIGALRM, fail)
        signal.alarm(self.seconds)

    def __exit__(self, *_):
        signal.alarm(0)
