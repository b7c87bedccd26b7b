"""Code scanners on USB: one that types like a keyboard, one of the HID POS page."""

from devices.hid_pad import HIDUnit
from guest.gadget import port_path

# HID 1.11 appendix B.1, without the LEDs.
KEYBOARD = bytes.fromhex(
    "05 01 09 06 A1 01 05 07 19 E0 29 E7 15 00 25 01 75 01 95 08 81 02 75 08 95 01 81 03"
    "19 00 29 65 15 00 25 65 75 08 95 06 81 00 C0"
)
# Usage page 8C, bar code scanner; report 2 holds length, AIM id, 56 bytes of data and flags.
POS = bytes.fromhex(
    "05 8C 09 02 A1 01 09 12 A1 02 85 02 15 00 26 FF 00 75 08 95 01 05 01 09 3B 81 02"
    "95 03 05 8C 09 FB 09 FC 09 FD 81 02 95 38 09 FE 82 02 01 95 02 09 FF 81 02"
    "05 8C 75 01 95 01 09 31 81 02 95 07 81 03 C0 C0"
)
SHIFT, ENTER = 0x02, 0x28
POS_DATA = 56


def usage(character):
    """Modifier and usage of a key on a US keyboard."""
    if character.isalpha():
        return (SHIFT if character.isupper() else 0, 0x04 + ord(character.lower()) - ord("a"))
    if character.isdigit():
        return 0, 0x27 if character == "0" else 0x1E + int(character) - 1
    return 0, {"-": 0x2D, "\n": ENTER, " ": 0x2C, "/": 0x38, ".": 0x37}[character]


class KeyboardScanner(HIDUnit):
    vendor, product = 0x1209, 0x0006
    maker, model = "Virtual Hall", "Keyboard scanner"
    descriptor = KEYBOARD
    report_bytes = 8
    boot = (1, 1)

    def scan(self, text):
        """Types the text and Enter."""
        for character in text + "\n":
            modifier, key = usage(character)
            self.type(bytes([modifier, 0, key, 0, 0, 0, 0, 0]))
            self.type(bytes(8))

    def type(self, report):
        # A report waits for the host's next poll; the node takes one at a time.
        while self.port and not self.report(report):
            pass

    def address(self, port):
        return super().address(port).replace("usb:", "evdev:")


class POSScanner(HIDUnit):
    vendor, product = 0x1209, 0x0007
    maker, model = "Virtual Hall", "POS scanner"
    descriptor = POS
    report_bytes = 64

    def scan(self, text, aim=b"]Q0"):
        data = text.encode()
        while data:
            part, data = data[:POS_DATA], data[POS_DATA:]
            report = bytes([2, len(part)]) + aim + part.ljust(POS_DATA, b"\0")
            self.report(report + b"\0\0" + bytes([1 if data else 0]))

    def address(self, port):
        return f"hidraw:@{port_path(port)}"


UNITS = [KeyboardScanner("scanner-keyboard", 7), POSScanner("scanner-pos", 8)]
