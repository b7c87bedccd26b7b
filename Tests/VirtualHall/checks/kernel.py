"""The bench itself: what the kernel's own stacks see, before any of our drivers looks."""

import ctypes
import errno
import fcntl
import os
import select
import struct

from checks import for_units, single
from devices import all_units
from guest.gadget import PORTS, USB_DEVICES, port_path
from guest.unit import USBUnit
from hall import ANSWER_SECONDS, until

UNITS = all_units()
USB = [name for name, unit in UNITS.items() if isinstance(unit, USBUnit)]
# usbdevice_fs.h
USBDEVFS_BULK = 0xC0185502
USBDEVFS_CLAIMINTERFACE = 0x8004550F
BULK_MILLISECONDS = 60_000
# hidraw.h; ioctl numbers of lp.h with usblp's answer to them.
HIDIOCGRDESCSIZE = 0x80044801
LPGETSTATUS = 0x060B
FIND_CARD = bytes.fromhex("AA AA AA 96 69 00 03 20 01 22")
FOUND = bytes.fromhex("AA AA AA 96 69 00 08 00 00 9F 00 00 00 00 97")


def is_where_it_was_plugged(bench, name):
    """The port path is the hall's port, and the ids are the unit's."""
    unit = bench.units[name]
    device = USB_DEVICES / port_path(unit.port)
    until(f"{device} is configured", lambda: (device / "bConfigurationValue").exists())
    assert (device / "idVendor").read_text().strip() == f"{unit.vendor:04x}"
    assert (device / "idProduct").read_text().strip() == f"{unit.product:04x}"
    assert unit.port == unit.home <= PORTS


def is_given_a_node(bench, name):
    """usblp, cdc_acm, hidraw and v4l2 have bound to what is theirs."""
    unit = bench.units[name]
    node = until(f"a node for {name}", unit.node)
    assert os.path.exists(node), f"udev has not made {node}"


def usbfs_bulk(file, endpoint, data_or_length):
    """One transfer through /dev/bus/usb, as libusb makes it."""
    is_input = endpoint & 0x80
    buffer = ctypes.create_string_buffer(
        data_or_length if is_input else bytes(data_or_length),
        data_or_length if is_input else len(data_or_length),
    )
    request = struct.pack(
        "@IIIxxxxP", endpoint, len(buffer), BULK_MILLISECONDS, ctypes.addressof(buffer)
    )
    # Only a buffer that can be written makes ioctl tell what the call returned.
    count = fcntl.ioctl(file, USBDEVFS_BULK, bytearray(request))
    return buffer.raw[:count]


def open_usbfs(unit):
    device = unit.gadget.sysfs
    bus, number = ((device / name).read_text().strip() for name in ("busnum", "devnum"))
    return os.open(f"/dev/bus/usb/{int(bus):03}/{int(number):03}", os.O_RDWR)


def endpoints_of(unit):
    """Addresses as the host sees them, in the interface's order."""
    data = (unit.gadget.sysfs / "descriptors").read_bytes()
    found, at = [], 0
    while at < len(data):
        if data[at + 1] == 5:
            found.append(data[at + 2])
        at += data[at]
    return found


def a_frame_crosses_gadget_and_simulator(bench, name):
    """Find-card through the bare kernel: both layouts split and join frames as sold."""
    unit = bench.units[name]
    unit.simulator.call("PlaceCard", person="ouyang")
    file = open_usbfs(unit)
    try:
        fcntl.ioctl(file, USBDEVFS_CLAIMINTERFACE, struct.pack("I", 0))
        addresses = endpoints_of(unit)
        outputs = [address for address in addresses if not address & 0x80]
        inputs = [address for address in addresses if address & 0x80]
        if len(outputs) == 2:
            usbfs_bulk(file, outputs[0], FIND_CARD[:7])
            usbfs_bulk(file, outputs[1], FIND_CARD[7:])
            answer = usbfs_bulk(file, inputs[0], 7) + usbfs_bulk(file, inputs[1], 512)
        else:
            usbfs_bulk(file, outputs[0], FIND_CARD)
            answer = usbfs_bulk(file, inputs[0], 512)
        assert answer == FOUND, answer.hex(" ")
        unit.stall()
        try:
            usbfs_bulk(file, inputs[0], 64)
            raise AssertionError("the stalled pipe gave data")
        except OSError as error:
            assert error.errno == errno.EPIPE, error
    finally:
        os.close(file)
        unit.simulator.call("RemoveCard")


def usblp_asks_for_status(bench):
    """The printer class's own question and the printer's own, over /dev/usb/lpN."""
    unit = bench.units["printer"]
    file = os.open(until("lp node", unit.node), os.O_RDWR)
    try:
        status = fcntl.ioctl(file, LPGETSTATUS, struct.pack("i", 0))
        assert struct.unpack("i", status)[0] & 0xFF == 0x18
        os.write(file, bytes.fromhex("10 04 01"))
        assert select.select([file], [], [], ANSWER_SECONDS)[0], "no answer to DLE EOT 1"
        assert os.read(file, 16) == b"\x12"
    finally:
        os.close(file)


def keys_and_lamps_cross_hidraw(bench):
    """An input report of a key and an output report of the lamps."""
    unit = bench.units["hid-pad-1"]
    file = os.open(until("hidraw node", unit.node), os.O_RDWR)
    try:
        size = struct.unpack("i", fcntl.ioctl(file, HIDIOCGRDESCSIZE, struct.pack("i", 0)))[0]
        assert size == len(unit.descriptor)
        until("the pad's report is taken", lambda: unit.report(b"\x10"))
        assert select.select([file], [], [], ANSWER_SECONDS)[0], "no report"
        assert os.read(file, 16) == b"\x10"
        os.write(file, b"\x00\x15")
        until("the lamps light", lambda: unit.lamps == 0x15)
    finally:
        os.close(file)


WITH_NODES = [name for name in UNITS if not name.startswith("reader")]
FRAMES = ["reader-a", "reader-b"]
# No driver may hold the devices meanwhile.
CHECKS = [
    *for_units(USB, is_where_it_was_plugged, served=False),
    *for_units(WITH_NODES, is_given_a_node, served=False),
    *for_units(FRAMES, a_frame_crosses_gadget_and_simulator, served=False),
    *single(usblp_asks_for_status, served=False),
    *single(keys_and_lamps_cross_hidraw, served=False),
]
