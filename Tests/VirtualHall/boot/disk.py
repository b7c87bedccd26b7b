"""A disk that forgets what was not flushed when its machine is cut off.

A killed QEMU alone loses the guest's memory, but no write that reached QEMU: the host's page
cache keeps it, whatever `cache=` says. A real disk may lose each write since the last flush, and
keep any of them. So QEMU logs writes and flushes in order (blklogwrites), and after the cut the
image is made anew from what it was at power on, all writes before the last flush, and some after.
"""

import random
import shutil
import struct
import subprocess
import time

SIZE = 64 << 20
# The log of QEMU's block/blklogwrites.c, which is the one of the kernel's dm-log-writes: a head,
# then entries, each with a header and, but for flushes and discards, its data.
MAGIC = 0x6A736677736872
HEAD, ENTRY = struct.Struct("<QQQL"), struct.Struct("<QQQQ")
FLUSH, DISCARD = 1, 4


class Disk:
    """An ext4 file system; `image` is what a machine will find at its next power on."""

    def __init__(self, folder):
        self.image = folder / "disk"
        self._running = folder / "disk-running"
        self._log = folder / "disk-log"
        with self.image.open("wb") as file:
            file.truncate(SIZE)
        # No lazy tables: the kernel would write them while others are measured.
        subprocess.run(
            ["mkfs.ext4", "-q", "-F", "-m0", "-E", "lazy_itable_init=0,lazy_journal_init=0",
             self.image],
            check=True,
        )  # fmt: skip

    def plug_in(self):
        """QEMU's words for it; the guest sees a write-back cache, so that it flushes."""
        subprocess.run(["cp", "--sparse=always", self.image, self._running], check=True)
        self._log.write_bytes(b"")
        # no-flush: this machine's own power stays on.
        file = "driver=file,cache.no-flush=on"
        return [
            *("-blockdev", f"{file},node-name=running,filename={self._running}"),
            *("-blockdev", f"{file},node-name=log,filename={self._log}"),
            *("-blockdev", "driver=blklogwrites,node-name=disk,file=running,log=log"),
            *("-device", "virtio-blk-pci,drive=disk,write-cache=on"),
        ]

    def wait_for_a_write(self, seconds):
        """Until the machine writes, which it then mostly has not flushed yet; or until the time
        is over."""
        end, size = time.monotonic() + seconds, self._log.stat().st_size
        while self._log.stat().st_size == size and time.monotonic() < end:
            # A flush follows within milliseconds.
            time.sleep(0.0002)

    def cut_off(self):
        """Makes the image what the cut left of it; gives how many writes were flushed, how many
        were not, and how many of those it kept."""
        entries, expected = self._entries()
        if len(entries) < expected:
            # Cut between two entries written at once: what came later cannot be found. Then this
            # was a disk whose cache outlived the cut.
            shutil.move(self._running, self.image)
            return 0, 0, 0
        last = max((i for i, entry in enumerate(entries) if entry[1] & FLUSH), default=-1)
        flushed = [entry for entry in entries[: last + 1] if entry[2]]
        open_writes = [entry for entry in entries[last + 1 :] if entry[2]]
        share = random.choice([0, 0.5, 1])
        kept = [entry for entry in open_writes if random.random() < share]
        with self.image.open("r+b") as image:
            for offset, _, data in flushed + kept:
                image.seek(offset)
                image.write(data)
        return len(flushed), len(open_writes), len(kept)

    def _entries(self):
        """(offset, flags, data) of each write and flush, and how many there were at the last
        flush."""
        log = self._log.read_bytes()
        magic, _, expected, sector = HEAD.unpack_from(log)
        assert magic == MAGIC, "QEMU wrote no log"
        entries, at = [], sector
        while at + ENTRY.size <= len(log):
            begin, sectors, flags, _ = ENTRY.unpack_from(log, at)
            if not sectors and not flags:
                break
            size = 0 if flags & DISCARD else sectors * sector
            data = log[at + sector : at + sector + size]
            if len(data) < size:
                break
            entries.append((begin * sector, flags, data))
            at += sector + size
        return entries, expected
