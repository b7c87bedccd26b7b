"""USB devices made of configfs gadgets, plugged into the ports of dummy_hcd.

dummy_hcd gives every UDC a bus of its own with one socket. Port N of the hall is therefore
dummy_udc.(N-1), bus N, and the kernel's port path "N-1"; it stays that for the machine's life.
"""

import subprocess
from pathlib import Path

# As many as dummy_hcd knows; homes are in the first half.
PORTS = 32
CONFIGFS = Path("/sys/kernel/config/usb_gadget")
USB_DEVICES = Path("/sys/bus/usb/devices")
ENGLISH = "0x409"


def port_path(port):
    """What sysfs and hallway.yaml call the hall's port N."""
    return f"{port}-1"


def prepare():
    """Loads what makes gadgets; needs the stock kernel's modules."""
    for module in ("libcomposite", "usb_f_fs", "usb_f_acm", "usb_f_hid", "usbmon"):
        subprocess.run(["modprobe", module], check=True)
    subprocess.run(["modprobe", "dummy_hcd", f"num={PORTS}"], check=True)
    if not CONFIGFS.exists():
        subprocess.run(["mount", "-t", "configfs", "configfs", CONFIGFS.parent], check=True)


class Gadget:
    """One USB device: what it says of itself, and the functions inside."""

    def __init__(self, name, vendor, product, *, maker, model, serial=None, release=0x0100,
                 max_speed="high-speed"):  # fmt: skip
        self.root = CONFIGFS / name
        self.port = None
        self.root.mkdir()
        self._write("idVendor", f"{vendor:#06x}")
        self._write("idProduct", f"{product:#06x}")
        self._write("bcdDevice", f"{release:#06x}")
        self._write("bcdUSB", "0x0200")
        self._write("max_speed", max_speed)
        strings = self.root / "strings" / ENGLISH
        strings.mkdir()
        (strings / "manufacturer").write_text(maker)
        (strings / "product").write_text(model)
        if serial is not None:
            (strings / "serialnumber").write_text(serial)
        (self.root / "configs/c.1").mkdir()

    def _write(self, attribute, value):
        (self.root / attribute).write_text(value)

    def add(self, function, **attributes):
        """Adds a function such as "acm.pad"; gives its folder."""
        folder = self.root / "functions" / function
        folder.mkdir()
        for name, value in attributes.items():
            data = value if isinstance(value, bytes) else str(value).encode()
            (folder / name).write_bytes(data)
        (self.root / "configs/c.1" / function).symlink_to(folder)
        return folder

    def plug(self, port):
        self._write("UDC", f"dummy_udc.{port - 1}")
        self.port = port

    def unplug(self):
        self._write("UDC", "\n")
        self.port = None

    @property
    def sysfs(self):
        """Where the host's side of the kernel shows the device, if it is plugged and enumerated."""
        return USB_DEVICES / port_path(self.port) if self.port else None
