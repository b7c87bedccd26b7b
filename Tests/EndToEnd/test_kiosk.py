"""The kiosk as a citizen uses it: the real program in real terminals, read by an emulator."""

import os
import re
import signal
import subprocess

import pytest
from hall import ANSWER_SECONDS, program, rows, until
from terminal import ENTER, F2, F3, HOME, Kiosk, Terminal

CARD = {"zh": "请把身份证放在读卡区", "en": "Put your ID card on the reader"}
PAPER = {"zh": "请拿好小票", "en": "Please take your paper ticket"}


@pytest.fixture
def kiosk(demo):
    with Kiosk(demo) as terminal:
        yield terminal


@pytest.fixture
def english(demo):
    with Kiosk(demo, language="en") as terminal:
        yield terminal


def window(demo, number, language):
    """What the hall's file calls a window."""
    windows = demo.call("Hall.Describe")["windows"]
    return next(w["name"][language] for w in windows if w["id"] == number)


def stored(demo, number):
    """The ticket's secret, service, state and holder as SQLite alone reads them."""
    (row,) = rows(
        demo.state, "SELECT secret, service, state, holder FROM ticket WHERE number = ?", number
    )
    return row


def check_paper(demo, number):
    """One paper, whose text, picture and QR code say what the ledger says."""
    secret, *_ = stored(demo, number)
    (paper,) = until(f"{number} is printed", lambda: demo.printed(number))
    assert number in paper["text"] and secret in paper["text"]
    assert "0769-12345" in paper["text"]
    seen = subprocess.run(
        ["zbarimg", "--quiet", "--raw", paper["png"]], capture_output=True, text=True, timeout=ANSWER_SECONDS
    )
    assert seen.stdout.split() == [f"HW:{number}:{secret}"], seen
    return paper["text"]


# Taking a number


def test_a_citizen_with_a_card_takes_a_number(demo, kiosk):
    kiosk.choose("id-card-renewal")
    kiosk.see(CARD["zh"], "居民身份证换领")
    kiosk.type(F2)
    number = kiosk.number()
    assert re.fullmatch(r"A\d{3}", number)
    kiosk.see("您的号码", "请拿好小票和身份证", "6号窗口 公安", "西区等候区")
    holder = stored(demo, number)[3]
    assert stored(demo, number)[1:3] == ("id-card-renewal", "waiting") and holder[1:] == "**"
    text = check_paper(demo, number)
    assert f"取号人: {holder}" in text and "居民身份证换领" in text
    kiosk.type(F3)
    kiosk.go_home()


def test_a_citizen_with_a_card_takes_a_number_in_english(demo, english):
    english.choose("passport")
    english.see(CARD["en"], "Ordinary passport")
    demo.call("Simulator.PlaceCard", person="newcard")
    number = english.number()
    english.see("Your number", PAPER["en"], window(demo, "6", "en"), "West waiting area")
    text = check_paper(demo, number)
    assert "Issued to: 试**" in text and "Ordinary passport" in text
    demo.call("Simulator.RemoveCard")
    # Who waits already is shown the same number and gets no other.
    english.go_home()
    english.choose("passport")
    english.see(CARD["en"])
    demo.call("Simulator.PlaceCard", person="newcard")
    english.see("You already have this number")
    assert english.number() == number
    demo.call("Simulator.RemoveCard")


def test_a_citizen_without_a_card_takes_a_number(demo, kiosk):
    kiosk.choose("pension-alive-check")
    kiosk.see(CARD["zh"], "不用身份证，直接取号")
    kiosk.type("1")
    number = kiosk.number()
    assert re.fullmatch(r"B\d{3}", number)
    kiosk.see(PAPER["zh"])
    assert stored(demo, number)[3] is None
    assert "取号人" not in check_paper(demo, number)


def test_a_matter_that_needs_no_card_asks_for_none(demo, english):
    english.choose("enquiry-guide")
    english.see("No ID card is needed")
    assert CARD["en"] not in english.text
    english.type("1")
    number = english.number()
    english.see(PAPER["en"])
    check_paper(demo, number)
    # The screen follows the number to its window.
    while demo.call("Counter.CallNext", window="12")["ticket"]["number"] != number:
        pass
    english.see(f"It is your turn! Please go to {window(demo, '12', 'en')}")
    demo.call("Counter.Finish", window="12")
    english.see("This number has been served.")


def test_priority_is_chosen_with_its_reason(demo, kiosk):
    kiosk.choose("unresolved-matter")
    kiosk.press("2", "绿色通道：请选一项")
    kiosk.press("1", "绿色通道：老年人")
    kiosk.type("1")
    number = kiosk.number()
    kiosk.see("绿色通道：老年人", PAPER["zh"])
    assert rows(demo.state, "SELECT priority FROM ticket WHERE number = ?", number) == [("elder",)]
    assert "绿色通道" in check_paper(demo, number)


def test_the_smallest_terminal_is_enough(demo):
    with Kiosk(demo, columns=80, rows=24) as kiosk:
        kiosk.choose("enquiry-policy")
        kiosk.see("不用身份证")
        kiosk.type("1")
        number = kiosk.number()
        kiosk.see("您的号码", PAPER["zh"], "办理窗口", "H  完成")
        check_paper(demo, number)
        kiosk.go_home()
        kiosk.press("2", "您想怎么查？")
        kiosk.press("2", "受理回执号")
        kiosk.type("202611190022" + ENTER + "468024" + ENTER)
        kiosk.see("待补正材料", "12月3日", "办理经过")


def test_a_finger_takes_a_number(demo, kiosk):
    kiosk.touch("取号办事")
    kiosk.see("您要办哪方面的事？")
    kiosk.touch("下一页")
    kiosk.see("综合服务")
    kiosk.touch("综合服务")
    kiosk.see("帮办代办服务")
    kiosk.touch("帮办代办服务")
    kiosk.see("不用身份证", "取号")
    kiosk.touch("取号")
    number = kiosk.number()
    assert re.fullmatch(r"X\d{3}", number)
    kiosk.see(PAPER["zh"])
    kiosk.touch("完成")
    kiosk.at_home()


# Looking up, rating


def test_a_case_by_receipt_and_password(english):
    english.press("2", "How would you like to look it up?")
    english.press("2", "Receipt number", "Query password")
    english.type("202611160007" + ENTER)
    english.type("357913")
    english.see("●●●●●●")
    assert "357913" not in english.text
    english.type(ENTER)
    english.see("Under examination", "Mon 30 Nov 2026", "示**")
    english.go_home()
    assert "202611160007" not in english.text


def test_a_wrong_password_is_refused_without_saying_which_was_wrong(demo, kiosk):
    kiosk.press("2", "您想怎么查？")
    kiosk.press("2", "受理回执号")
    kiosk.type("202611160007" + ENTER + "000000" + ENTER)
    # The receipt stays, the password is typed anew.
    kiosk.see("受理回执号和查询密码对不上", "202611160007")
    assert "●" not in kiosk.text
    kiosk.type("357913" + ENTER)
    kiosk.see("审批中")


def test_all_cases_of_a_card(demo, kiosk):
    kiosk.press("2", "您想怎么查？")
    kiosk.press("1", CARD["zh"])
    demo.call("Simulator.PlaceCard", person="ouyang")
    kiosk.see("您有 2 件事")
    demo.call("Simulator.RemoveCard")
    kiosk.type("1")
    kiosk.see("欧**", "办理经过", "下一步")
    kiosk.press("p", "已打印，请取纸条")
    slip = demo.call("Simulator.Tickets")["tickets"][-1]
    assert "欧**" in slip["text"] and "受理回执号" in slip["text"]
    kiosk.go_home()
    assert "欧**" not in kiosk.text


def test_the_cases_of_an_organisation_by_its_code_and_its_agents_card(demo, kiosk):
    kiosk.press("2", "您想怎么查？")
    kiosk.press("3", "统一社会信用代码")
    kiosk.press("91350100m000100y44" + ENTER, "代码不对")
    kiosk.press("\x7f" + "3" + ENTER, CARD["zh"])
    demo.call("Simulator.PlaceCard", person="yulan")
    kiosk.see("开餐馆一件事", "样例餐饮有限公司", "联办事项", "消防安全检查", "承诺办结")
    demo.call("Simulator.RemoveCard")
    kiosk.go_home()
    assert "样例餐饮" not in kiosk.text
    # Who does not act for it finds nothing, and is not told whether there is anything.
    kiosk.press("2", "您想怎么查？")
    kiosk.press("3", "统一社会信用代码")
    kiosk.press("91350100m000100y43" + ENTER, CARD["zh"])
    demo.call("Simulator.PlaceCard", person="ouyang")
    kiosk.see("没有查到您的办件")
    demo.call("Simulator.RemoveCard")
    kiosk.go_home()


def test_a_visit_is_rated_with_the_code_on_the_ticket(demo, kiosk):
    ticket = demo.take("vehicle-tax")
    demo.serve("8", ticket["number"])
    kiosk.press("3", "排队号码", "评价码")
    kiosk.type(ticket["number"] + ENTER + ticket["secret"] + ENTER)
    kiosk.see("您对这次服务满意吗？", "非常满意", "非常不满意", "全国“好差评”评价项", "2020年1月1日起")
    kiosk.press("4", "可多选", "☐")
    kiosk.press("1", "☑")
    kiosk.press("t", "还可写")
    kiosk.press("办得快" + ENTER, "谢谢您的评价！", "您选的是：满意")
    assert demo.ticket(ticket["number"], ticket["secret"])["rating"] == 4
    stored = "SELECT reasons, textDigest IS NOT NULL FROM ratingRow WHERE number = ? AND kind = ?"
    ((reasons, has_text),) = rows(demo.state, stored, ticket["number"], "rated")
    assert reasons and has_text
    kiosk.go_home()
    # A scanner types the QR code and Enter, wherever the kiosk is; the first rating counts.
    kiosk.type(f"HW:{ticket['number']}:{ticket['secret']}\r")
    kiosk.see("这个号已经评价过了", "追加评价")
    assert demo.ticket(ticket["number"], ticket["secret"])["rating"] == 4
    # 追评: once more, beside the first.
    kiosk.press("1", "追加评价", "全国“好差评”评价项")
    kiosk.press("2", "可多选")
    kiosk.press(ENTER, "谢谢您的评价！")
    kiosk.go_home()
    kiosk.type(f"HW:{ticket['number']}:{ticket['secret']}\r")
    kiosk.see("也追加过了")
    assert rows(demo.state, "SELECT level FROM ratingRow WHERE number = ? AND kind = 'again'",
                ticket["number"]) == [(2,)]  # fmt: skip
    assert demo.ticket(ticket["number"], ticket["secret"])["rating"] == 4


# Languages and keys


def test_the_language_changes_and_stays_until_the_person_is_done(kiosk):
    kiosk.press("l", "Take a number", "中文")
    kiosk.press("1", "What is it about?", "Police")
    kiosk.type("0")
    kiosk.see(HOME["en"])
    kiosk.press("l", "English")


def test_every_terminal_type_gets_the_same_words(demo):
    for term in ("linux", "screen", "vt100"):
        environment = {"TERM": term, "LANG": "C.UTF-8"}
        with Kiosk(demo, environment=environment) as kiosk:
            kiosk.press("1", "您要办哪方面的事？")


def test_inside_tmux(demo):
    tmux = ["tmux", "-u", "-S", f"{demo.state}/tmux", "-f", "/dev/null"]
    command = [program("hallway-kiosk"), "--socket", demo.socket]
    environment = {"PATH": os.environ["PATH"], "LANG": "C.UTF-8", "TERM": "xterm-256color"}

    def run(*arguments):
        done = subprocess.run(
            [*tmux, *arguments], env=environment, capture_output=True, text=True, timeout=ANSWER_SECONDS
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def see(words):
        until(words, lambda: words in run("capture-pane", "-p"))

    run("new-session", "-d", "-x", "100", "-y", "30", *command)
    try:
        see(HOME["zh"])
        run("send-keys", "1")
        see("您要办哪方面的事？")
        run("send-keys", "9", "8")
        see("政策咨询")
        run("send-keys", "1")
        see("不用身份证")
        run("send-keys", "1")
        see("请拿好小票")
        assert "█" in run("capture-pane", "-p")
    finally:
        run("kill-server")


# Where it cannot run, and how it ends


@pytest.mark.parametrize(
    ("columns", "rows", "environment", "status", "words"),
    [
        (39, 24, {"TERM": "xterm-256color"}, 3, "39x24"),
        (80, 23, {"TERM": "xterm-256color"}, 3, "40x24 are needed"),
        (80, 24, {}, 5, "TERM"),
        (80, 24, {"TERM": ""}, 5, "TERM"),
        (80, 24, {"TERM": "no-such-terminal"}, 5, "no-such-terminal"),
    ],
)
def test_a_terminal_it_cannot_use_is_named(demo, columns, rows, environment, status, words):
    command = [program("hallway-kiosk"), "--socket", demo.socket]
    environment = {"LANG": "C.UTF-8", **environment}
    with Terminal(command, columns, rows, environment) as terminal:
        assert terminal.wait() == status
        assert words in terminal.text
        assert b"\x1b[?1049h" not in terminal.raw


@pytest.mark.parametrize("stream", ["stdin", "stdout"])
def test_without_a_terminal_it_says_so(demo, stream):
    streams = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL}
    done = subprocess.run(
        [program("hallway-kiosk"), "--socket", demo.socket],
        **{stream: streams[stream]},
        stderr=subprocess.PIPE,
        text=True,
        timeout=ANSWER_SECONDS,
    )
    assert done.returncode == 2
    assert "terminal" in done.stderr


@pytest.mark.parametrize("locale", [{}, {"LC_ALL": "C"}, {"LANG": "zh_CN.GBK"}])
def test_a_locale_without_chinese_is_replaced_by_one_that_has_it(demo, locale):
    with Kiosk(demo, environment={"TERM": "xterm-256color", **locale}) as kiosk:
        kiosk.press("1", "您要办哪方面的事？")


@pytest.mark.parametrize(
    "end",
    [
        lambda kiosk: kiosk.process.send_signal(signal.SIGTERM),
        lambda kiosk: kiosk.process.send_signal(signal.SIGHUP),
        lambda kiosk: kiosk.type("\x03"),
    ],
    ids=["SIGTERM", "SIGHUP", "Ctrl-C"],
)
def test_at_its_end_the_terminal_is_as_before(demo, end):
    import termios

    with Kiosk(demo) as kiosk:
        kiosk.press("1", "您要办哪方面的事？")
        kiosk.raw = b""
        end(kiosk)
        assert kiosk.wait() == 0
        # rmcup leaves the alternate screen, cnorm shows the cursor, and no mouse reports come.
        for sequence in (b"\x1b[?1049l", b"\x1b[?25h", b"\x1b[?1006;1000l"):
            assert sequence in kiosk.raw
        assert termios.tcgetattr(kiosk.slave) == kiosk.settings
        assert "您要办哪方面的事" not in kiosk.text


# Every screen goes home by itself


@pytest.mark.parked
def test_every_screen_goes_home_by_itself_and_takes_its_words_along(parked):
    for name, place in parked.items():
        place.check_went_home(name)
