"""ESC/POS from the printer's side, written for these tests alone: bytes in, what is on paper out.

Nothing here knows Hallway's sources. `read` is held against python-escpos, another maker's encoder;
`Printer` answers a driver as a real one does; `Tap` listens to a line between a driver and a printer.
"""

import socket
import subprocess
import tempfile
import threading
from dataclasses import dataclass, field

from PIL import Image


@dataclass
class Text:
    """One printed line."""

    text: str
    width: int = 1
    height: int = 1
    bold: bool = False
    align: str = "left"


@dataclass
class QR:
    payload: str


@dataclass
class Picture:
    width: int
    rows: int
    dots: bytes

    def image(self):
        """Black on white, one pixel a dot."""
        # In mode 1 a set bit is white; in GS v 0 a set bit is black.
        inverted = bytes(byte ^ 0xFF for byte in self.dots)
        return Image.frombytes("1", (self.width, self.rows), inverted)


@dataclass
class Ticket:
    items: list = field(default_factory=list)

    def lines(self):
        return [item.text for item in self.items if isinstance(item, Text)]

    def codes(self):
        """Payloads of native codes and of pictures that zbarimg reads."""
        native = [item.payload for item in self.items if isinstance(item, QR)]
        return native + scanned(self.pictures())

    def pictures(self):
        return [item for item in self.items if isinstance(item, Picture)]


class Unreadable(Exception):
    """Bytes that no printer of ours would understand."""


LINE_FEED, ESC, FS, GS = 0x0A, 0x1B, 0x1C, 0x1D


def read(data):
    """The tickets in a stream of bytes, cut by cut; what was not cut off is the last one."""
    return Reader(data).tickets()


class Reader:
    def __init__(self, data):
        self.data = data
        self.at = 0
        self.found = []
        self.ticket = Ticket()
        self.line = bytearray()
        self.answers = []
        self.reset()

    def reset(self):
        self.width = self.height = 1
        self.bold = False
        self.align = "left"
        self.stored = b""

    def take(self, count):
        if self.at + count > len(self.data):
            raise Unreadable(f"{count} bytes are missing at the end")
        self.at += count
        return self.data[self.at - count : self.at]

    def tickets(self):
        while self.at < len(self.data):
            self.command()
        if self.line:
            self.end_line()
        return self.found + ([self.ticket] if self.ticket.items else [])

    def command(self):
        byte = self.take(1)[0]
        if byte == LINE_FEED:
            self.end_line()
        elif byte == 0x10:
            self.take(2)
        elif byte == ESC:
            self.escape(self.take(1)[0])
        elif byte == FS:
            code = self.take(1)[0]
            self.take({0x26: 0, 0x2E: 0, 0x21: 1, 0x2D: 1, 0x57: 1, 0x53: 2}[code])
        elif byte == GS:
            self.group(self.take(1)[0])
        elif byte >= 0x20:
            self.line.append(byte)
        else:
            raise Unreadable(f"{byte:02X} at {self.at - 1}")

    def escape(self, code):
        if code == 0x40:
            self.line.clear()
            self.reset()
        elif code == 0x61:
            self.align = ["left", "center", "right"][self.take(1)[0] & 3]
        elif code == 0x45:
            self.bold = bool(self.take(1)[0] & 1)
        elif code == 0x21:
            mode = self.take(1)[0]
            self.bold = bool(mode & 8)
            self.width, self.height = 1 + bool(mode & 0x20), 1 + bool(mode & 0x10)
        elif code in (0x64, 0x4A):
            self.take(1)
            if self.line:
                self.end_line()
        else:
            lengths = {0x2D: 1, 0x4D: 1, 0x74: 1, 0x7B: 1, 0x32: 0, 0x33: 1, 0x52: 1}
            self.take(lengths[code])

    def group(self, code):
        if code == 0x21:
            size = self.take(1)[0]
            self.width, self.height = (size >> 4 & 7) + 1, (size & 7) + 1
        elif code == 0x56:
            if self.take(1)[0] in (0x41, 0x42, 0x61, 0x62):
                self.take(1)
            assert not self.line, "a cut in the middle of a line is none"
            if self.ticket.items:
                self.found.append(self.ticket)
            self.ticket = Ticket()
        elif code == 0x76:
            kind, mode, low, high, rows_low, rows_high = self.take(6)
            assert kind == 0x30 and mode == 0
            width, rows = low + 256 * high, rows_low + 256 * rows_high
            self.picture(Picture(8 * width, rows, self.take(width * rows)))
        elif code == 0x28:
            kind = self.take(1)[0]
            low, high = self.take(2)
            self.block(kind, self.take(low + 256 * high))
        elif code == 0x72:
            self.take(1)
            self.answers.append(b"\x00")
        else:
            self.take({0x61: 1, 0x42: 1, 0x62: 1, 0x48: 1, 0x66: 1, 0x68: 1, 0x77: 1}[code])

    def block(self, kind, data):
        if kind == 0x6B and data[1] == 0x50:
            self.stored = data[3:]
        elif kind == 0x6B and data[1] == 0x51:
            self.ticket.items.append(QR(self.stored.decode()))
        elif kind == 0x48:
            self.answers.append(b"\x37\x22" + data[2:6] + b"\x00")

    def picture(self, picture):
        """Bands of one picture follow each other without a gap."""
        last = self.ticket.items[-1] if self.ticket.items else None
        if isinstance(last, Picture) and last.width == picture.width:
            last.rows += picture.rows
            last.dots += picture.dots
        else:
            self.ticket.items.append(picture)

    def end_line(self):
        # Python's own GB18030; a head prints nothing for an empty line.
        text = bytes(self.line).decode("gb18030")
        if text:
            item = Text(text, self.width, self.height, self.bold, self.align)
            self.ticket.items.append(item)
        self.line.clear()


def scanned(pictures):
    """QR payloads that zbarimg finds in pictures."""
    found = []
    for picture in pictures:
        image = picture.image().convert("L")
        page = Image.new("L", (image.width + 64, image.height + 64), 255)
        page.paste(image, (32, 32))
        with tempfile.NamedTemporaryFile(suffix=".png") as file:
            page.save(file.name)
            done = subprocess.run(
                ["zbarimg", "--nodbus", "--quiet", "--raw", file.name],
                capture_output=True, text=True,
            )  # fmt: skip
        found += done.stdout.split()
    return found


class Server:
    """A TCP port on 127.0.0.1 that serves one connection after another."""

    def __init__(self):
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.received = bytearray()
        self.thread = threading.Thread(target=self._run, daemon=True)

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        # Only a shutdown wakes a thread that waits in accept.
        self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()
        self.thread.join(10)
        assert not self.thread.is_alive()

    def _run(self):
        while True:
            try:
                connection, _ = self.listener.accept()
            except OSError:
                return
            with connection:
                try:
                    self.serve(connection)
                except OSError:
                    pass  # the driver went away; the next connection is served anew

    def job(self):
        """What was sent, without the questions a driver asks in between (DLE EOT n)."""
        return strip_questions(bytes(self.received))


def strip_questions(data):
    """Outside pictures a DLE is a real-time command; ours never put one inside (C.7)."""
    kept = bytearray()
    at = 0
    while at < len(data):
        if data[at] == 0x10 and data[at + 1 : at + 2] in (b"\x04", b"\x05"):
            at += 3
        else:
            kept.append(data[at])
            at += 1
    return bytes(kept)


class Printer(Server):
    """A healthy printer: answers DLE EOT at once, GS ( H and GS r in their turn."""

    def __init__(self, marks=True):
        super().__init__()
        self.marks = marks

    def serve(self, connection):
        pending = b""
        while data := connection.recv(65536):
            self.received += data
            # Real-time questions are answered by the interrupt, whatever stands before them.
            connection.sendall(b"\x12" * data.count(b"\x10\x04"))
            pending += strip_questions(data)
            if answers := self.answers(pending):
                connection.sendall(b"".join(answers))
                pending = b""

    def answers(self, pending):
        """Answers of a job that has come whole; a half one waits for its rest."""
        reader = Reader(pending)
        try:
            reader.tickets()
        except (Unreadable, IndexError):
            return []
        return [answer for answer in reader.answers if self.marks or answer == b"\x00"]


class Tap(Server):
    """Passes bytes on to a printer and back, and keeps what the driver sent."""

    def __init__(self, port):
        super().__init__()
        self.target = port

    def serve(self, connection):
        with socket.create_connection(("127.0.0.1", self.target)) as printer:
            back = threading.Thread(target=self._back, args=(printer, connection), daemon=True)
            back.start()
            try:
                while data := connection.recv(65536):
                    self.received += data
                    printer.sendall(data)
            finally:
                try:
                    printer.shutdown(socket.SHUT_RDWR)
                except OSError:
                    pass  # it was closed from the other end
                back.join(10)

    @staticmethod
    def _back(printer, connection):
        try:
            while data := printer.recv(65536):
                connection.sendall(data)
        except OSError:
            pass  # either end closed: the other direction notices too
