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
    # The groups that systemd-sysusers would make: the service's, and the one the rules name.
    for group in ("hallway", "hallway-devices"):
        subprocess.run(["groupadd", "--system", "--force", group], check=True)
    subprocess.run([UDEVD, "--daemon", "--resolve-names=early"], check=True)


def settle():
    """Until udev has handled every event so far."""
    subprocess.run(["udevadm", "settle", "--timeout=120"], check=True)


def timed(what, action):
    """Says on the console how long a step took: where a slow start comes from."""
    begun = time.monotonic()
    action()
    now = time.monotonic()
    print(f"{now:7.2f} s  {what} in {now - begun:.2f} s", flush=True)


class Bench:
    def __init__(self):
        functionfs.allow_waking()
        self.began = self.host_seconds(), time.monotonic()
        timed("gadgets prepared", gadget.prepare)
        timed("udevd started", start_udev)
        self.units = all_units()
        for unit in self.units.values():
            timed(f"{unit.name} made", unit.create)
        self.service = None
        self.starts = 0

    @staticmethod
    def host_seconds():
        """The host's clock, as it stamps a file of the share."""
        stamp = Path("/run/share/stamp")
        stamp.write_text("")
        return stamp.stat().st_mtime

    def plug_everything(self):
        for unit in self.units.values():
            if unit.port is None:
                timed(f"{unit.name} plugged in", unit.plug)

    def start_service(self, name="hall", *arguments):
        def start():
            self.service = Service(list(self.units.values()), f"/run/{name}", *arguments)

        timed("hallwayd started", start)
        return self.service

    def end_service(self):
        """Ends hallwayd if it runs; gives its exit status."""
        service, self.service = self.service, None
        return service.end() if service else None

    def restore(self, served=True):
        """Everything at home, knobs as delivered, all ready: where each check begins."""
        for unit in self.units.values():
            unit.reset_knobs()
            if unit.port not in (None, unit.home):
                unit.unplug()
                # One that is taken at any port is seen to leave first: its state from there would
                # pass for ready at home.
                if unit.follows and self.service and self.service.alive():
                    self.service.wait_for(unit.name, "absent", "faulted", "backingOff")
        self.plug_everything()
        if not served:
            self.end_service()
        else:
            if self.service is None or not self.service.alive():
                self.starts += 1
                self.start_service(f"hall-{self.starts}")
            self.service.wait_for_all()
