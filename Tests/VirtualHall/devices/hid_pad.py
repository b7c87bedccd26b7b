"""An evaluation pad of five keys and five lamps with the descriptor of protocols.md D.4."""

from guest.hid import HIDUnit
from guest.uses import rate

DESCRIPTOR = bytes.fromhex(
    "06 00 FF 09 01 A1 01 05 09 19 01 29 05 15 00 25 01 75 01 95 05 81 02 75 03 95 01 81 03"
    "05 08 09 4B 75 01 95 05 91 02 75 03 95 01 91 03 C0"
)


class HIDPad(HIDUnit):
    driver = "hid-pad"
    recorded_command = "invite"
    vendor, product = 0x1209, 0x0005
    maker, model = "Virtual Hall", "Rating pad"
    descriptor = DESCRIPTOR
    report_bytes = 1

    # It sends a press once and forgets it.
    remembers = False

    @property
    def serial(self):
        """Told apart by the careful: two that were exchanged are seen by their serial numbers alone."""
        return f"VH-{self.name}"

    def create(self):
        self.lamps = 0
        self.lit = [0] * 5
        super().create()

    def received(self, report):
        self.lamps = report[-1]
        # One lamp alone is the answer to its key.
        for key in range(5):
            self.lit[key] += self.lamps == 1 << key

    def asks(self):
        return self.lamps == 0b11111

    def answers(self, key):
        """How often the lamp of a key has said that the service is rated."""
        return self.lit[key - 1]

    def press(self, key):
        """Key 1 to 5, down and up."""
        for report in (bytes([1 << (key - 1)]), b"\0"):
            self.report_in_turn(report)

    def use(self, service, known_as=None):
        rate(service, self, (known_as or self).extras["window"], level=5)

    def act(self):
        self.press(4)

    def address(self, port):
        return super().address(port).replace("usb:", "hidraw:")


UNITS = [HIDPad("hid-pad-1", 5, window="1"), HIDPad("hid-pad-2", 6, window="2")]
