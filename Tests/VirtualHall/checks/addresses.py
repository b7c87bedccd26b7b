"""The other ways to name and to open the same devices, and who may open them at all."""

import grp
import os
import re
import stat

from checks import for_units, single
from checks.plugs import SERVED, UNITS
from guest.bench import RULES, settle
from hall import until

# Beside the addresses of devices/: a class's own node, a bare port, whatever the driver matches.
OTHERS = {
    "printer": "usblp:0416:5011",
    "reader-a": "usb:@1-1",
    "serial-pad": "serial:@10-1",
    "camera": "v4l2:auto",
}
# Whose products the drivers' tables name; the others' ids are the hall's own.
IN_THE_TABLES = [
    name for name in ("reader-a", "printer", "scanner-pos", "hid-pad-1", "camera") if name in SERVED
]
UNIT_FILE = RULES / "hallwayd.service"


def they_work_under_other_addresses(bench):
    """usblp instead of libusb, a port without ids, "auto": used, pulled, back, used again."""
    bench.end_service()
    words = [word for name, address in OTHERS.items() for word in ("--device", f"{name}={address}")]
    service = bench.start_service("hall-other", *words)
    try:
        service.wait_for_all()
        for name in OTHERS:
            unit = bench.units[name]
            unit.use(service)
            unit.unplug()
            service.wait_for(name, "absent")
            unit.plug()
            service.wait_for(name, "ready")
            unit.use(service)
    finally:
        bench.end_service()


def service_groups():
    """The groups the unit file gives the service, its own among them."""
    text = UNIT_FILE.read_text()
    names = re.findall(r"^(?:Supplementary)?Groups?=(.+)$", text, re.M)
    known = {group.gr_name: group.gr_gid for group in grp.getgrall()}
    return {known[name] for words in names for name in words.split() if name in known}


def may_be_opened_by_the_service(bench, name):
    """udev, with the rules we ship, gives the node to a group that hallwayd.service has."""
    unit = bench.units[name]
    settle()
    if name.startswith("reader"):
        bus, number = ((unit.gadget.sysfs / n).read_text().strip() for n in ("busnum", "devnum"))
        node = f"/dev/bus/usb/{int(bus):03}/{int(number):03}"
    else:
        node = until(f"a node for {name}", unit.node)
    status = os.stat(node)
    group = grp.getgrgid(status.st_gid).gr_name
    told = f"{node} is {stat.filemode(status.st_mode)} of group {group}"
    assert status.st_mode & 0o060 == 0o060, told
    assert status.st_gid in service_groups(), told
    return {"node": told}


CHECKS = [
    *for_units(IN_THE_TABLES, may_be_opened_by_the_service, served=False),
    *single(they_work_under_other_addresses),
]
