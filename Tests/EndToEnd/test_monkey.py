"""Somebody hammers on the real front: keys, touches, resizes, signals, and a hall that goes away.

No crash, no way out, no stuck screen, nothing personal left, no memory that grows. The pure screens are
hammered a million times by MonkeyTests; here it is the program, its terminal and its sockets.
"""

import fcntl
import os
import random
import signal
import struct
import subprocess
import termios
import time
from pathlib import Path

from hall import ANSWER_SECONDS, Demo, ShortDirectory, program, until
from terminal import ENTER, ESCAPE, F2, HOME, Kiosk

SOAK = bool(os.environ.get("HALLWAY_SOAK"))
PIECES = 4000 if SOAK else 250
SEED = int(os.environ.get("HALLWAY_SEED", random.randrange(2**32)))
# What is typed and shown of somebody on the way.
PERSONAL = ["202611160007", "13912345678", "欧**", "示**", "357913"]
WAYS_OUT = ["\x03", "\x04", "\x1a", "\x1c", "\x11", "\x13", "\x00", "\x12", "\x18", "\x1d"]
FUNCTIONS = [f"\x1bO{c}" for c in "PQRS"] + [f"\x1b[{n}~" for n in (15, 17, 18, 19, 20, 21, 23, 24)]
# Shells and consoles are reached by some of these elsewhere.
ODD = ["\x1b[1;5A", "\x1b[3~", "\x1b[2~", "\x1b\x1b", "\x1b[M !!", "\x1b]0;x\x07", "\x1b[200~ls\x1b[201~",
       "\xe4\xb8", "杰", "𠮷", "\x7f", "\t", "\x1b[Z", "\x1b[5~", "\x1b[6~", "\x1bc", "!sh" + ENTER]  # fmt: skip
WORDS = [
    "22202611160007" + ENTER + "357913" + ENTER, "HW:202611160007" + ENTER, "HW:A001:000000" + ENTER,
    "s13912345678" + ENTER, "21" + F2, "7" + F2, "111" + F2, "6sfz" + ENTER, "?", "5yy-1" + ENTER,
]  # fmt: skip
SIGNALS = [signal.SIGWINCH, signal.SIGTSTP, signal.SIGQUIT, signal.SIGINT, signal.SIGCONT]
# The front of a debug build, its stacks and what its allocator keeps; a leak of a screen a piece
# would be ten times as much.
MOST_GROWTH_KIB = 24 * 1024


def resident(process):
    """VmRSS in KiB, as the kernel says it."""
    status = Path(f"/proc/{process.pid}/status").read_text()
    return int(next(line for line in status.splitlines() if line.startswith("VmRSS")).split()[1])


def state(process):
    return Path(f"/proc/{process.pid}/stat").read_text().rpartition(")")[2].split()[0]


def children(process):
    tasks = Path(f"/proc/{process.pid}/task").iterdir()
    return [child for task in tasks for child in (task / "children").read_text().split()]


def resize(kiosk, columns, rows):
    """The program's terminal; the emulator reads on, as somebody does who looks away."""
    fcntl.ioctl(kiosk.master, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
    kiosk.process.send_signal(signal.SIGWINCH)


def hammer(kiosk, dice):
    kind = dice.random()
    if kind < 0.35:
        kiosk.type("".join(dice.choice("1234567890hlmpswtevabrn?-= ") for _ in range(dice.randrange(1, 9))))
    elif kind < 0.5:
        kiosk.type(dice.choice(WORDS))
    elif kind < 0.6:
        kiosk.type("".join(dice.choice(WAYS_OUT + FUNCTIONS) for _ in range(3)))
    elif kind < 0.7:
        kiosk.type(dice.choice(ODD))
    elif kind < 0.85:
        column, row = dice.randrange(1, 130), dice.randrange(1, 50)
        kiosk.type(f"\x1b[<0;{column};{row}M\x1b[<0;{column};{row}m")
    elif kind < 0.93:
        kiosk.process.send_signal(dice.choice(SIGNALS))
    else:
        resize(kiosk, dice.choice([1, 20, 40, 80, 100, 200]), dice.choice([1, 10, 24, 30, 60]))


def come_home(kiosk):
    """Back to the size it began with, then Esc until it is home; Esc alone, not the key for home."""
    resize(kiosk, *kiosk.size)
    end = time.monotonic() + ANSWER_SECONDS
    while not (HOME["zh"] in kiosk.text or HOME["en"] in kiosk.text):
        assert time.monotonic() < end, f"stuck:\n{kiosk.text}"
        kiosk.type(ESCAPE)
        kiosk.pump(0.3)
    # Whoever went has left nothing, on no row.
    kiosk.pump(0.3)
    assert not [text for text in PERSONAL if text in kiosk.text], kiosk.text


def test_nothing_breaks_the_front_or_leads_out_of_it():
    print(f"monkey: seed {SEED}")
    dice = random.Random(SEED)
    with ShortDirectory() as path, Demo(path) as demo, Kiosk(demo, "--locked") as kiosk:
        # Once round before the first measurement: pages of code and of the locale come with use.
        for _ in range(20):
            hammer(kiosk, dice)
            kiosk.pump()
        come_home(kiosk)
        before = resident(kiosk.process)
        homes = 0
        for piece in range(PIECES):
            hammer(kiosk, dice)
            kiosk.pump()
            assert kiosk.process.poll() is None, f"ended with {kiosk.process.returncode}"
            if piece == PIECES // 2:
                os.kill(demo.ready["hallwaydPid"], signal.SIGKILL)
                demo.ready = demo.announced()
            if piece % 50 == 49:
                assert state(kiosk.process) != "T", "a key stopped it"
                assert not children(kiosk.process), "it began something"
                come_home(kiosk)
                homes += 1
        come_home(kiosk)
        kiosk.wait_until("its hall again", lambda text: "取号" in text or "Take a number" in text)
        after = resident(kiosk.process)
        print(f"monkey: {PIECES} pieces, {homes} times home, resident {before} KiB before, {after} KiB after")
        assert after - before < MOST_GROWTH_KIB
        # It lives on its second screen, of which terminals keep no history, and never leaves it.
        assert kiosk.raw.count(b"\x1b[?1049h") == 1 and b"\x1b[?1049l" not in kiosk.raw
        # SIGINT and Ctrl-C were among it; what ends a unit still does.
        kiosk.process.send_signal(signal.SIGTERM)
        assert kiosk.wait() == 0


def test_a_terminal_with_a_history_keeps_none_of_it(demo):
    """In tmux, which is another emulator than pyte and keeps what scrolls away."""
    tmux = ["tmux", "-u", "-S", f"{demo.state}/tmux-history", "-f", "/dev/null"]
    environment = {"PATH": os.environ["PATH"], "LANG": "C.UTF-8", "TERM": "xterm-256color"}

    def run(*arguments):
        done = subprocess.run(
            [*tmux, *arguments], env=environment, capture_output=True, text=True, timeout=ANSWER_SECONDS
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def see(words):
        until(words, lambda: words in run("capture-pane", "-p"))

    run("new-session", "-d", "-x", "100", "-y", "30", program("hallway-kiosk"), "--socket", demo.socket, "--locked")
    try:
        see(HOME["zh"])
        run("send-keys", "22202611160007", "Enter", "357913", "Enter")
        see("示**")
        run("send-keys", "h")
        see(HOME["zh"])
        run("send-keys", "C-c", "C-z", "C-d", "C-\\")
        run("send-keys", "1")
        see("您要办哪方面的事？")
        history = run("capture-pane", "-p", "-S", "-", "-E", "-")
        assert not [text for text in PERSONAL if text in history]
    finally:
        run("kill-server")
