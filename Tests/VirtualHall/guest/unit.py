"""What every virtual device has in common: a name, a place, a plug and knobs.

A unit is made without touching anything. `create` builds it inside the guest, once; `plug` and
`unplug` are the cable.
"""

import contextlib
import os
import select
import threading

from guest.gadget import Gadget, port_path


class Unit:
    """A virtual device. Subclasses say how it is built and what the kernel shows of it.

    - `home`: the port it stands at, unless told otherwise.
    - `driver`, `address`, `extras`: its lines in hallway.yaml; without a driver it is only
      looked at through the kernel.
    - `knobs`: what is checked of "silent", "garbage", "stall", "deaf", as `set_silent(on)`,
      `set_garbage(on)`, `set_deaf(on)` and `stall()`.
    """

    driver = None
    # Whether it can be put to another port; a camera of the kernel's cannot.
    movable = True
    # Whether hallway.yaml names what it is and not where: then it is taken at any port.
    follows = False
    # Whether it stays ready on a starved host: one that has to answer within fractions of a second
    # is told as silent there, which is no disturbance by others.
    steady = True
    # What `hallway-devices record --command` is told to do with it, "" to listen, None for no
    # recording; `act` is a person's part in it.
    recorded_command = None

    def __init__(self, name, home, knobs=(), **extras):
        self.name = name
        self.knobs = frozenset(knobs)
        self.home = home
        self.port = None
        self.extras = extras

    def address(self, port):
        """The address that binds it to one port."""
        raise NotImplementedError

    def configured_address(self):
        return self.address(self.home)

    def configuration(self):
        """Its entry in hallway.yaml."""
        return {
            "id": self.name,
            "driver": self.driver,
            "address": self.configured_address(),
            **self.extras,
        }

    def create(self):
        raise NotImplementedError

    def plug(self, port=None):
        raise NotImplementedError

    def unplug(self):
        raise NotImplementedError

    def node(self):
        """What the host's kernel offers for it: a path, or None while there is none."""
        raise NotImplementedError

    def use(self, service):
        """What people do with it, once, through the service; fails where it did not work."""

    def act(self):
        """What a person does while the device is asked for something, once a second."""

    @contextlib.contextmanager
    def busy(self, service):
        """While the block runs it is in use; afterwards the use must have ended honestly."""
        yield

    def reset_knobs(self):
        """Undoes everything a check has done to it, but for the plug."""


class USBUnit(Unit):
    """A unit made of a gadget. `functions` fills it; `powered` follows the plug."""

    vendor = product = None
    maker, model = "Hallway", "Virtual"
    serial = None
    max_speed = "high-speed"

    def create(self):
        self.gadget = Gadget(
            self.name, self.vendor, self.product, maker=self.maker, model=self.model,
            serial=self.serial, max_speed=self.max_speed,
        )  # fmt: skip
        self.functions()

    def functions(self):
        raise NotImplementedError

    def powered(self, on):
        """Called when it got power, and after it has lost it."""

    def plug(self, port=None):
        self.port = port or self.home
        self.powered(True)
        self.gadget.plug(self.port)

    def unplug(self):
        self.gadget.unplug()
        self.port = None
        self.powered(False)

    def address(self, port):
        return f"usb:{self.vendor:04x}:{self.product:04x}@{port_path(port)}"

    def node(self):
        """The first node of these kinds below the device: hidraw0, ttyACM0, lp0."""
        if not self.port:
            return None
        for pattern, prefix in (
            ("*:*/tty/tty*", "/dev"),
            ("*:*/usbmisc/lp*", "/dev/usb"),
            ("*:*/*/hidraw/hidraw*", "/dev"),
        ):
            for found in self.gadget.sysfs.glob(pattern):
                return f"{prefix}/{found.name}"
        return None


class Feed:
    """Bytes out of a device node into a function, until it is stopped or the node is gone."""

    def __init__(self, path, received):
        self.file = os.open(path, os.O_RDWR | os.O_NOCTTY | os.O_NONBLOCK)
        self.received = received
        self.stopper, self.stopped = os.pipe()
        self.thread = threading.Thread(target=self._run, name=path, daemon=True)
        self.thread.start()

    def _run(self):
        while True:
            ready, _, _ = select.select([self.file, self.stopper], [], [])
            if self.stopper in ready:
                return
            try:
                data = os.read(self.file, 4096)
            except BlockingIOError:
                continue
            except OSError:
                return
            if not data:
                return
            self.received(data)

    def write(self, data):
        """Gives what fits; a device has no memory for what nobody fetches."""
        try:
            return os.write(self.file, data)
        except OSError:
            return 0

    def stop(self):
        os.write(self.stopped, b".")
        self.thread.join()
        for file in (self.file, self.stopper, self.stopped):
            os.close(file)

