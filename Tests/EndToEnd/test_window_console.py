"""hallway-window in real terminals: a clerk's day, one key a step, with a hall that comes and goes."""

import os
import random
import time

import pytest
from alone import Hall, call, running, take_in_hand
from hall import Refusal, Wire, command, program, rows, until
from terminal import ENTER, ESCAPE, Terminal
from test_window_devices import Hall as HallWithKeypad

WINDOW, OTHER, SERVICE = "12", "13", "enquiry-policy"
PIN = "270184"
# Whatever the dice say can be said again.
SEED = 734

WORDS = {
    "closed": ("窗口未开放", "window is closed"), "sign in": ("上岗签到", "Sign in"),
    "wrong": ("工号或密码不对", "number or PIN is wrong"), "open": ("开放", "open"),
    "today": ("今日已办 {} / 30", "Today {} of 30"), "next": ("下一位 {}", "Next {}"),
    "why": ("等候时间最长", "It had waited longest."), "called": ("已叫 {}", "{} is called"),
    "calls": ("已叫 {} 次", "called {}x"), "serving": ("办理中", "Being served"),
    "nobody": ("没有在办的号", "Nobody at the window"), "held": ("挂起 {}", "On hold {}"),
    "again first": ("叫满 3 次", "after 3 calls"), "missed": ("过号可返队 {}", "Missed, may return {}"),
    "where": ("转去办什么", "Send on for what"), "which window": ("转到哪个窗口", "Send to which window"),
    "word": ("给下一位同事", "for your colleague"), "why pause": ("为什么暂停", "Why pause"),
    "back when": ("几点恢复", "Back when"), "paused": ("暂停服务：午休", "lunch break"),
    "really": ("关窗？", "Close?"), "nothing to undo": ("没有可撤销", "nothing to undo"),
    "busy": ("请稍候", "One moment"), "offline": ("自动重连", "reconnecting"), "back": ("又连上大厅了", "Connected again"),
}  # fmt: skip


class Console(Terminal):
    def __init__(self, hall, *arguments, language="zh", window=WINDOW, columns=80, rows=24):
        self.language = language
        super().__init__(
            [program("hallway-window"), window, "--socket", hall.socket, "--language", language,
             *arguments],
            columns, rows,
        )  # fmt: skip

    def word(self, key, *values):
        return WORDS[key][self.language == "en"].format(*values)

    def sees(self, key, *values):
        return self.see(self.word(key, *values))

    def does(self, keys, key, *values):
        self.ready()
        return self.press(keys, self.word(key, *values))

    def ready(self):
        """While the hall is busy with one key no other is heard."""
        self.wait_until("ready", lambda text: self.word("busy") not in text)

    def recall_until(self, calls):
        """Recalls until so many calls are on the screen. A key that is held down or bounces is one key,
        so the next press comes after more than a second without one."""

        def heard():
            self.type("r")
            end = time.monotonic() + 1.5
            while (left := end - time.monotonic()) > 0 and self.word("calls", calls) not in self.text:
                self.take_in(left)
            return self.word("calls", calls) in self.text

        until(f"called {calls} times", heard)


@pytest.fixture
def hall(state):
    """With a file of clerks: whoever works proves who they are."""
    path = f"{state}/clerks.yaml"
    for number in ("07", "08"):
        status, *said = command(
            "clerk", "add", number, "--name", "王芳", "--pin-from", "-", "--file", path,
            stdin=f"{PIN}{number}\n",
        )  # fmt: skip
        assert status == 0, said
    os.chown(path, os.getuid(), -1)
    hall = Hall(state)
    with open(hall.config, "a") as file:
        file.write(f"\nclerks: {path}\n")
    with running(hall):
        yield hall


def sign_in(console, clerk="07", pin=None):
    console.does("o", "sign in")
    console.type(clerk + ENTER)
    console.type((pin or PIN + clerk) + ENTER)


def window(hall, which=WINDOW):
    return next(w for w in call(hall, "Counter.Windows")["windows"] if w["window"] == which)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_clerks_day(hall, language):
    with Console(hall, language=language) as console:
        console.sees("closed")
        # Who guesses is told so in words; who is right is at work.
        sign_in(console, pin="111111")
        console.sees("wrong")
        assert not window(hall)["open"]
        console.type(ESCAPE)
        console.sees("closed")
        sign_in(console)
        console.sees("nobody")
        assert window(hall)["clerk"] == "07"
        assert PIN.encode() not in console.raw, "a PIN is on no screen"

        numbers = [take_in_hand(hall, SERVICE)["number"] for _ in range(4)]
        console.sees("next", numbers[0])
        console.sees("why")

        # Called, here, done.
        console.does("n", "called", numbers[0])
        console.sees("next", numbers[1])
        console.does("s", "serving")
        console.does("f", "today", 1)
        console.sees("nobody")

        # On hold, another one meanwhile, and back.
        console.does("n", "called", numbers[1])
        console.does("h", "held", numbers[1])
        console.does("n", "called", numbers[2])
        console.does("f", "today", 2)
        console.does("g", "serving")
        console.does("f", "today", 3)

        # Nobody comes: three calls, passed, and taken back at once.
        console.does("n", "called", numbers[3])
        console.does("p", "again first")
        console.recall_until(3)
        console.does("p", "missed", numbers[3])
        console.does("u", "calls", 3)
        console.recall_until(4)
        console.does("p", "missed", numbers[3])
        # Here after all: in line again, and the next one called.
        console.does("b", "next", numbers[3])

        # Sent on to a colleague with a word.
        call(hall, "Counter.Open", window=OTHER, clerk="08", pin=f"{PIN}08")
        console.does("n", "called", numbers[3])
        console.does("t", "where")
        console.does("w", "which window")
        place = [w["id"] for w in call(hall, "Hall.Describe")["windows"] if w["id"] != WINDOW]
        index = place.index(OTHER)
        console.type("9" * (index // 8) + str(index % 8 + 1))
        console.sees("word")
        console.type("表已填好" + ENTER)
        console.sees("nobody")
        there = call(hall, "Counter.CallNext", window=OTHER)["ticket"]
        assert (there["number"], there["note"]) == (numbers[3], "表已填好")

        # A break, and home.
        console.does("z", "why pause")
        console.does("1", "back when")
        console.type(ENTER)
        console.sees("paused")
        assert window(hall)["pause"] == "lunch"
        console.ready()
        console.type("z")
        until("the window goes on", lambda: not window(hall).get("pause"))
        console.does("c", "really")
        console.type("1")
        console.sees("closed")
        assert not window(hall)["open"]
        console.type("\x03")
        assert console.wait() == 0
    lines = rows(hall.state, "SELECT DISTINCT who FROM journal WHERE kind IN ('called', 'finished')")
    assert set(lines) == {("clerk 07",), ("clerk 08",)}


def test_a_window_of_another_says_so_and_tells_no_name(hall):
    call(hall, "Counter.Open", window=WINDOW, clerk="08", pin=f"{PIN}08")
    with Console(hall) as console:
        # The same user at the socket is the same clerk to the hall; what it says is who is at work.
        console.see("工号 08", "没有在办的号")


@pytest.mark.parametrize("columns, height", [(40, 24), (100, 30)])
def test_by_touch_at_every_size(hall, columns, height):
    call(hall, "Counter.Open", window=WINDOW, clerk="07", pin=f"{PIN}07")
    number = take_in_hand(hall, SERVICE)["number"]
    with Console(hall, columns=columns, rows=height) as console:
        console.sees("next", number)
        console.touch("叫号")
        console.sees("called", number)
        console.touch("已到")
        console.sees("serving")
        console.touch("办结")
        console.sees("today", 1)
        console.touch("EN")
        console.see("Today 1 of 30", "Nobody at the window")


def test_the_keypads_work_is_seen_at_once_and_done_once(state):
    hall = HallWithKeypad(state)
    try:
        until("three devices are ready", lambda: hall.states() == ["ready"] * 3)
        first, second = hall.take("r1")["number"], hall.take("r2")["number"]
        with Console(hall) as console:
            console.sees("next", first)
            hall.call("Simulator.PressKeypad", keypad=hall.ids["keypad"], key="callNext")
            console.see(console.word("next", second), console.word("calls", 1))
            console.does("f", "today", 1)
            # Two hands, one step: whoever saw the window as it was before does nothing.
            with Wire(hall.socket) as follower, Wire(hall.socket) as other:
                desk = next(follower.more("Counter.Follow", window=WINDOW))["desk"]
                called = other.call("Counter.CallNext", window=WINDOW, seen=desk["mark"])
                assert called["ticket"]["number"] == second
                with pytest.raises(Refusal) as refusal:
                    other.call("Counter.CallNext", window=WINDOW, seen=desk["mark"])
                assert refusal.value.name == "Moved"
            console.sees("calls", 1)
            assert hall.call("Counter.Finish", window=WINDOW)["ticket"]["number"] == second
        hall.end()
    finally:
        hall.service.kill()
        hall.hardware.kill()


def test_a_hall_that_is_killed_comes_back_by_itself(state):
    hall = Hall(state)
    with running(hall):
        numbers = [take_in_hand(hall, SERVICE)["number"] for _ in range(2)]
        with Console(hall) as console:
            console.sees("next", numbers[0])
            console.does("n", "calls", 1)
            hall.service.kill()
            # What was last so stays on the screen, and keys do nothing.
            console.see(console.word("offline"), console.word("calls", 1))
            console.press("n", "暂时不能操作")
            hall.service = hall.start()
            console.sees("back")
            # Nothing that was pressed meanwhile is done now.
            console.see(console.word("next", numbers[1]), console.word("calls", 1))
            assert window(hall)["current"] == numbers[0]
            console.does("s", "serving")
            console.does("f", "today", 1)


def test_a_kill_between_key_and_answer_does_nothing_twice(state):
    dice = random.Random(SEED)
    hall = Hall(state)
    with running(hall):
        for _ in range(6):
            take_in_hand(hall, SERVICE)
        with Console(hall) as console:
            console.sees("next", "S001")
            for _ in range(3):
                before = window(hall)
                console.type("n")
                # Anywhere between the key and the hall's answer.
                console.pump(dice.uniform(0, 0.02))
                hall.service.kill()
                console.sees("offline")
                hall.service = hall.start()
                console.wait_until("the desk", lambda text: "自动重连" not in text and "S00" in text)
                after = window(hall)
                # The step that the key was for, or none; never two.
                assert after["waiting"] in (before["waiting"], before["waiting"] - 1)
                assert (after["waiting"] == before["waiting"]) == (not after.get("current"))
                if after.get("current"):
                    until("finished", lambda: not finish(console, hall).get("current"))
            console.sees("today", window(hall)["today"])


def finish(console, hall):
    console.type("f")
    console.pump(0.2)
    return window(hall)


def test_no_key_breaks_it(hall):
    """Some thousand keys, touches and sizes at random; HALLWAY_SOAK presses a hundred times as many."""
    dice = random.Random(SEED)
    keys = list("nrsfhgpbtazoclu0123456789 :王") + [ENTER, ESCAPE, "\t", "\x7f", "\x1b[A", "\x1b[B",
            "\x1b[5~", "\x1b[6~", "\x1b[<0;5;22M", "\x1b[<0;30;23M", "\x1b[<0;200;200M", "\x1bOP"]  # fmt: skip
    call(hall, "Counter.Open", window=WINDOW, clerk="07", pin=f"{PIN}07")
    for _ in range(10):
        take_in_hand(hall, SERVICE)
    pieces = 20000 if os.environ.get("HALLWAY_SOAK") else 60
    with Console(hall) as console:
        console.sees("next", "S001")
        for _ in range(pieces):
            console.type("".join(dice.choices(keys, k=10)))
            console.pump()
            assert console.process.poll() is None, console.text
        # Whatever it was, the way back is Esc, and then it works.
        for _ in range(4):
            console.type(ESCAPE)
            console.pump(0.1)
        console.wait_until("the desk", lambda text: "/ 30" in text or "of 30" in text)
