"""Everything that stands in the hall, built once: ports, units, udev."""

import subprocess
import time
from pathlib import Path

from devices import all_units
from guest import functionfs, gadget
from guest.service import Service

# Where a technician would install them; the service's own rules come from systemd/.
RULES = Path(__file__).resolve().parents[3] / "systemd"
UDEVD = "/lib/systemd/systemd-udevd"


def start_udev():
    """udevd alone, without the rest of systemd: names nodes, tells libudev's listeners."""
    rules = Path("/run/udev/rules.d")
    rules.mkdir(parents=True, exist_ok=True)
    for rule in RULES.glob("*.rules"):
        (rules / rule.name).write_bytes(rule.read_bytes())
    subprocess.run([UDEVD, "--daemon", "--resolve-names=early"], check=True)


def settle():
    """Until udev has handled every event so far."""
    subprocess.run(["udevadm", "settle", "--timeout=20"], check=True)


class Bench:
    def __init__(self):
        functionfs.allow_waking()
        gadget.prepare()
        start_udev()
        self.units = all_units()
        for unit in self.units.values():
            begun = time.monotonic()
            unit.create()
            print(f"{unit.name}: made in {time.monotonic() - begun:.2f} s", flush=True)
        self.service = None
        self.starts = 0

    def plug_everything(self):
        for unit in self.units.values():
            if unit.port is None:
                unit.plug()

    def start_service(self, name="hall", *arguments):
        self.service = Service(list(self.units.values()), f"/run/{name}", *arguments)
        return self.service

    def restore(self, served=True):
        """Everything at home, knobs as delivered, all ready: where each check begins."""
        for unit in self.units.values():
            unit.reset_knobs()
            if unit.port not in (None, unit.home):
                unit.unplug()
        self.plug_everything()
        if served:
            if self.service is None or not self.service.alive():
                self.starts += 1
                self.start_service(f"hall-{self.starts}")
            self.service.wait_for_all()
