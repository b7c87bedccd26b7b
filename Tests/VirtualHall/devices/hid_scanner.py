"""Code scanners on USB: one that types like a keyboard, one of the HID POS page."""

from guest.hid import HIDUnit, Keyboard

# Usage page 8C, bar code scanner; report 2 holds length, AIM id, 56 bytes of data and flags.
POS = bytes.fromhex(
    "05 8C 09 02 A1 01 09 12 A1 02 85 02 15 00 26 FF 00 75 08 95 01 05 01 09 3B 81 02"
    "95 03 05 8C 09 FB 09 FC 09 FD 81 02 95 38 09 FE 82 02 01 95 02 09 FF 81 02"
    "05 8C 75 01 95 01 09 31 81 02 95 07 81 03 C0 C0"
)
# A ticket's code, as a citizen holds it under the scanner.
CODE = "A0042-VIRTUAL"
POS_DATA = 56


class HIDScanner(HIDUnit):
    recorded_command = ""

    def act(self):
        self.scan(CODE)


class KeyboardScanner(Keyboard, HIDScanner):
    driver = "keyboard-scanner"
    vendor, product = 0x1209, 0x0006
    maker, model = "Virtual Hall", "Keyboard scanner"

    def scan(self, text):
        """Types the text and Enter."""
        self.type(text + "\n")


class POSScanner(HIDScanner):
    driver = "hid-pos-scanner"
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
        return super().address(port).replace("usb:", "hidraw:")


UNITS = [KeyboardScanner("scanner-keyboard", 7), POSScanner("scanner-pos", 8)]
