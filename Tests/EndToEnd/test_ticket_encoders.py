"""One ticket, two encoders, two readers: python-escpos' bytes and ours mean the same to both.

The driver's bytes are tapped on their way to the simulated printer. The simulator reads them, and
so does `paper.read`, written apart from it and held against python-escpos itself; then python-escpos
writes what was read, and the simulator must print the same text, code and cut.
"""

import json
import os
import uuid

import pytest
from escpos.printer import Dummy, Network
from hall import START_SECONDS, Program, Wire, sample_hall, until
from paper import QR, Picture, Printer, Tap, Text, read
from PIL import Image, ImageChops, ImageDraw, ImageFont

# The font of packages.apt that has every character of this test.
HANAZONO = "/usr/share/fonts/truetype/hanazono/HanaMinA.ttf"


class Simulator(Program):
    def __init__(self, state, *arguments):
        self.socket = f"{state}/simulator.socket"
        super().__init__(
            "hallway-simulator", "--state", state, "--socket", self.socket, "--until-eof",
            *arguments,
        )  # fmt: skip
        self.devices = json.loads(self.line())["devices"]

    @property
    def port(self):
        return int(self.devices["printer"].rpartition(":")[2])

    def call(self, method, **parameters):
        with Wire(self.socket) as wire:
            return wire.call(f"Simulator.{method}", **parameters)

    def tickets(self):
        return self.call("Tickets")["tickets"]

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.end()
        self.kill()


class Hall(Program):
    """hallwayd with a reader of the simulator and a printer at a port of ours."""

    def __init__(self, state, port, profile="generic-80"):
        self.socket = f"{state}/hallway.socket"
        text = sample_hall()
        before, _, rest = text.partition("\ndevices:\n")
        _, _, after = rest.partition("\n\n")
        devices = (
            "\ndevices:\n"
            '  - {id: reader, driver: sam-v, address: "serial:devices/reader?baud=115200"}\n'
            f'  - {{id: printer, driver: esc-pos, address: "tcp:127.0.0.1:{port}",'
            f" profile: {profile}}}\n\n"
        )
        config = f"{state}/hall.yaml"
        with open(config, "w") as file:
            file.write(before + devices + after)
        super().__init__(
            "hallwayd", "--config", config, "--state", state, "--socket", self.socket,
            "--until-eof",
        )  # fmt: skip
        until("the printer is ready", lambda: self.printer() == "ready", START_SECONDS)

    def printer(self):
        assert self.process.poll() is None, self.complaint()
        try:
            devices = self.call("Devices.List")["devices"]
        except OSError:
            return None
        return {device["id"]: device["state"] for device in devices}["printer"]

    def call(self, method, **parameters):
        with Wire(self.socket) as wire:
            return wire.call(method, **parameters)

    def token(self, simulator, person):
        with Wire(self.socket) as wire:
            replies = wire.more("Cards.Read", timeoutSeconds=30)
            assert next(replies)["reading"]["state"] == "waiting"
            simulator.call("PlaceCard", person=person)
            last = [reply["reading"] for reply in replies][-1]
        simulator.call("RemoveCard")
        assert last["state"] == "card", last
        return last["token"]

    def take(self, service, **parameters):
        """A ticket, once its paper is settled."""
        request = str(uuid.uuid4())
        ticket = self.call(
            "Queue.TakeTicket", service=service, requestId=request, **parameters
        )["ticket"]
        proof = {"number": ticket["number"], "secret": ticket["secret"]}

        def paper():
            state = self.call("Queue.GetTicket", **proof)["ticket"]["paper"]["state"]
            return state if state not in ("pending", "sent") else None

        return ticket["number"], until("the ticket is printed or not", paper)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.end()
        self.kill()


def write(printer, items):
    """One ticket by python-escpos, as its users print Chinese: size and place by its own calls,
    the text in GB18030 through `_raw`, since its code pages have no Chinese."""
    for item in items:
        if isinstance(item, Text):
            printer.set(
                align=item.align, bold=item.bold, custom_size=True, width=item.width,
                height=item.height,
            )  # fmt: skip
            printer._raw(item.text.encode("gb18030") + b"\n")
        elif isinstance(item, QR):
            printer.set(align="center")
            # 1 is level M in python-escpos.
            printer.qr(item.payload, ec=1, size=6, native=True)
        elif isinstance(item, Picture):
            printer.set(align="left")
            printer.image(item.image())
    printer.set(align="left", normal_textsize=True, bold=False)
    printer.cut(mode="PART")


SAMPLE = [
    Text("东莞示例大厅", 2, 2, False, "center"),
    Text("A012", 6, 6, True, "center"),
    Text("-" * 48),
    Text("前面等候: 3 人", bold=True),
    QR("https://hall.example/t/A012?k=7f3c9b"),
    Text("SAMPLE ticket, 镕 is in GBK and not in GB2312"),
]


def test_the_independent_reader_reads_what_python_escpos_was_told():
    printer = Dummy()
    printer.open()
    printer.hw("INIT")
    write(printer, SAMPLE)
    (ticket,) = read(printer.output)
    assert ticket.items == SAMPLE


def test_the_independent_reader_scans_a_drawn_code_of_python_escpos():
    printer = Dummy()
    printer.open()
    printer.qr("HALLWAY", ec=1, size=4, native=False)
    (ticket,) = read(printer.output)
    assert ticket.codes() == ["HALLWAY"]


@pytest.fixture
def simulators(state):
    ours, theirs = f"{state}/ours", f"{state}/theirs"
    os.mkdir(ours)
    os.mkdir(theirs)
    with Simulator(ours, "--reader", "reader", "--printer", "printer") as first:
        with Simulator(theirs, "--printer", "printer") as second:
            yield ours, first, second


def test_the_same_ticket_by_both_encoders_reads_the_same_to_both_readers(simulators):
    state, ours, theirs = simulators
    with Tap(ours.port) as tap, Hall(state, tap.port) as hall:
        card = hall.token(ours, "jixiang")
        number, paper = hall.take("id-card-renewal", card=card)
        assert paper == "printed"
        sent = tap.job()
    (printed,) = ours.tickets()
    assert printed["number"] == number

    # Ours to the independent reader: text, code and cut are those the simulator printed.
    (ticket,) = read(sent)
    simulated = [line.strip() for line in printed["text"].splitlines()]
    assert ticket.lines()
    for line in ticket.lines():
        assert line.strip() in simulated, line
    (code,) = ticket.codes()
    assert f"[QR: {code}]" in simulated

    # The same ticket by python-escpos: the simulator prints the same.
    printer = Network("127.0.0.1", port=theirs.port)
    printer.open()
    printer.hw("INIT")
    write(printer, ticket.items)
    printer.close()
    again = until("python-escpos' ticket", theirs.tickets)
    assert len(again) == 1, "one cut"
    assert inked(again[0]["text"]) == inked(printed["text"])
    assert again[0]["number"] == number


def inked(text):
    """The lines with something on them, each where it stands across the paper: how much blank paper
    lies between them each encoder chooses."""
    return [line for line in text.splitlines() if line.strip()]


def test_a_name_beyond_gbk_is_on_the_ticket_dot_by_dot(simulators):
    """𠮷 (U+20BB7) has four bytes in GB18030 and no head prints it: it must be drawn."""
    state, ours, _ = simulators
    with Tap(ours.port) as tap, Hall(state, tap.port) as hall:
        card = hall.token(ours, "jixiang")
        hall.take("id-card-renewal", card=card)
        (ticket,) = read(tap.job())
    (printed,) = ours.tickets()
    assert "�" not in printed["text"] and "□" not in printed["text"]
    # The only drawn line of this ticket: 取号人: 𠮷**, three Han cells, a colon and a space.
    (picture,) = ticket.pictures()
    cell = picture.image().convert("L").crop((4 * 24, 0, 5 * 24, 24))
    likeness = {character: overlap(cell, drawn(character)) for character in "𠮷吉王示口〓士"}
    best = max(likeness, key=likeness.get)
    assert best == "𠮷", likeness
    assert likeness["𠮷"] > 0.95, likeness
    # And it came out of the simulated head at the left edge of the paper, dot for dot.
    assert contains(Image.open(printed["png"]).convert("L"), picture.image().convert("L"))


def drawn(character):
    """The character in 24 dots by FreeType, without pango and cairo: drawn eight times as large, so
    that no hinting moves or drops a stroke, and averaged."""
    font = ImageFont.truetype(HANAZONO, 24 * 8)
    left, top, right, bottom = font.getbbox(character)
    image = Image.new("L", (24 * 8, 24 * 8), 255)
    place = (96 - (left + right) / 2, 96 - (top + bottom) / 2)
    ImageDraw.Draw(image).text(place, character, font=font, fill=0)
    return image.resize((24, 24), Image.Resampling.BOX)


def ink(image):
    return {
        (x, y)
        for y in range(image.height)
        for x in range(image.width)
        # A hairline that falls between two rows of dots still counts.
        if image.getpixel((x, y)) < 0xB7
    }


def overlap(a, b):
    """How much of the ink of either lies within a dot of the other's, where they fit best: FreeType
    hints strokes by a dot, and 吉 differs from 𠮷 by two and more."""
    first, second = ink(a), ink(b)

    def near(dots):
        return {(x + dx, y + dy) for x, y in dots for dx in (-1, 0, 1) for dy in (-1, 0, 1)}

    around = near(first)
    best = 0.0
    for dx in range(-3, 4):
        for dy in range(-4, 5):
            moved = {(x + dx, y + dy) for x, y in second}
            shared = len(moved & around) + len(first & near(moved))
            best = max(best, shared / max(1, len(first) + len(second)))
    return best


def contains(paper, picture):
    """Whether the picture's ink stands somewhere on the paper, at its left edge."""
    wanted = picture.point(lambda value: 255 if value < 128 else 0)
    for top in range(paper.height - picture.height + 1):
        part = paper.crop((0, top, picture.width, top + picture.height))
        there = part.point(lambda value: 255 if value < 128 else 0)
        if ImageChops.difference(there, wanted).getbbox() is None:
            return True
    return False


@pytest.mark.parametrize("profile, marks", [("generic-80", True), ("clone-80", False)])
def test_our_driver_prints_on_a_printer_that_is_not_ours(simulators, profile, marks):
    """A printer written in Python takes the ticket and confirms it, by GS ( H or by GS r."""
    state, ours, _ = simulators
    with Printer(marks=marks) as printer, Hall(state, printer.port, profile) as hall:
        number, paper = hall.take("enquiry-policy")
        assert paper == "printed"
        (ticket,) = read(printer.job())
    (big,) = [item for item in ticket.items if isinstance(item, Text) and item.width == 6]
    assert big.text == number and big.bold and big.align == "center"
    assert len(ticket.codes()) == 1


def test_a_one_way_printer_is_never_said_to_have_printed(simulators):
    state, ours, _ = simulators
    with Printer() as printer, Hall(state, printer.port, "one-way-80") as hall:
        _, paper = hall.take("enquiry-policy")
        assert paper == "unknown"
        until("the ticket", lambda: read(printer.job()))
        (ticket,) = read(printer.job())
        # Its head draws no QR code: the symbol comes as a picture and scans.
        assert len(ticket.codes()) == 1 and ticket.pictures()
