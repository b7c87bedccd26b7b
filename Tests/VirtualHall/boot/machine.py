"""One run of the virtual hall's machine, from power on to power off."""

import ctypes
import os
import signal
import subprocess
import tempfile
from pathlib import Path

from . import initramfs
from .kernel import stock_kernel

FOLDER = Path(__file__).resolve().parents[1]
START = FOLDER / "guest" / "start"
QEMU = "qemu-system-x86_64"
# The service, its simulators and Python take 400 MB; the overlay's scratch files share the rest.
MEMORY_MB = 2048
# QEMU ends at once when asked; one that does not is stuck in its own main loop.
END_SECONDS = 5
# prctl.h
PR_SET_PDEATHSIG = 1


def _die_with_parent():
    """A test that is killed itself takes its machine along."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


class Machine:
    """A booting or running guest. Use it as a context manager: it never outlives the block.

    `share` is the folder that guest and host both write: `orders` goes in, results come out.
    `extra` are more words for QEMU, `words` for the kernel.
    """

    def __init__(self, share, *, orders, console=None, extra=(), words=()):
        self.share = Path(share)
        self.console = console
        self.kernel = stock_kernel()
        self.initramfs = tempfile.NamedTemporaryFile(prefix="hall-", suffix=".cpio.gz")
        initramfs.write_initramfs(self.kernel, Path(self.initramfs.name))
        lines = {"HALL_MODULES": self.kernel.modules.parent, "HALL_FOLDER": FOLDER, **orders}
        (self.share / "orders").write_text("".join(f"{k}='{v}'\n" for k, v in lines.items()))
        self.extra = extra
        self.words = words
        self.process = None

    def command(self):
        # /dev/kvm hangs on machines that are virtual themselves: always TCG.
        # The rest of the command line saves work that a test gains nothing from.
        words = [
            "console=ttyS0", "quiet", "loglevel=4", "panic=-1", "mitigations=off", "nokaslr",
            "audit=0", "random.trust_cpu=on", "no_timer_check", "rdinit=/init",
            # On a busy host the kernel measures the TSC wrong: its clock then runs three times
            # too fast, and every deadline of the guest with it.
            "clocksource=acpi_pm", "tsc=unstable",
            f"hall.start={START}", *self.words,
        ]  # fmt: skip
        return [
            QEMU,
            *("-accel", "tcg,thread=multi", "-cpu", "max", "-smp", "2", "-m", str(MEMORY_MB)),
            *("-nographic", "-no-reboot", "-nodefaults", "-net", "none"),
            *("-kernel", str(self.kernel.image), "-initrd", self.initramfs.name),
            *("-append", " ".join(words)),
            *("-virtfs", "local,path=/,mount_tag=host,security_model=none,readonly=on,"
              "multidevs=remap"),
            *("-virtfs", f"local,path={self.share},mount_tag=share,security_model=none,"
              "multidevs=remap"),
            *self.extra,
        ]  # fmt: skip

    def __enter__(self):
        if self.console is None:
            # The technician's own terminal; Ctrl-A x ends QEMU.
            self.process = subprocess.Popen(
                [*self.command(), "-serial", "mon:stdio"], preexec_fn=_die_with_parent
            )
        else:
            # A group of its own, so that Ctrl-C ends the test first and the test ends QEMU.
            self.process = subprocess.Popen(
                [*self.command(), "-serial", "stdio", "-monitor", "none"],
                stdin=subprocess.DEVNULL,
                stdout=self.console,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=_die_with_parent,
            )
        return self

    def wait(self, seconds=None):
        """Waits for power off; raises subprocess.TimeoutExpired."""
        return self.process.wait(seconds)

    def cut_off(self):
        """The power goes: whatever the guest had in memory is lost."""
        self.process.kill()
        self.process.wait(END_SECONDS)

    def __exit__(self, *_):
        try:
            for number in (signal.SIGTERM, signal.SIGKILL):
                if self.process.poll() is not None:
                    break
                os.kill(self.process.pid, number)
                try:
                    self.process.wait(END_SECONDS)
                except subprocess.TimeoutExpired:
                    continue
        finally:
            self.initramfs.close()
