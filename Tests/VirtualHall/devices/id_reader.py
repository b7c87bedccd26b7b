"""ID card readers 0400:c35a on USB, in both layouts that are sold under this number.

The card, the protocol and its faults are hallway-simulator's; this file moves frames between its
line and the endpoints (protocols.md A.6).
"""

import os
import queue
import threading

from guest.functionfs import Endpoint, FunctionFS
from guest.simulator import Line, Simulator
from guest.unit import USBUnit
from guest.uses import read_card, waiting_for_card

PREAMBLE = b"\xaa\xaa\xaa\x96\x69"
HEAD = 7


class Frames:
    """Cuts a line's bytes into whole frames, as a reader's USB side does; noise passes as it is."""

    def __init__(self):
        self.rest = b""

    def add(self, data):
        self.rest += data
        while self.rest:
            if not PREAMBLE.startswith(self.rest[: len(PREAMBLE)]):
                yield self.rest
                self.rest = b""
                return
            if len(self.rest) < HEAD:
                return
            length = HEAD + int.from_bytes(self.rest[5:HEAD], "big")
            if len(self.rest) < length:
                return
            yield self.rest[:length]
            self.rest = self.rest[length:]


class IDReader(USBUnit):
    """What both layouts share; `endpoints` and `answer` tell them apart."""

    vendor, product = 0x0400, 0xC35A
    maker, model = "Virtual Hall", "ID reader"
    driver = "sam-v"
    recorded_command = "readCard"
    # 64-byte packets and no high speed: these devices are full-speed ones.
    max_speed = "full-speed"

    def create(self):
        self.garbage = False
        self.joining = threading.Lock()
        self.line = None
        self.simulator = Simulator(self.name, "reader", "--reader", "reader")
        super().create()

    def functions(self):
        self.function = FunctionFS(self.gadget, self.name, self.endpoints())

    def powered(self, on):
        self.frames = Frames()
        if on:
            self.simulator.power(True)
            self.line = Line(self.simulator, self._from_simulator)
        else:
            self.simulator.power(False)
            self.line.close()
            for endpoint in self.function.endpoints:
                endpoint.forget()

    def _from_host(self, data):
        if self.line:
            self.line.write(data)

    def _from_simulator(self, data):
        for frame in self.frames.add(data):
            self.answer(os.urandom(len(frame)) if self.garbage else frame)

    def use(self, service, known_as=None):
        return read_card(service, (known_as or self).name, self.simulator)

    def act(self):
        self.simulator.call("PlaceCard", person="ouyang")

    def busy(self, service):
        return waiting_for_card(service, self.name)

    def set_silent(self, on):
        self.simulator.call("SetReader", silent=on)

    def set_garbage(self, on):
        self.garbage = on

    def set_deaf(self, on):
        for endpoint in self.function.endpoints:
            if not endpoint.is_input:
                endpoint.listening.clear() if on else endpoint.listening.set()

    def stall(self):
        """Halts the pipe that answers come from."""
        self.inputs[0].stall()

    def reset_knobs(self):
        self.set_silent(False)
        self.set_garbage(False)
        self.set_deaf(False)


class LayoutA(IDReader):
    """Four bulk pipes: the first seven bytes of a frame on one, the rest on the other.

    Sold with OUT 02, OUT 06, IN 81, IN 85. dummy_hcd's pipes have fixed addresses, so that here
    they are OUT 02, OUT 07, IN 81, IN 86: a driver that does not enumerate fails.
    """

    def endpoints(self):
        outputs = [Endpoint(0x02, self._head), Endpoint(0x06, self._rest)]
        self.inputs = [Endpoint(0x81), Endpoint(0x85)]
        return [*outputs, *self.inputs]

    def powered(self, on):
        self.heads, self.rests = queue.SimpleQueue(), queue.SimpleQueue()
        super().powered(on)

    # Each pipe has a thread of its own: whichever comes second sends both parts, in order.

    def _head(self, data):
        self._from_pipe(self.heads, data)

    def _rest(self, data):
        self._from_pipe(self.rests, data)

    def _from_pipe(self, pipe, data):
        with self.joining:
            pipe.put(data)
            if not self.heads.empty() and not self.rests.empty():
                self._from_host(self.heads.get() + self.rests.get())

    def answer(self, frame):
        self.inputs[0].send(frame[:HEAD])
        if len(frame) > HEAD:
            self.inputs[1].send(frame[HEAD:])


class LayoutB(IDReader):
    """Two bulk pipes: IN first, then OUT, a whole frame in one transfer."""

    def endpoints(self):
        self.inputs = [Endpoint(0x81)]
        return [*self.inputs, Endpoint(0x02, self._from_host)]

    def answer(self, frame):
        self.inputs[0].send(frame)


UNITS = [
    LayoutA("reader-a", 1, knobs={"silent", "stall"}),
    LayoutB("reader-b", 2, knobs={"garbage", "deaf", "stall"}),
    LayoutB("reader-c", 3),
]
