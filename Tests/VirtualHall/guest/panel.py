"""A touch panel by uinput, whose fingers are lines in a FIFO: part of the systemd machine.

    tap X Y           one finger, down and up; a panel's own units, 0 to 4095
    two X Y X Y       a finger, and a second one while the first is down
    palm X Y          a wide contact that the panel reports as a palm (ABS_MT_TOOL_TYPE)
    unplug, plug      the cable

Answers by a number in /run/panel.done: how many lines have been carried out.
"""

import fcntl
import os
import struct
import subprocess
import sys
import time

FIFO, DONE, NAME = "/run/panel", "/run/panel.done", b"Virtual hall touch panel"
# linux/input-event-codes.h
EV_SYN, EV_KEY, EV_ABS = 0, 1, 3
SYN_REPORT, BTN_TOUCH, INPUT_PROP_DIRECT = 0, 0x14A, 1
ABS_X, ABS_Y, ABS_MT_SLOT = 0, 1, 0x2F
ABS_MT_POSITION_X, ABS_MT_POSITION_Y, ABS_MT_TOOL_TYPE, ABS_MT_TRACKING_ID = 0x35, 0x36, 0x37, 0x39
MT_TOOL_FINGER, MT_TOOL_PALM = 0, 2
LARGEST = 4095
LIMITS = {
    ABS_X: LARGEST, ABS_Y: LARGEST, ABS_MT_POSITION_X: LARGEST, ABS_MT_POSITION_Y: LARGEST,
    ABS_MT_SLOT: 9, ABS_MT_TRACKING_ID: 65535, ABS_MT_TOOL_TYPE: 2,
}  # fmt: skip
# linux/uinput.h
UI_DEV_CREATE, UI_DEV_DESTROY = 0x5501, 0x5502
UI_DEV_SETUP, UI_ABS_SETUP = 0x405C5503, 0x401C5504
UI_SET_EVBIT, UI_SET_KEYBIT, UI_SET_ABSBIT, UI_SET_PROPBIT = (
    0x40045564, 0x40045565, 0x40045567, 0x4004556E,
)  # fmt: skip
BUS_USB = 3
# How long a finger lies: a person's touch, and longer than a frame of any panel.
TOUCH_SECONDS = 0.08


class Panel:
    def __init__(self):
        self.file = None
        self.finger = 0

    def plug(self):
        self.file = os.open("/dev/uinput", os.O_WRONLY)
        for request, bits in (
            (UI_SET_EVBIT, (EV_KEY, EV_ABS)), (UI_SET_KEYBIT, (BTN_TOUCH,)),
            (UI_SET_ABSBIT, LIMITS), (UI_SET_PROPBIT, (INPUT_PROP_DIRECT,)),
        ):  # fmt: skip
            for bit in bits:
                fcntl.ioctl(self.file, request, bit)
        for code, largest in LIMITS.items():
            setup = struct.pack("<H2x6i", code, 0, 0, largest, 0, 0, 0)
            fcntl.ioctl(self.file, UI_ABS_SETUP, setup)
        setup = struct.pack("<4H80sI", BUS_USB, 0x0EEF, 0x7200, 1, NAME, 0)
        fcntl.ioctl(self.file, UI_DEV_SETUP, setup)
        fcntl.ioctl(self.file, UI_DEV_CREATE)

    def unplug(self):
        fcntl.ioctl(self.file, UI_DEV_DESTROY)
        os.close(self.file)

    def send(self, *events):
        # struct input_event; the kernel fills in the time.
        for kind, code, value in (*events, (EV_SYN, SYN_REPORT, 0)):
            os.write(self.file, struct.pack("<qqHHi", 0, 0, kind, code, value))

    def down(self, slot, x, y, tool=MT_TOOL_FINGER):
        self.finger += 1
        first = [(EV_KEY, BTN_TOUCH, 1), (EV_ABS, ABS_X, x), (EV_ABS, ABS_Y, y)]
        self.send(
            (EV_ABS, ABS_MT_SLOT, slot), (EV_ABS, ABS_MT_TRACKING_ID, self.finger),
            (EV_ABS, ABS_MT_TOOL_TYPE, tool), (EV_ABS, ABS_MT_POSITION_X, x),
            (EV_ABS, ABS_MT_POSITION_Y, y), *(first if slot == 0 else []),
        )  # fmt: skip

    def up(self, slot):
        last = [(EV_KEY, BTN_TOUCH, 0)] if slot == 0 else []
        self.send((EV_ABS, ABS_MT_SLOT, slot), (EV_ABS, ABS_MT_TRACKING_ID, -1), *last)

    def do(self, words):
        match words[0], [int(word) for word in words[1:]]:
            case "plug", []:
                self.plug()
            case "unplug", []:
                self.unplug()
            case ("tap" | "palm") as how, [x, y]:
                self.down(0, x, y, MT_TOOL_PALM if how == "palm" else MT_TOOL_FINGER)
                time.sleep(TOUCH_SECONDS)
                self.up(0)
            case "two", [x, y, other_x, other_y]:
                self.down(0, x, y)
                self.down(1, other_x, other_y)
                time.sleep(TOUCH_SECONDS)
                self.up(1)
                self.up(0)
            case _:
                sys.exit(f"a panel does not know {words}")


def main():
    subprocess.run(["modprobe", "uinput"], check=True)
    os.mkfifo(FIFO)
    # Both ends: the FIFO never ends, whoever writes to it comes and goes.
    lines = os.fdopen(os.open(FIFO, os.O_RDWR))
    panel = Panel()
    for number, line in enumerate(iter(lines.readline, ""), 1):
        panel.do(line.split())
        with open(f"{DONE}.draft", "w") as draft:
            draft.write(str(number))
        os.rename(f"{DONE}.draft", DONE)


if __name__ == "__main__":
    main()
