"""Fronts in real terminals, measured for Fronts.swift: fronts.py BIN SOCKET > JSON.

Each keystroke's repaint against Ctrl-L, which paints the same screen whole, turn about: microseconds
from the key to the last byte, and bytes. And each front's memory before and after random events.
"""

import fcntl
import json
import os
import pty
import random
import select
import signal
import struct
import subprocess
import sys
import termios
import time
import uuid
from socket import AF_UNIX, socket

BIN, SOCKET = sys.argv[1:]
ROUNDS, KEYS = 9, 32
RANDOM_EVENTS = 20_000
SEED = 734
# A repaint comes in one burst of writes; after so long without one it is over.
SETTLED = 0.02
# Nothing here takes so long; a front that draws nothing for a key is one that has nothing to draw.
FIRST_BYTE = 1.0
START = 30.0
REDRAW = b"\x0c"
WINDOW, SERVICE = "1", "service-1"


def call(method, **parameters):
    with socket(AF_UNIX) as wire:
        wire.connect(SOCKET)
        message = {"method": f"org.hallway.{method}", "parameters": parameters}
        wire.sendall(json.dumps(message).encode() + b"\0")
        data = b""
        while not data.endswith(b"\0"):
            data += wire.recv(65536)
    reply = json.loads(data[:-1])
    if "error" in reply:
        raise RuntimeError(reply)
    return reply["parameters"]


class Front:
    def __init__(self, *command, columns=80, rows=24):
        self.master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        self.process = subprocess.Popen(
            [f"{BIN}/{command[0]}", *command[1:]],
            stdin=slave, stdout=slave, stderr=slave, start_new_session=True,
            env={"PATH": os.environ["PATH"], "TERM": "xterm-256color", "LANG": "C.UTF-8"},
        )  # fmt: skip
        os.close(slave)
        self.drain(START)
        # The hall has been heard by then, and what it said is drawn; a tick each second draws on.
        for _ in range(3):
            self.drain(FIRST_BYTE)

    def drain(self, first):
        """Bytes of one burst, and when the last of it came."""
        count, last, patience = 0, time.perf_counter(), first
        while select.select([self.master], [], [], patience)[0]:
            try:
                count += len(os.read(self.master, 65536))
            except OSError:
                # The front has ended.
                break
            last, patience = time.perf_counter(), SETTLED
        self.last = last
        return count

    def cost(self, act):
        """Microseconds and bytes from an act to the last byte it draws."""
        self.drain(0)
        start = time.perf_counter()
        act()
        count = self.drain(FIRST_BYTE)
        return (self.last - start) * 1e6, count

    def press(self, key):
        return self.cost(lambda: os.write(self.master, key))

    def memory(self):
        """Resident kibibytes."""
        with open(f"/proc/{self.process.pid}/status") as status:
            return next(int(line.split()[1]) for line in status if line.startswith("VmRSS"))

    def end(self):
        self.process.send_signal(signal.SIGTERM)
        while self.process.poll() is None:
            self.drain(0.05)
        os.close(self.master)


def share(sorted_values, part):
    return sorted_values[min(len(sorted_values) - 1, int(len(sorted_values) * part))]


def measure(front, acts):
    """By round: the middle and the slowest percent of both sides, and the bytes of both."""
    result = {key: [] for key in ("p50", "p99", "bytes", "wholeP50", "wholeP99", "wholeBytes")}
    turn = 0
    for _ in range(ROUNDS):
        keys, whole = [], []
        while len(keys) < KEYS:
            microseconds, count = front.cost(acts[turn % len(acts)])
            turn += 1
            redrawn = front.press(REDRAW)
            if not count or not redrawn[1]:
                raise RuntimeError("a key that has to draw something drew nothing")
            keys.append((microseconds, count))
            whole.append(redrawn)
        for prefix, side in (("", keys), ("whole", whole)):
            times = sorted(time for time, _ in side)
            name = (lambda text: prefix + text[0].upper() + text[1:]) if prefix else str
            result[name("p50")].append(share(times, 0.5))
            result[name("p99")].append(share(times, 0.99))
            result[name("bytes")].append(sum(count for _, count in side) / len(side))
    return result


def shaken(front, keys):
    """Memory before and after random events, in bursts as a monkey makes them."""
    dice = random.Random(SEED)
    before = front.memory()
    for _ in range(RANDOM_EVENTS // 20):
        os.write(front.master, b"".join(dice.choices(keys, k=20)))
        front.drain(0.005)
    return {"before": before, "after": front.memory()}


def main():
    common = ("--socket", SOCKET)
    # As a terminal sends them whose keypad speaks to the program.
    arrows = [b"\x1bOA", b"\x1bOB", b"\x1bOC", b"\x1bOD"]
    monkey = [bytes([byte]) for byte in b"abcdefghijklmnopqrstuvwxyz0123456789 \r\t\x7f\x1b"]
    monkey += arrows + [b"\x1b[<0;5;5M", b"\x1b[<0;40;20M", b"\x1b[<0;70;22M", REDRAW]
    result = {}

    def to_and_fro(front):
        """The proposed choice moves by one and back; each moves something."""
        front.press(arrows[1])
        front.press(arrows[1])
        return [lambda key=key: os.write(front.master, key) for key in (arrows[0], arrows[1])]

    kiosk = Front("hallway-kiosk", *common)
    result["kiosk"] = measure(kiosk, to_and_fro(kiosk)) | shaken(kiosk, monkey)
    kiosk.end()

    for _ in range(3):
        ticket = call("Queue.TakeTicket", service=SERVICE, requestId=str(uuid.uuid4()))["ticket"]
        call("Queue.HandOver", number=ticket["number"], secret=ticket["secret"])
    call("Counter.CallNext", window=WINDOW)

    window = Front("hallway-window", WINDOW, *common)
    window.press(b"t")
    result["window"] = measure(window, to_and_fro(window)) | shaken(window, monkey)
    window.end()

    # Nobody presses anything at a board: what makes it draw is a call.
    board = Front("hallway-board", *common)
    call("Counter.CallNext", window=WINDOW)
    recall = [lambda: call("Counter.Recall", window=WINDOW)]
    result["board"] = measure(board, recall) | shaken(board, monkey)
    board.end()
    json.dump(result, sys.stdout)


main()
