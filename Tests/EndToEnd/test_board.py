"""hallway-board in real terminals: who is called where, for everybody to see and nobody to touch."""

import signal

import pytest
from alone import Hall, call, running, take_in_hand
from hall import program, until
from terminal import ENTER, ESCAPE, SETTLED_SECONDS, Terminal

WINDOW, SERVICE = "12", "enquiry-policy"
# Served at window 13 alone.
OTHER = "unresolved-matter"
EMPTY, OFFLINE = "等待叫号", "正在重新连接"


class Board(Terminal):
    def __init__(self, hall, *arguments, columns=80, rows=24):
        super().__init__(
            [program("hallway-board"), "--socket", hall.socket, *arguments], columns, rows
        )


@pytest.fixture
def hall(state):
    hall = Hall(state)
    with running(hall):
        yield hall


@pytest.mark.parametrize("columns, height", [(80, 24), (120, 40), (200, 60)])
def test_it_shows_calls_and_who_waits_in_both_languages(hall, columns, height):
    with Board(hall, columns=columns, rows=height) as board:
        board.see(EMPTY, "Please wait for your number", "现在无人等候")
        first, *_ = (take_in_hand(hall, service)["number"] for service in (SERVICE, SERVICE, OTHER))
        board.see("共 3 人", "3 in all")
        assert call(hall, "Counter.CallNext", window=WINDOW)["ticket"]["number"] == first
        board.see("12号窗口", "Window 12", "请到窗口", "▶▶", "2 in all")
        # The last call is in large letters, the one before in plain ones beside its window.
        call(hall, "Counter.CallNext", window="13")
        board.see("13号窗口", "Window 13", "1 in all")
        if height == 24:
            board.see(f"{first} ")
        call(hall, "Counter.Recall", window="13")
        board.see("第 2 次呼叫", "call no. 2")
        # A whole picture: the right edge of each row is where it should be.
        board.pump(SETTLED_SECONDS)
        assert "*" not in board.text, "no masked name either"
        assert len(board.text.splitlines()) <= height


def test_a_zone_shows_its_own_windows(hall):
    windows = call(hall, "Hall.Describe")["windows"]
    mine = next(w for w in windows if w["id"] == WINDOW)
    other = next(w["zoneId"] for w in windows if w["zoneId"] != mine["zoneId"])
    take_in_hand(hall, SERVICE)
    with Board(hall, "--zone", mine["zoneId"]) as here, Board(hall, "--zone", other) as there:
        call(hall, "Counter.CallNext", window=WINDOW)
        here.see("12号窗口", mine["zone"]["zh"])
        there.see(EMPTY)
        assert "12号窗口" not in there.text
    with Board(hall, "--zone", "nowhere") as board:
        board.see("大厅没有“nowhere”区", "no zone")


def test_a_hall_that_is_killed_comes_back_by_itself(hall):
    take_in_hand(hall, SERVICE)
    take_in_hand(hall, SERVICE)
    with Board(hall) as board:
        board.see("2 in all")
        call(hall, "Counter.CallNext", window=WINDOW)
        board.see("12号窗口", "1 in all")
        hall.service.kill()
        # The last state stands, with its time.
        board.see(OFFLINE, "As of", "12号窗口", "1 in all")
        hall.service = hall.start()
        board.wait_until("the board", lambda text: OFFLINE not in text)
        board.see("12号窗口", "1 in all")
        call(hall, "Counter.Finish", window=WINDOW)
        board.see(EMPTY)


def test_no_key_and_no_touch_does_anything(hall):
    with Board(hall) as board:
        board.see(EMPTY)
        board.pump(SETTLED_SECONDS)
        for key in ("\x03", "\x04", "\x1a", "\x1c", ESCAPE, ENTER, "q", "\x1b[<0;5;5M", "\x1bOP"):
            board.type(key * 3)
        take_in_hand(hall, SERVICE)
        # It has heard of the hall since, so it has read all that was typed before.
        board.see("1 in all")
        assert board.process.poll() is None
        board.process.send_signal(signal.SIGTERM)
        assert board.wait() == 0
        until("the terminal is restored", lambda: b"\x1b[?1049l" in board.raw or not board.pump(0.1))
