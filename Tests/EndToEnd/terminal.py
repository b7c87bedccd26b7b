"""A terminal for programs that draw: a real pty, read by an emulator that is not ours (pyte)."""

import fcntl
import itertools
import math
import os
import pty
import re
import select
import signal
import struct
import subprocess
import termios
import time

import pyte
from hall import END_SECONDS, ROOT, program
from wcwidth import wcwidth

# One answer of the kiosk, which draws at once but asks a service first.
SCREEN_SECONDS = 60

# A screen is drawn with one burst of writes; after so long without one it is whole.
SETTLED_SECONDS = 0.3

UP, DOWN, ENTER, ESCAPE, F2, F3 = "\x1b[A", "\x1b[B", "\r", "\x1b", "\x1bOQ", "\x1bOR"

HOME = {"zh": "您好！请问您要办什么？", "en": "Welcome. What would you like to do?"}


class _Screen(pyte.Screen):
    """pyte's screen with what xterm's description promises and pyte does not know."""

    last = " "

    def draw(self, data):
        super().draw(data)
        self.last = data[-1:] or self.last

    def repeat(self, count=1):
        """REP, `CSI n b`: the last character again."""
        super().draw(self.last * (count or 1))

    def scroll_up(self, count=1):
        """SU, `CSI n S`: the region moves up, the cursor stays."""
        self._scroll(count, bottom=True, step=self.index)

    def scroll_down(self, count=1):
        """SD, `CSI n T`."""
        self._scroll(count, bottom=False, step=self.reverse_index)

    def _scroll(self, count, bottom, step):
        top, end = self.margins or pyte.screens.Margins(0, self.lines - 1)
        x, y = self.cursor.x, self.cursor.y
        self.cursor.y = end if bottom else top
        for _ in range(count or 1):
            step()
        self.cursor.x, self.cursor.y = x, y


class _Stream(pyte.ByteStream):
    csi = {**pyte.ByteStream.csi, "b": "repeat", "S": "scroll_up", "T": "scroll_down"}
    events = pyte.ByteStream.events | {"repeat", "scroll_up", "scroll_down"}


class Terminal:
    """A program on a pty of its own."""

    def __init__(self, command, columns=100, rows=30, environment=None):
        self.size = (columns, rows)
        self.screen = _Screen(columns, rows)
        self.stream = _Stream(self.screen)
        self.raw = b""
        self.master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        self.settings = termios.tcgetattr(slave)
        self.slave = slave
        if environment is None:
            environment = {"TERM": "xterm-256color", "LANG": "C.UTF-8"}
        self.process = subprocess.Popen(
            command,
            stdin=slave,
            stdout=slave,
            stderr=slave,
            start_new_session=True,
            preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),
            env={"PATH": os.environ["PATH"], **environment},
        )

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.wait()
            finally:
                if self.process.poll() is None:
                    self.process.kill()
                    self.process.wait()
        os.close(self.slave)
        os.close(self.master)

    def pump(self, seconds=0.0):
        """Takes in what the program has drawn, waiting so long for the first of it."""
        while self.take_in(seconds):
            seconds = 0

    def take_in(self, seconds):
        """Takes in one piece of what was drawn; a terminal holds 4096 bytes back at most."""
        if not select.select([self.master], [], [], seconds)[0]:
            return False
        data = os.read(self.master, 65536)
        self.raw += data
        self.stream.feed(data)
        return True

    @property
    def text(self):
        return "\n".join(self._line(row).rstrip() for row in range(self.size[1]))

    def _line(self, row):
        """The second cell of a wide character is empty; an empty one elsewhere was half erased."""
        cells = [self.screen.buffer[row][column].data for column in range(self.size[0])]
        return "".join(
            cell or ("" if before and wcwidth(before) == 2 else " ")
            for before, cell in zip(["", *cells], cells)
        )

    def wait_until(self, what, condition, seconds=SCREEN_SECONDS):
        end = time.monotonic() + seconds
        while not condition(self.text):
            left = end - time.monotonic()
            assert left > 0, f"not on the screen within {seconds} s: {what}\n{self.text}"
            assert self.process.poll() is None, f"ended with {self.process.returncode}\n{self.text}"
            # Piece by piece: who reads late still sees a screen that another one follows.
            self.take_in(min(left, 0.5))
        return self.text

    def see(self, *words, seconds=SCREEN_SECONDS):
        """Waits until all of these are on the screen."""
        return self.wait_until(words, lambda text: all(word in text for word in words), seconds)

    def type(self, keys):
        os.write(self.master, keys.encode())

    def press(self, keys, *words):
        """Types, then waits for these words."""
        self.type(keys)
        return self.see(*words)

    def find(self, words):
        """Column and row of words on the screen, counted from 1 as terminals do."""
        for row in range(self.size[1]):
            line = self.screen.buffer[row]
            cells = [line[column].data for column in range(self.size[0])]
            at = "".join(cells).find(words)
            if at >= 0:
                # The second cell of a wide character is empty in the buffer.
                length = 0
                for column, cell in enumerate(cells):
                    if length >= at and cell:
                        return column + 1, row + 1
                    length += len(cell)
        raise AssertionError(f"{words} is not on the screen:\n{self.text}")

    def touch(self, words):
        """Presses and releases a finger there: SGR mouse reports (xterm, mode 1006)."""
        self.see(words)
        column, row = self.find(words)
        self.type(f"\x1b[<0;{column};{row}M\x1b[<0;{column};{row}m")

    def wait(self, seconds=END_SECONDS):
        """The exit status; what the program still draws is taken in."""
        end = time.monotonic() + seconds
        while self.process.poll() is None:
            assert time.monotonic() < end, f"{self.process.args} does not end"
            self.pump(0.05)
        self.pump(0.05)
        return self.process.returncode


class Kiosk(Terminal):
    def __init__(
        self, demo, *arguments, language="zh", columns=100, rows=30, socket=None, **options
    ):
        self.language = language
        super().__init__(
            [
                program("hallway-kiosk"),
                *("--socket", socket or demo.socket, "--simulator", demo.simulator_socket),
                *("--language", language),
                *arguments,
            ],
            columns,
            rows,
            **options,
        )
        self.demo = demo
        self.at_home()

    def at_home(self, seconds=SCREEN_SECONDS):
        last_choice = {"zh": "预约签到", "en": "Reservation check-in"}[self.language]
        return self.see(HOME[self.language], last_choice, seconds=seconds)

    def go_home(self):
        self.type("h")
        self.at_home()

    def go_home_from_form(self):
        """In a form a letter is part of what is typed."""
        self.press(ESCAPE, {"zh": "您想怎么查？", "en": "How would you like"}[self.language])
        self.go_home()

    def choose(self, service):
        """From home to a service, by its digits as they stand on the screens."""
        hall = self.demo.call("Hall.Describe")
        found = next(s for s in hall["services"] if s["id"] == service)
        fields = [f["id"] for f in hall["hall"]["fields"]]
        fields = [f for f in fields if any(s["field"] == f for s in hall["services"])]
        there = [s["id"] for s in hall["services"] if s["field"] == found["field"]]
        self.press("1", {"zh": "您要办哪方面的事？", "en": "What is it about?"}[self.language])
        self.turn_to(fields.index(found["field"]))
        self.see({"zh": "请选择要办的事", "en": "Which matter?"}[self.language])
        self.turn_to(there.index(service))

    def turn_to(self, index):
        self.type("9" * (index // 8) + str(index % 8 + 1))

    def number(self):
        """The number in large letters, read from their shapes once they are all drawn."""

        def is_drawn(_text):
            seen = self.large_number()
            if not seen or not re.fullmatch(r"[A-Z]{1,3}[0-9]{3,}", seen):
                return False
            # A screen arrives in pieces; half a number may look like another one.
            self.pump(SETTLED_SECONDS)
            return self.large_number() == seen

        self.wait_until("a large number", is_drawn)
        return self.large_number()

    def large_number(self, _text=None):
        width, height = self.size
        rows = [[self.screen.buffer[y][x].data or " " for x in range(width)] for y in range(height)]
        rows = [row for row in rows if any(cell in "█▀▄" for cell in row)]
        # Two dots to a cell: its upper and its lower half.
        dots = [[cell in ink for cell in row] for row in rows for ink in ("█▀", "█▄")]
        while dots and not any(dots[-1]):
            dots.pop()
        while dots and not any(dots[0]):
            dots.pop(0)
        if not dots:
            return None
        high = len(dots) // 7
        wide = math.gcd(*(len(run) for line in dots for run in _runs(line)))
        if high < 1 or len(dots) % 7:
            return None
        letters, letter = [], []
        for x in [*range(width), None]:
            column = x is not None and [dots[y * high + high // 2][x] for y in range(7)]
            if column and any(column):
                letter.append(column)
            elif letter:
                letters.append(tuple(map(tuple, letter[::wide])))
                letter = []
        return "".join(LARGE_LETTERS.get(letter, "?") for letter in letters)


def _runs(line):
    """The inked stretches of a line of dots."""
    return [list(run) for inked, run in itertools.groupby(line) if inked]


def _large_letters():
    """What each letter looks like, as columns of dots without the empty ones at its sides."""
    source = (ROOT / "Kiosk/TextUI/LargeFont.swift").read_text()
    letters = {}
    for letter, lines in re.findall(r'"([0-9A-Z])": \[([^\]]+)\]', source):
        lines = [f"{int(line, 2):05b}" for line in lines.split(", ")]
        columns = [tuple(line[x] == "1" for line in lines) for x in range(5)]
        # O looks like 0, which is why halls have no numbers with O; the digits come first.
        letters.setdefault(tuple(column for column in columns if any(column)), letter)
    return letters


LARGE_LETTERS = _large_letters()
