"""Devices on a USB serial line (CDC ACM): reader and rating pads of hallway-simulator, a scanner."""

import tty

from guest.gadget import port_path
from guest.simulator import Line, Simulator
from guest.unit import Feed, USBUnit
from guest.uses import rate, read_card, waiting_for_card


class SerialUnit(USBUnit):
    """A gadget with one ACM function; its inner end is /dev/ttyGSn."""

    maker, model = "Virtual Hall", "Serial line"
    vendor, product = 0x1209, 0x0008
    baud = 9600

    def functions(self):
        self.feed = None
        self.function = self.gadget.add(f"acm.{self.name}")

    def plug(self, port=None):
        # Raw before the host can open its end: an echo would be taken for an answer.
        number = (self.function / "port_num").read_text().strip()
        self.feed = Feed(f"/dev/ttyGS{number}", self.received)
        tty.setraw(self.feed.file)
        super().plug(port)

    def unplug(self):
        super().unplug()
        self.feed.stop()
        self.feed = None

    def send(self, data):
        if self.feed:
            self.feed.write(data)

    def address(self, port):
        # Generic serial lines are told apart by their port alone: the numbers above say nothing.
        hub = f"platform-dummy_hcd.{port - 1}-usb-0:1:1.0"
        return f"serial:/dev/serial/by-path/{hub}?baud={self.baud}"


class SimulatedSerial(SerialUnit):
    """A serial device whose inside is a machine of hallway-simulator."""

    def create(self):
        self.line = None
        self.simulator = Simulator(self.name, self.machine, *self.arguments)
        super().create()

    def powered(self, on):
        if on:
            self.power(True)
            self.line = Line(self.simulator, self.send)
        else:
            line, self.line = self.line, None
            self.power(False)
            line.close()

    def power(self, on):
        self.simulator.power(on)

    def received(self, data):
        line = self.line
        if line:
            line.write(data)


class SerialReader(SimulatedSerial):
    driver = "sam-v"
    baud = 115200
    recorded_command = "readCard"
    machine, arguments = "reader", ("--reader", "reader")

    def use(self, service):
        return read_card(service, self.name, self.simulator)

    def act(self):
        self.simulator.call("PlaceCard", person="ouyang")

    def busy(self, service):
        return waiting_for_card(service, self.name)

    def set_silent(self, on):
        self.simulator.call("SetReader", silent=on)

    def reset_knobs(self):
        self.set_silent(False)


class SerialPad(SimulatedSerial):
    """The FF 68 family asks nothing and answers nothing unasked: silence is no fault of it."""

    driver = "ff68"
    recorded_command = "invite"
    option = "--pad"
    # A press is sent four times and given up then.
    remembers = False

    def create(self):
        station = str(self.extras["station"])
        self.machine, self.arguments = f"pad-{station}", (self.option, station)
        super().create()

    def use(self, service):
        rate(service, self, self.extras["window"], level=5)

    def act(self):
        self.press(4)

    def press(self, key):
        self.simulator.call("PressPad", pad=self.machine, key=key)

    def face(self):
        return self.simulator.call("Pads")["pads"][0]

    def asks(self):
        return self.face()["asksForRating"]

    def answers(self, key):
        """How many presses were acknowledged."""
        return self.face()["acknowledged"]


class RememberingPad(SerialPad):
    """QP1, with a supply of its own: a rating stays in the pad until it is acknowledged."""

    driver = "qp1-pad"
    option = "--qp1-pad"
    remembers = True
    # QP1 gives an answer three times 200 ms; ten recorders at once take longer, emulated.
    recorded_command = None
    steady = False

    def power(self, on):
        if on:
            self.simulator.power(True)
        else:
            self.simulator.call("Unplug", device=self.machine, keepsPower=True)

    def set_silent(self, on):
        self.simulator.call("SetPad", pad=self.machine, silent=on)

    def reset_knobs(self):
        self.set_silent(False)


class SerialScanner(SerialUnit):
    """Sends what it sees, and CR; answers GM65 commands with "done"."""

    driver = "serial-scanner"
    recorded_command = ""

    def received(self, data):
        # 7E 00, type, length, address (2), data, CRC (2): every whole command is acknowledged.
        if data.startswith(b"\x7e\x00") and len(data) >= 9:
            self.send(bytes.fromhex("02 00 00 01 00 33 31"))

    def scan(self, text):
        self.send(text.encode() + b"\r")

    def act(self):
        self.scan("A0042-VIRTUAL")

    def address(self, port):
        return f"serial:@{port_path(port)}?baud={self.baud}"


UNITS = [
    SerialReader("serial-reader", 9, knobs={"silent"}),
    SerialPad("serial-pad", 10, window="3", station=3),
    SerialScanner("serial-scanner", 11),
    RememberingPad("serial-pad-qp1", 12, window="4", station=4, knobs={"silent"}),
]
