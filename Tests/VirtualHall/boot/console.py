"""A screen, a keyboard and a touch panel on the systemd machine: what somebody in front of it has."""

import json
import shlex
import socket
import subprocess
import time

from .machine import FOLDER
from .picture import Picture
from .systemd import ORDER_SECONDS, SystemdMachine

WIDTH, HEIGHT = 1280, 800
# What foot makes of 16 points on this screen, which says it has 101.6 dots an inch.
CELL, FONT_SIZE = (14, 28), 23
# guest/panel.py
PANEL_UNITS = 4095
# QEMU answers at once.
MONITOR_SECONDS = 60
# A compositor, a terminal and a debug build of a front, emulated on a busy host.
SCREEN_SECONDS = 300
# Between two looks; a look costs more than the screen needs to change.
LOOK_SECONDS = 0.5


class Monitor:
    """QEMU's own control socket (QMP)."""

    def __init__(self, path):
        self.socket = socket.socket(socket.AF_UNIX)
        self.socket.settimeout(MONITOR_SECONDS)
        self.socket.connect(str(path))
        self.file = self.socket.makefile("rw")
        self.file.readline()
        self.ask("qmp_capabilities")

    def ask(self, command, **arguments):
        self.file.write(json.dumps({"execute": command, "arguments": arguments}) + "\n")
        self.file.flush()
        while True:
            reply = json.loads(self.file.readline())
            assert "error" not in reply, reply
            if "return" in reply:
                return reply["return"]


class ConsoleMachine(SystemdMachine):
    """A systemd machine with a display on a kernel driver, and hands."""

    def __init__(self, share, **options):
        self.monitor_path = f"{share}/monitor"
        self.lines = 0
        super().__init__(
            share,
            extra=[
                *("-device", f"bochs-display,xres={WIDTH},yres={HEIGHT}"),
                *("-qmp", f"unix:{self.monitor_path},server=on,wait=off"),
            ],
            **options,
        )

    def booted(self):
        state = super().booted()
        self.monitor = Monitor(self.monitor_path)
        return state

    def look(self):
        """What is on the screen now."""
        path = f"{self.share}/screen.ppm"
        self.monitor.ask("screendump", filename=path)
        return Picture(path, cell=CELL, size=FONT_SIZE)

    def sees(self, *phrases, seconds=SCREEN_SECONDS):
        """Waits until all of these are on the screen; gives the picture."""
        end = time.monotonic() + seconds
        while True:
            picture = self.look()
            if picture.shows(*phrases):
                return picture
            if time.monotonic() > end:
                picture.save(kept := "/tmp/hall-console-failed.png")
                raise AssertionError(
                    f"not on the screen within {seconds} s: {phrases}; see {kept}\n"
                    + self.attempt("journalctl -b --no-pager -n 60")[0]
                )
            time.sleep(LOOK_SECONDS)

    def press(self, *keys):
        """Keys as QEMU's `sendkey` names them, each let go before the next."""
        for key in keys:
            self.monitor.ask("human-monitor-command", **{"command-line": f"sendkey {key}"})

    # MARK: The touch panel

    def attach_panel(self):
        self.run(
            f"systemd-run --quiet --unit=panel /usr/bin/python3 {FOLDER}/guest/panel.py\n"
            "until test -p /run/panel; do sleep 0.2; done"
        )
        self.panel("plug")

    def panel(self, *words):
        """Does this to the panel, as guest/panel.py says; returns when it is done."""
        self.lines += 1
        line = shlex.quote(" ".join(str(word) for word in words))
        self.run(
            f"echo {line} >/run/panel\n"
            f'until [ "$(cat /run/panel.done 2>/dev/null)" = {self.lines} ]; do\n'
            "  systemctl is-active --quiet panel || exit 1\n"
            "  sleep 0.1\n"
            "done\nudevadm settle"
        )

    def kiosk_has_panel(self):
        """Waits until a front holds the panel."""
        self.until(
            "the kiosk reads the panel",
            "ls -l /proc/$(pgrep -x hallway-kiosk)/fd | grep -q /dev/input/event",
            ORDER_SECONDS,
        )

    def touch(self, place, how="tap"):
        """A finger at a place of the screen, 0 to 1 each way."""
        self.panel(how, *(round(share * PANEL_UNITS) for share in place))


def man_commands(page, section):
    """The commands of a man page's section, as a technician would type them."""
    said = subprocess.run(["cat", page], capture_output=True, text=True, check=True).stdout
    text = said.split(f".Sh {section}\n")[1].split("\n.Sh ")[0]
    blocks = [block.split("\n.Ed")[0] for block in text.split(".Bd -literal\n")[1:]]
    return [block.replace("\\e", "\\") + "\n" for block in blocks]
