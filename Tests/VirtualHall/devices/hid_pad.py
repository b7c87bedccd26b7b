"""An evaluation pad of five keys and five lamps with the descriptor of protocols.md D.4."""

from guest.unit import Feed, USBUnit

DESCRIPTOR = bytes.fromhex(
    "06 00 FF 09 01 A1 01 05 09 19 01 29 05 15 00 25 01 75 01 95 05 81 02 75 03 95 01 81 03"
    "05 08 09 4B 75 01 95 05 91 02 75 03 95 01 91 03 C0"
)


class HIDUnit(USBUnit):
    """A gadget with one HID function; `reports` are written with `press`-like methods."""

    descriptor = b""
    report_bytes = 8
    boot = (0, 0)

    def functions(self):
        self.feed = None
        self.function = self.gadget.add(
            f"hid.{self.name}", protocol=self.boot[1], subclass=self.boot[0],
            report_length=self.report_bytes, report_desc=self.descriptor,
        )  # fmt: skip

    def plug(self, port=None):
        super().plug(port)
        # The node is made anew by each plug; its number is the function's.
        minor = (self.function / "dev").read_text().strip().rpartition(":")[2]
        self.feed = Feed(f"/dev/hidg{minor}", self.received)

    def unplug(self):
        # First: a node that is still open keeps its old self alive behind the next plug.
        self.feed.stop()
        self.feed = None
        super().unplug()

    def received(self, report):
        """An output report of the host."""

    def report(self, data):
        return self.feed.write(data) == len(data)


class HIDPad(HIDUnit):
    vendor, product = 0x1209, 0x0005
    maker, model = "Virtual Hall", "Rating pad"
    descriptor = DESCRIPTOR
    report_bytes = 1

    def create(self):
        self.lamps = 0
        super().create()

    def received(self, report):
        self.lamps = report[-1]

    def press(self, key):
        """Key 1 to 5, down and up."""
        return self.report(bytes([1 << (key - 1)])) and self.report(b"\0")

    def address(self, port):
        return super().address(port).replace("usb:", "hidraw:")


UNITS = [HIDPad("hid-pad-1", 5, window="1"), HIDPad("hid-pad-2", 6, window="2")]
