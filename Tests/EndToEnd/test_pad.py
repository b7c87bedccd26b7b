"""hallway-pad in real terminals: a window's second screen, with a hall that comes and goes.

A short run by default; HALLWAY_SOAK=1 kills pad and hall fifty times.
"""

import json
import os
import random
import re
import signal
import uuid

import pytest
from hall import Program, Refusal, Wire, program, rows, sample_hall, until
from terminal import ENTER, SCREEN_SECONDS, Terminal

SOAK = bool(os.environ.get("HALLWAY_SOAK"))
KILLS = 50 if SOAK else 5
# Whatever the dice say can be said again.
SEED = 734
# A desk for enquiries: no card, and no other pad.
WINDOW, SERVICE = "12", "enquiry-policy"
PLEASE = "请对我的服务给予评价"


class Hall:
    """hallwayd on the sample hall without devices; it can be killed and started anew."""

    def __init__(self, state):
        self.socket, self.ledger = f"{state}/hall", f"{state}/ledger"
        self.file = f"{state}/hallway.yaml"
        text = re.sub(r"^devices:\n.*?^kiosks:\n.*?\n\n", "devices: []\n\n", sample_hall(),
                      flags=re.M | re.S)  # fmt: skip
        # A killed hall is back within this, also on a busy machine.
        text, found = re.subn(r"padSeconds: \d+", "padSeconds: 300", text)
        assert found
        with open(self.file, "w") as file:
            file.write(text)
        self.start()

    def start(self):
        self.service = Program("hallwayd", "--config", self.file, "--state", self.ledger,
                               "--socket", self.socket)  # fmt: skip
        until("the hall answers", self.answers, 60)

    def answers(self):
        try:
            return self.call("Hall.Describe")
        except OSError:
            return None

    def kill(self):
        self.service.kill()

    def call(self, method, **parameters):
        with Wire(self.socket) as wire:
            return wire.call(method, **parameters)

    def serve_somebody(self):
        """Gives the number of somebody who was served at the window and is asked to rate."""
        ticket = self.call("Queue.TakeTicket", service=SERVICE, requestId=str(uuid.uuid4()))["ticket"]
        self.call("Queue.HandOver", number=ticket["number"], secret=ticket["secret"])
        called = self.call("Counter.CallNext", window=WINDOW)["ticket"]["number"]
        assert called == ticket["number"]
        self.call("Counter.Finish", window=WINDOW)
        return ticket["number"]

    def ratings(self, number):
        """Level, reasons and identity of a number's ratings, as SQLite alone reads them."""
        return rows(
            self.ledger,
            "SELECT level, reasons, sequence FROM ratingRow WHERE number = ? AND kind = 'rated'",
            number,
        )


@pytest.fixture
def hall(state):
    hall = Hall(state)
    try:
        yield hall
        assert hall.service.end() == 0, hall.service.complaint()
    finally:
        hall.service.kill()


def pad(hall, state, *arguments, columns=80, rows=24):
    return Terminal(
        [program("hallway-pad"), "--window", WINDOW, "--socket", hall.socket, "--state",
         f"{state}/pad", *arguments],
        columns, rows,
    )  # fmt: skip


def kept(state):
    """What the pad has written down and the hall has not answered."""
    try:
        with open(f"{state}/pad/ratings.json") as file:
            return json.load(file)
    except FileNotFoundError:
        return []


def test_a_citizen_rates_with_reasons_and_words(hall, state):
    hall.call("Counter.Open", window=WINDOW, clerk="0017")
    with pad(hall, state) as terminal:
        terminal.see("0017")
        number = hall.serve_somebody()
        terminal.see(PLEASE, "非常满意", "非常不满意")
        reasons = next(
            level["reasons"] for level in hall.call("Ratings.Catalogue")["levels"] if level["level"] == 2
        )
        terminal.press("2", "可多选", *(reason["text"]["zh"][:8] for reason in reasons[:4]))
        # On the disk before anything else: the level counts whatever happens now.
        (held,) = until("the level is kept", lambda: kept(state))
        assert held["level"] == 2 and held["isHeld"] and not hall.ratings(number)
        assert number not in json.dumps(held) and "0017" not in json.dumps(held)
        assert os.stat(f"{state}/pad/ratings.json").st_mode & 0o777 == 0o600
        assert os.stat(f"{state}/pad").st_mode & 0o777 == 0o700
        terminal.type("13")
        terminal.press("t", "还可写")
        terminal.press("等了两个小时", "等了两个小时")
        terminal.press(ENTER, "谢谢")
        ((level, given, _),) = until("the rating is stored", lambda: hall.ratings(number))
        assert level == 2
        assert all(reasons[index]["code"] in given for index in (0, 2))
        until("nothing is left in the pad", lambda: kept(state) == [])
        terminal.type("\x03")
        assert terminal.wait() == 0


def test_elder_mode_in_forty_columns_by_touch(hall, state):
    with pad(hall, state, columns=40) as terminal:
        number = hall.serve_somebody()
        terminal.see(PLEASE)
        terminal.touch("长者模式")
        terminal.see("普通模式")
        terminal.touch("基本满意")
        terminal.see("可多选")
        terminal.touch("提交")
        terminal.see("谢谢")
        until("the rating is stored", lambda: [row[0] for row in hall.ratings(number)] == [3])


def test_a_second_pad_of_a_window_is_told_that_its_directory_is_taken(hall, state):
    with pad(hall, state) as terminal:
        # Its directory is its own before it draws.
        terminal.see("号窗口")
        with pad(hall, state) as second:
            assert second.wait() == 1
            assert "another hallway-pad" in second.text


def test_without_the_hall_a_rating_waits_in_the_pad(hall, state):
    with pad(hall, state) as terminal:
        number = hall.serve_somebody()
        terminal.see(PLEASE)
        hall.kill()
        terminal.see("系统暂时连不上")
        terminal.press("4", "可多选")
        terminal.press(ENTER, "谢谢", "系统暂时连不上")
        assert [rating["level"] for rating in kept(state)] == [4]
    # Also over the night of pad and hall.
    hall.start()
    with pad(hall, state):
        until("the rating is stored", lambda: [row[0] for row in hall.ratings(number)] == [4])
        until("nothing is left in the pad", lambda: kept(state) == [])


def test_no_kill_of_pad_or_hall_loses_or_doubles_a_rating(hall, state):
    dice = random.Random(SEED)
    given = []
    terminal = pad(hall, state)
    try:
        for turn in range(KILLS):
            number, level = hall.serve_somebody(), 1 + turn % 5
            terminal.see(PLEASE)
            kills_hall, kills_pad = turn % 3 != 0, turn % 3 != 1
            if kills_hall and dice.random() < 0.5:
                hall.kill()
            terminal.type(str(level))
            if dice.random() < 0.5:
                terminal.type(ENTER)
            # Anywhere between the key and the hall's answer.
            terminal.pump(dice.uniform(0, 0.3))
            if kills_pad:
                terminal.process.send_signal(signal.SIGKILL)
                terminal.process.wait()
                terminal.__exit__()
                terminal = None
            if kills_hall:
                hall.kill()
                hall.start()
            if not terminal:
                # A key that the pad had not written down is pressed again: the screen asked on.
                pressed = kept(state) or hall.ratings(number)
                terminal = pad(hall, state)
                if not pressed:
                    terminal.see(PLEASE, seconds=3 * SCREEN_SECONDS)
                    terminal.type(str(level))
            given.append((number, level))

            def stored(number=number):
                # Whoever stands there is done; without it the pad would wait for more.
                terminal.type(ENTER)
                terminal.pump(0.1)
                return hall.ratings(number)

            until(f"the rating of {number} is stored", stored, 60)
        wrong = [
            (number, level, hall.ratings(number))
            for number, level in given
            if [row[0] for row in hall.ratings(number)] != [level]
        ]
        assert not wrong, f"number, pressed, in the ledger: {wrong}"
        until("nothing is left in the pad", lambda: kept(state) == [])
        assert hall.call("Ratings.Verify").get("firstBad") is None
    finally:
        if terminal:
            terminal.__exit__()


def test_a_token_of_another_window_rates_nothing(hall):
    """What a pad knows is its window's: whoever makes one up is recorded as refused."""
    hall.serve_somebody()
    with pytest.raises(Refusal) as refusal:
        hall.call("Ratings.Submit", level=5, evaluation="made-up", requestId="r-1")
    assert refusal.value.name == "NotRateable"
    assert rows(hall.ledger, "SELECT count(*) FROM ratingRow WHERE kind = 'rated'") == [(0,)]
