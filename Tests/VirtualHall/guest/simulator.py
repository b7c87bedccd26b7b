"""hallway-simulator as the inside of a virtual device: one process a device, one line of bytes."""

import os
import socket
import threading
import tty

from hall import Program, Wire

STATES = "/run/simulators"
# Five start at once, under emulation, on a host that may be busy itself.
START_SECONDS = 180


class Simulator:
    """A running simulator with one machine in it, named `device`."""

    def __init__(self, name, device, *arguments):
        self.device = device
        self.state = f"{STATES}/{name}"
        self.socket = f"{self.state}/socket"
        os.makedirs(self.state)
        self.program = Program(
            "hallway-simulator", "--state", self.state, "--socket", self.socket, *arguments
        )
        self.announced = False

    def call(self, method, **parameters):
        if not self.announced:
            self.program.line(START_SECONDS)
            self.announced = True
        with Wire(self.socket) as wire:
            return wire.call(f"Simulator.{method}", **parameters)

    def address(self):
        return self.call("Devices")["devices"][0]["address"]

    def power(self, on):
        """A device that is pulled out forgets what it was doing."""
        self.call("Plug" if on else "Unplug", device=self.device)


class Line:
    """The simulated device's wire, opened as a host would; `received` gets its bytes."""

    def __init__(self, simulator, received):
        self.received = received
        scheme, _, rest = simulator.address().partition(":")
        if scheme == "serial":
            self.file = os.open(rest, os.O_RDWR | os.O_NOCTTY)
            tty.setraw(self.file)
            self.socket = None
        else:
            host, _, port = rest.rpartition(":")
            self.socket = socket.create_connection((host, int(port)), 10)
            self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self.socket.settimeout(None)
            self.file = self.socket.fileno()
        self.closed = False
        self.thread = threading.Thread(target=self._read_all, daemon=True)
        self.thread.start()

    def write(self, data):
        while data and not self.closed:
            try:
                data = data[os.write(self.file, data) :]
            except OSError:
                # The simulator's end is closed: the device has lost its power.
                return

    def _read_all(self):
        while not self.closed:
            try:
                data = os.read(self.file, 4096)
            except OSError:
                return
            if not data:
                return
            if not self.closed:
                self.received(data)

    def close(self):
        """After the simulator's end is closed, so that the reading thread has ended."""
        self.closed = True
        self.thread.join(5)
        if self.socket:
            self.socket.close()
        else:
            os.close(self.file)
