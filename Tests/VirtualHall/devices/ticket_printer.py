"""A ticket printer of the USB printer class, for libusb and usblp alike.

Paper, cutter and text are hallway-simulator's. The class requests are answered here, from the
same knobs (protocols.md C.11): the simulator has no USB.
"""

import contextlib

from guest.functionfs import Endpoint, FunctionFS
from guest.simulator import Line, Simulator
from guest.unit import USBUnit
from guest.uses import print_ticket, settled_paper

GET_DEVICE_ID, GET_PORT_STATUS, SOFT_RESET = 0, 1, 2
PAPER_EMPTY, SELECTED, NO_ERROR = 0x20, 0x10, 0x08
# A ticket has about two kilobytes: it takes seconds at this speed.
SLOW = 400
DEVICE_ID = b"MFG:Virtual Hall;MDL:Ticket 80;CMD:ESC/POS;CLS:PRINTER;"


class TicketPrinter(USBUnit):
    vendor, product = 0x0416, 0x5011
    driver = "esc-pos"
    # How often a printer is asked while it prints depends on how soon it answers, and with it whether
    # a replay on another machine asks as often: what is recorded here is its status alone.
    recorded_command = ""
    follows = True
    maker, model, serial = "Virtual Hall", "Ticket 80", "VH0001"

    def create(self):
        self.line = None
        self.port_status = SELECTED | NO_ERROR
        self.simulator = Simulator(self.name, "printer", "--printer", "printer")
        super().create()

    def functions(self):
        self.output = Endpoint(0x02, self._from_host)
        self.input = Endpoint(0x81)
        self.function = FunctionFS(
            self.gadget, self.name, [self.output, self.input], interface_class=(7, 1, 2),
            control=self._control,
        )  # fmt: skip

    def powered(self, on):
        if on:
            self.simulator.power(True)
            self.line = Line(self.simulator, self.input.send)
        else:
            self.simulator.power(False)
            self.line.close()
            self.input.forget()

    def _from_host(self, data):
        if self.line:
            self.line.write(data)

    def address(self, port):
        # By what it is: there is one, and it may be put to any port.
        return f"usb:{self.vendor:04x}:{self.product:04x}"

    def _control(self, request_type, request, value, index):
        if request_type == 0xA1 and request == GET_DEVICE_ID:
            return (len(DEVICE_ID) + 2).to_bytes(2, "big") + DEVICE_ID
        if request_type == 0xA1 and request == GET_PORT_STATUS:
            return bytes([self.port_status])
        if request_type in (0x21, 0x23) and request == SOFT_RESET:
            return True
        return None

    def use(self, service):
        return print_ticket(service, self.simulator)

    @contextlib.contextmanager
    def busy(self, service):
        """While the block runs a ticket is being printed, slowly."""
        self.simulator.call("SetPrinter", bytesPerSecond=SLOW)
        ticket = service.take()
        yield
        self.simulator.call("SetPrinter", bytesPerSecond=0)
        assert settled_paper(service, ticket)["state"] in ("failed", "unknown")

    def set_paper(self, paper):
        """full, low or out"""
        self.simulator.call("SetPrinter", paper=paper)
        self.port_status = PAPER_EMPTY | SELECTED if paper == "out" else SELECTED | NO_ERROR

    def set_silent(self, on):
        self.simulator.call("SetPrinter", silent=on)

    def set_deaf(self, on):
        self.output.listening.clear() if on else self.output.listening.set()

    def stall(self):
        self.output.stall()

    def reset_knobs(self):
        self.set_silent(False)
        self.simulator.call("SetPrinter", bytesPerSecond=0)
        self.set_deaf(False)
        self.set_paper("full")


UNITS = [TicketPrinter("printer", 4, knobs={"silent", "deaf", "stall"})]
