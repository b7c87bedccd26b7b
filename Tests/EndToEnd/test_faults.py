"""Devices break while citizens use them: the front says so in words and no number is lost."""

import os
import signal

import pytest
from hall import Wire, rows, until
from terminal import Kiosk

REPAIRED = {
    "Simulator.SetReader": dict(
        silent=False, delayMilliseconds=0, torn="whole", status=144, wrongChecksum=False
    ),
    "Simulator.SetPrinter": dict(
        paper="full",
        cover="closed",
        silent=False,
        cutterStuck=False,
        offline=False,
        bytesPerSecond=0,
    ),
}


@pytest.fixture(autouse=True)
def repaired(demo):
    yield
    for device in ("reader", "printer"):
        demo.call("Simulator.Plug", device=device)
    for method, parameters in REPAIRED.items():
        demo.call(method, **parameters)
    demo.wait_for_devices()


@pytest.fixture
def kiosk(demo):
    with Kiosk(demo) as terminal:
        yield terminal


# The reader


def test_a_reader_unplugged_while_it_reads(demo, kiosk):
    demo.call("Simulator.SetReader", delayMilliseconds=600)
    kiosk.choose("id-card-renewal")
    kiosk.see("请把身份证放在读卡区")
    demo.call("Simulator.PlaceCard", person="yulan")
    kiosk.see("正在读卡，请不要动")
    demo.call("Simulator.Unplug", device="reader")
    kiosk.see("读卡器现在用不了", "读卡器没有接上", "请找工作人员帮忙")
    until("the technician sees it", lambda: demo.devices()["reader"]["state"] != "ready")
    count = "SELECT count(*) FROM ticket WHERE service = 'id-card-renewal'"
    assert rows(demo.state, count) == [(0,)]

    demo.call("Simulator.Plug", device="reader")
    demo.call("Simulator.SetReader", delayMilliseconds=0)
    demo.wait_for_devices("reader")
    kiosk.touch("再试一次")
    number = kiosk.number()
    assert rows(demo.state, "SELECT holder FROM ticket WHERE number = ?", number) == [("示**",)]
    demo.call("Simulator.RemoveCard")


def test_a_silent_reader_has_a_way_around_it(demo, kiosk):
    demo.call("Simulator.SetReader", silent=True)
    kiosk.choose("pension-alive-check")
    kiosk.see("读卡器现在用不了", "读卡器没有回音", "您可以不用身份证，直接取号")
    kiosk.type("1")
    number = kiosk.number()
    demo.wait_for_device("reader", fault="silent")
    assert rows(demo.state, "SELECT state FROM ticket WHERE number = ?", number) == [("waiting",)]


@pytest.mark.parametrize("torn", ["singleBytes", "leadingGarbage", "lostFirstByte"])
def test_a_bad_line_still_reads_the_card(demo, torn):
    demo.call("Simulator.SetReader", torn=torn)
    with demo.hall() as wire:
        demo.call("Simulator.PlaceCard", person="jixiang")
        try:
            reply = list(wire.more("Cards.Read", timeoutSeconds=15))[-1]
        finally:
            demo.call("Simulator.RemoveCard")
    assert reply["reading"].get("name") == "𠮷**", reply


# The printer


PRINTER_FAULTS = {
    "out of paper": (
        ("Simulator.SetPrinter", {"paper": "out"}), "paperOut",
        {"zh": ["打印机没纸了。", "号码有效！"], "en": ["The printer is out of paper."]},
    ),
    "cover open": (
        ("Simulator.SetPrinter", {"cover": "open"}), "coverOpen",
        {"zh": ["打印机的盖子开着。", "号码有效！"], "en": ["The printer's cover is open."]},
    ),
    "unplugged": (
        ("Simulator.Unplug", {"device": "printer"}), None,
        {"zh": ["小票没有打出来。", "号码有效！"], "en": ["The ticket could not be printed."]},
    ),
    "silent": (
        # Asked before it is sent anything, so nothing was printed.
        ("Simulator.SetPrinter", {"silent": True}), "silent",
        {"zh": ["小票没有打出来。", "号码有效！"], "en": ["The ticket could not be printed."]},
    ),
}  # fmt: skip
AT_ONCE, NOTICED = "the fault is new", "the fault is known"


@pytest.mark.parametrize("when", [AT_ONCE, NOTICED])
@pytest.mark.parametrize("name", PRINTER_FAULTS)
def test_a_printer_that_fails_loses_no_number(demo, name, when):
    (method, parameters), fault, words = PRINTER_FAULTS[name]
    language = "zh" if when == AT_ONCE else "en"
    with Kiosk(demo, language=language) as kiosk:
        demo.call(method, **parameters)
        if when == NOTICED:
            until(f"{name} noticed", lambda: demo.devices()["printer"]["state"] != "ready")
        kiosk.choose("assistance")
        kiosk.type("1")
        number = kiosk.number()
        kiosk.see(*words[language], seconds=40)
        # The number is on the screen: the kiosk says so, and it can be called.
        until("the number is in hand", lambda: demo.ticket(number)["paper"]["state"] == "shown")
        ((secret, stored),) = rows(
            demo.state, "SELECT secret, state FROM ticket WHERE number = ?", number
        )
        assert stored == "waiting"
        # Without paper the code is on the screen.
        kiosk.see(secret)
        ticket = demo.ticket(number, secret)
        assert ticket["state"] == "waiting"
        if fault:
            assert ticket["paper"]["reason"] == fault
        assert not demo.printed(number)

        repair(demo)
        kiosk.touch({"zh": "再打印一次", "en": "Print again"}[language])
        kiosk.see({"zh": "请拿好小票", "en": "Please take your paper ticket"}[language])
        assert demo.printed(number)
        follower = demo.take("assistance")
        demo.wait_for_paper(follower, "printed")
        assert len(demo.printed(follower["number"])) == 1


def test_a_printer_that_falls_silent_over_a_ticket_leaves_the_paper_unknown(demo, kiosk):
    demo.call("Simulator.SetPrinter", bytesPerSecond=100)
    kiosk.choose("assistance")
    kiosk.type("1")
    number = kiosk.number()
    kiosk.see("正在出纸，请稍等")
    demo.call("Simulator.SetPrinter", silent=True)
    kiosk.see("打印机没有回音。", "号码有效，请记住或拍照", seconds=40)
    ((paper, fault),) = rows(
        demo.state, "SELECT paper, paperFault FROM ticket WHERE number = ?", number
    )
    assert (paper, fault) == ("unknown", "silent")
    repair(demo)
    kiosk.touch("再打印一次")
    kiosk.see("请拿好小票", seconds=40)


def repair(demo):
    demo.call("Simulator.Plug", device="printer")
    demo.call("Simulator.SetPrinter", **REPAIRED["Simulator.SetPrinter"])
    demo.wait_for_devices("printer")


def test_a_hung_printer_delays_nobody(demo):
    demo.call("Simulator.SetPrinter", bytesPerSecond=100)
    ticket = demo.take("assistance")
    demo.wait_for_paper(ticket, "sent")
    # In the middle of a job, whose end is waited for for a quarter of a minute.
    demo.call("Simulator.SetPrinter", silent=True)
    with Wire(demo.socket) as wire:
        for turn in range(5):
            wire.call("Hall.Describe")
            wire.call("Queue.TakeTicket", service="enquiry-policy", requestId=f"hung-{turn}")
    # None of these was answered only when the printer was given up.
    assert demo.ticket(ticket["number"])["paper"]["state"] == "sent"


# The service


def test_a_killed_service_keeps_the_number_on_the_screen(demo, kiosk):
    kiosk.choose("enquiry-guide")
    kiosk.see("不用身份证")
    kiosk.type("1")
    number = kiosk.number()
    kiosk.see("请拿好小票")
    killed = demo.ready["hallwaydPid"]
    os.kill(killed, signal.SIGKILL)
    kiosk.see("正在重新连接，您的号码有效。")
    assert kiosk.number() == number
    demo.ready = demo.announced()
    assert demo.ready["hallwaydPid"] != killed
    kiosk.see("请拿好小票", "前面还有")
    assert kiosk.number() == number
    demo.wait_for_devices()


def test_a_number_asked_for_while_the_service_is_away_comes_once(demo, kiosk):
    kiosk.choose("assistance")
    kiosk.see("不用身份证", "取号")
    before = rows(demo.state, "SELECT count(*) FROM ticket")[0][0]
    # Stopped, it accepts no call and answers none; killed, it loses the one it has.
    os.kill(demo.ready["hallwaydPid"], signal.SIGSTOP)
    kiosk.type("1")
    kiosk.see("正在办理，请稍候")
    os.kill(demo.ready["hallwaydPid"], signal.SIGKILL)
    demo.ready = demo.announced()
    number = kiosk.number()
    kiosk.see("您的号码")
    assert rows(demo.state, "SELECT count(*) FROM ticket")[0][0] == before + 1
    assert rows(demo.state, "SELECT state FROM ticket WHERE number = ?", number) == [("waiting",)]
    demo.wait_for_devices()


def test_a_pad_without_its_plug_leaves_the_kiosk_to_rate_at(demo):
    demo.call("Simulator.Unplug", device="pad-1")
    until("pad-1 is missed", lambda: demo.devices()["pad-1"]["state"] != "ready")
    ticket = demo.take("work-injury")
    demo.serve("1", ticket["number"])
    proof = {"ticket": ticket["number"], "secret": ticket["secret"]}
    assert demo.call("Ratings.Submit", level=3, requestId="by-kiosk", **proof)["level"] == 3
    demo.call("Simulator.Plug", device="pad-1")
    demo.wait_for_devices("pad-1")
