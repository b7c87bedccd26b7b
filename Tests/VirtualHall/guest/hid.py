"""HID devices made of gadgets: reports in, reports out."""

from guest.unit import Feed, USBUnit
from hall import until

# HID 1.11 appendix B.1, without the LEDs.
KEYBOARD = bytes.fromhex(
    "05 01 09 06 A1 01 05 07 19 E0 29 E7 15 00 25 01 75 01 95 08 81 02 75 08 95 01 81 03"
    "19 00 29 65 15 00 25 65 75 08 95 06 81 00 C0"
)
SHIFT, ENTER = 0x02, 0x28
# A host that listens asks every few milliseconds.
FETCH_SECONDS = 5


def usage(character):
    """Modifier and usage of a key on a US keyboard."""
    if character.isalpha():
        return (SHIFT if character.isupper() else 0, 0x04 + ord(character.lower()) - ord("a"))
    if character.isdigit():
        return 0, 0x27 if character == "0" else 0x1E + int(character) - 1
    return 0, {"-": 0x2D, "\n": ENTER, " ": 0x2C, "/": 0x38, ".": 0x37}[character]


class HIDUnit(USBUnit):
    """A gadget with one HID function; reports are written as they are."""

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
        """Whether the node took it: one at a time, when the host has fetched the last."""
        feed = self.feed
        return bool(feed) and feed.write(data) == len(data)

    def report_in_turn(self, data):
        until("the host fetches the report", lambda: self.report(data), FETCH_SECONDS)


class Keyboard(HIDUnit):
    """One that types, whatever it looks like; the host's side is an input node."""

    descriptor = KEYBOARD
    report_bytes = 8
    boot = (1, 1)

    def type(self, text):
        for character in text:
            modifier, key = usage(character)
            for report in (bytes([modifier, 0, key, 0, 0, 0, 0, 0]), bytes(8)):
                self.report_in_turn(report)

    def address(self, port):
        return super().address(port).replace("usb:", "evdev:")

    def node(self):
        """Its input node besides the raw one: this is what a driver grabs."""
        found = self.port and next(self.gadget.sysfs.glob("*:*/*/input/input*/event*"), None)
        return found and f"/dev/input/{found.name}"
