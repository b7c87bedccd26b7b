"""What people do at the kiosk beside taking a number: leave, come back, ask why, check in."""

from datetime import datetime, timedelta, timezone

import pytest
from terminal import ENTER, ESCAPE, Kiosk

BEIJING = timezone(timedelta(hours=8))


@pytest.fixture
def kiosk(demo):
    with Kiosk(demo) as terminal:
        yield terminal


def look_up(kiosk, ticket):
    kiosk.press("4", "我的号码")
    kiosk.press(ticket["number"] + ENTER + ticket["secret"] + ENTER, "您的号码", "更多选择")


def held(demo, service="enquiry-policy"):
    """A number on paper."""
    ticket = demo.take(service)
    demo.wait_for_paper(ticket, "printed")
    return ticket


def state(demo, ticket):
    return demo.ticket(ticket["number"], ticket["secret"])


def test_a_holder_leaves_comes_back_and_gives_up(demo, kiosk):
    ticket = held(demo)
    look_up(kiosk, ticket)
    kiosk.press("m", "稍后再来", "为什么他先", "放弃排队")
    kiosk.press("1", "您什么时候回来")
    kiosk.press("2", "前回到这里", "晚到号码也有效")
    left = state(demo, ticket)
    assert left["mayReturn"] is True
    back = datetime.fromisoformat(left["backAt"])
    assert timedelta(minutes=25) < back - datetime.now(BEIJING) <= timedelta(minutes=30)
    assert f"{back:%H:%M}" in kiosk.text

    kiosk.press("b", "办理窗口")
    assert state(demo, ticket).get("backAt") is None
    kiosk.press("m", "放弃排队")
    kiosk.press("3", f"要放弃 {ticket['number']} 吗")
    kiosk.press("2", "这个号已经放弃")
    assert state(demo, ticket)["state"] == "abandoned"


def test_a_wrong_code_shows_nobody_elses_number(demo, kiosk):
    ticket = held(demo)
    kiosk.press("4", "我的号码")
    # What was typed stays there to be mended.
    wrong = ticket["number"] + ENTER + "000000" + ENTER
    kiosk.press(wrong, "今天没有这个号，或评价码不对", ticket["number"])


def test_why_another_number_went_first_is_said_without_a_name(demo, kiosk):
    first, mine = held(demo), held(demo)
    look_up(kiosk, mine)
    kiosk.press("m", "为什么他先")
    kiosk.press("2", "不说是谁")
    kiosk.press(first["number"] + ENTER, "还没有叫过")
    demo.call("Counter.Open", window="12", clerk="07")
    demo.call("Counter.CallNumber", window="12", number=first["number"], why="left a bag")
    kiosk.press("1", "不说是谁")
    kiosk.press(first["number"] + ENTER, f"{first['number']} 为什么先叫", "由窗口人员指定叫号")
    kiosk.press(ESCAPE, "您的号码")
    demo.call("Counter.Serve", window="12")
    demo.call("Counter.Finish", window="12")


def test_a_reservation_becomes_a_number_in_one_step(demo, kiosk):
    slot = datetime.now(BEIJING)
    until = slot + timedelta(minutes=20)
    wanted = {"service": "enquiry-policy", "from": f"{slot:%FT%H:%M}", "until": f"{until:%FT%H:%M}"}
    demo.call("Reservations.Book", code="k1-20", **wanted)
    kiosk.press("5", "请把身份证放在读卡区")
    kiosk.press("1", "预约码")
    kiosk.press("k1-20" + ENTER, "您的号码", f"{slot:%H:%M} 起叫号")
    kiosk.go_home()

    kiosk.press("5", "请把身份证放在读卡区")
    kiosk.press("1", "预约码")
    kiosk.press("k1-21" + ENTER, "没有找到今天的预约")
    kiosk.press("1", "预约码")
    demo.call("Reservations.Book", code="k1-22", **wanted)
    demo.call("Reservations.Cancel", code="k1-22")
    kiosk.press("k1-22" + ENTER, "这个预约已经取消了", "可以现在取号")


def test_two_matters_travel_on_one_number(demo, kiosk):
    kiosk.choose("enquiry-policy")
    kiosk.see("不用身份证")
    kiosk.press("a", "同一个号还要办什么")
    kiosk.touch("下一页")
    kiosk.touch("综合服务")
    kiosk.touch("办事指引")
    kiosk.see("→", "不用身份证")
    kiosk.type("1")
    number = kiosk.number()
    kiosk.see("接着办")
    assert demo.ticket(number)["laterServices"] == ["enquiry-guide"]
