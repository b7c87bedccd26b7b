"""A hall whose ledger lies on a disk of its own, under load until the power goes.

After a cut it lets the host have the ledger as it was found, goes on with it and takes on the load
again. Started by guest/start; runs until the host kills the machine, or ends where the orders ask
for no load.
"""

import json
import os
import shutil
import subprocess
import sys
import traceback
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[1]
sys.path.append(str(FOLDER.parent / "EndToEnd"))

from alone import Hall, goes_on_where_it_stood  # noqa: E402  (the path comes first)

STATE = "/run/hall"
SHARE = Path("/run/share")
LEDGER = ("hall.sqlite", "hall.sqlite-wal", "ratings.head", "seal.pub")


class Witness:
    """A number on the disk that nobody flushes: it shows that the cut loses what it should."""

    def __init__(self):
        self.path = f"{STATE}/witness"

    def found(self):
        with open(self.path) as file:
            return int(file.read())

    def begin(self):
        """Zero, and that is flushed."""
        self.file = os.open(self.path, os.O_RDWR | os.O_CREAT)
        self.number = 0
        self._write()
        os.fsync(self.file)

    def step(self):
        self.number += 1
        self._write()

    def _write(self):
        os.pwrite(self.file, b"%08d" % self.number, 0)


def attach():
    """Mounts the disk; gives whether its file system had to replay its own journal."""
    subprocess.run(["modprobe", "-a", "virtio_blk", "ext4"], check=True)
    os.makedirs(STATE)
    subprocess.run(["mount", "-t", "ext4", "/dev/vda", STATE], check=True)
    os.chmod(STATE, 0o700)
    log = subprocess.run(["dmesg"], capture_output=True, text=True, check=True).stdout
    about = [line for line in log.splitlines() if "EXT4-fs" in line]
    assert not [line for line in about if "error" in line], about
    return any("recovery complete" in line for line in about)


def hand_over_the_ledger():
    """To the host, as it was found: nobody has opened it yet."""
    (SHARE / "ledger").mkdir()
    for name in LEDGER:
        if os.path.exists(f"{STATE}/{name}"):
            shutil.copyfile(f"{STATE}/{name}", SHARE / "ledger" / name)


def report(name, **findings):
    """Whole or not at all."""
    (SHARE / "draft").write_text(json.dumps(findings))
    (SHARE / "draft").rename(SHARE / name)


def main(loaded):
    replayed = attach()
    witness = Witness()
    if os.path.exists(witness.path):
        hand_over_the_ledger()
        report("found", replayed=replayed, witness=witness.found())
    hall = Hall(STATE)
    service = hall.begin()
    # An emulated processor reads Python's modules as slowly as it starts a service: both at once.
    import asyncio

    import crowd

    hall.wait_for(service)
    # The share is not cached: what is written there is on the host when the write returns.
    told = os.open(SHARE / "told", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    witness.begin()

    def heard(one):
        os.write(told, json.dumps(one).encode() + b"\n")
        witness.step()

    for request, (number, secret) in goes_on_where_it_stood(hall, crowd.SERVICES).items():
        issued = [crowd.deed("issued", number)]
        heard({"client": request, "deeds": issued, "given": [request, number, secret]})
    report("going on")
    if loaded:
        asyncio.run(crowd.Crowd(hall.socket, heard).run())
        raise AssertionError(f"the service is gone: {service.complaint()}")
    assert service.end() == 0


if __name__ == "__main__":
    try:
        main(os.environ["HALL_LOADED"] == "yes")
        status = 0
    except BaseException:
        traceback.print_exc()
        status = 1
    sys.stdout.flush()
    os._exit(status)
