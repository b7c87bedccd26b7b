"""Kiosks that somebody left: each on another screen, all waiting to go home by themselves.

Going home takes a minute by the kiosk's own clock, so they wait beside the other tests.
"""

import threading
import time

from hall import Demo, ShortDirectory
from terminal import ENTER, HOME, Kiosk

# Timing.swift: a minute on most screens; twenty seconds where the paper is in the hand; the
# reader waits 45 seconds for a card, says that none came, and then the minute begins.
IDLE, FINISHED, CARD_WAIT = 60, 20, 45
# What a starved machine may add to a wait.
SLACK = 120


class Place:
    def __init__(self, demo, seconds, keys, words):
        """Goes to a screen by its keys, each with the words that must come."""
        self.kiosk = Kiosk(demo)
        self.seconds = seconds
        self.words = words
        self.countdown = False
        for key, expected in keys:
            # The kiosk's time begins between the key and the moment at which we see its effect.
            self.earliest = time.monotonic()
            self.kiosk.press(key, expected)
        self.kiosk.see(words)
        self.latest = time.monotonic()
        self.home_at = None

    def look(self):
        is_news = True
        while is_news:
            # Piece by piece: who looks late still sees the countdown.
            is_news = self.kiosk.take_in(0)
            text = self.kiosk.text
            if any(word in text for word in ("秒后返回首页", "Back to the start in")):
                self.countdown = True
            if self.home_at is None and HOME["zh"] in text and "取号办事" in text:
                self.home_at = time.monotonic()

    def check_went_home(self, name):
        end = self.latest + self.seconds + SLACK
        while self.home_at is None:
            assert time.monotonic() < end, f"{name} stays:\n{self.kiosk.text}"
            time.sleep(0.1)
        # Its clock ticks once a second.
        assert self.home_at - self.earliest >= self.seconds - 1, (name, self.home_at - self.earliest)
        assert self.countdown, f"{name} went home without a warning"
        assert self.words not in self.kiosk.text, f"{name} left its words:\n{self.kiosk.text}"
        assert self.kiosk.process.poll() is None


class ParkedKiosks:
    def __enter__(self):
        self.directory = ShortDirectory()
        self.demo = Demo(self.directory.__enter__())
        self.places = {}
        self.ended = threading.Event()
        try:
            self.park()
        except BaseException:
            self.__exit__(None, None, None)
            raise
        self.watcher = threading.Thread(target=self.watch, daemon=True)
        self.watcher.start()
        return self.places

    def park(self):
        demo = self.demo
        rated = demo.take("vehicle-tax")
        demo.serve("8", rated["number"])
        form = [("2", "您想怎么查？"), ("2", "受理回执号")]
        rating = [("3", "评价码"), (rated["number"] + ENTER + rated["secret"] + ENTER, "“好差评”评价项")]
        enquiry = [("1", "您要办哪方面的事？"), ("9", "综合服务"), ("8", "政策咨询")]
        pension = [("1", "您要办哪方面的事？"), ("2", "社保 · 请选择")]
        places = {
            "the card that never came": (
                CARD_WAIT + IDLE,
                [("2", "您想怎么查？"), ("1", "请把身份证放在读卡区")],
                "请把身份证放在读卡区",
            ),
            "fields": (IDLE, [("1", "您要办哪方面的事？")], "您要办哪方面的事？"),
            "services": (IDLE, pension, "社保 · 请选择"),
            "an offer": (IDLE, [*enquiry, ("1", "按 1 就出号")], "按 1 就出号"),
            "priority": (
                IDLE,
                [*enquiry, ("1", "按 1 就出号"), ("2", "绿色通道：请选一项")],
                "残障人士",
            ),
            "a form": (IDLE, [*form, ("202610200012", "202610200012")], "202610200012"),
            "a case": (
                IDLE,
                [*form, ("202611160007" + ENTER + "357913" + ENTER, "办理经过")],
                "示**",
            ),
            "a refusal": (
                IDLE,
                [*form, ("202611160007" + ENTER + "000000" + ENTER, "对不上")],
                "对不上",
            ),
            "levels": (IDLE, rating, rated["number"]),
            "thanks": (
                FINISHED,
                [*rating, ("5", "可多选"), (ENTER, "谢谢您的评价！")],
                "谢谢您的评价！",
            ),
            "a ticket": (
                FINISHED,
                [*enquiry, ("1", "按 1 就出号"), ("1", "请拿好小票")],
                "请拿好小票",
            ),
            "the other language": (
                IDLE,
                [("l", "Take a number"), ("2", "How would you like to look it up?")],
                "How would you like to look it up?",
            ),
        }
        for name, (seconds, keys, words) in places.items():
            self.places[name] = Place(demo, seconds, keys, words)

    def watch(self):
        while not self.ended.wait(0.2):
            for place in self.places.values():
                place.look()

    def __exit__(self, *_):
        self.ended.set()
        if hasattr(self, "watcher"):
            self.watcher.join()
        for place in self.places.values():
            place.kiosk.__exit__()
        self.demo.__exit__(None)
        self.directory.__exit__(None)
