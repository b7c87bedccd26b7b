"""Guides, papers and repeat visits: the real kiosk in a terminal, the real service, real paper."""

import subprocess
import uuid
from pathlib import Path

import pytest
from alone import Hall, call, reload, running
from hall import ANSWER_SECONDS, ROOT, Refusal, program, rows, until
from terminal import ENTER, F2, F3, Kiosk


@pytest.fixture
def kiosk(demo):
    with Kiosk(demo) as terminal:
        yield terminal


def hallway(demo, *words):
    done = subprocess.run(
        [program("hallway"), *words, "--socket", demo.socket],
        capture_output=True, text=True, timeout=ANSWER_SECONDS, check=True,
    )  # fmt: skip
    return done.stdout


def printed_with(demo, words):
    """The text of the paper with these words, once it is there."""

    def papers():
        return [t["text"] for t in demo.call("Simulator.Tickets")["tickets"] if words in t["text"]]

    return until(f"paper with {words}", papers)[-1]


def window_for(demo, service):
    """The first window that ordinary numbers of a service are called to."""
    return next(s for s in demo.call("Hall.Describe")["services"] if s["id"] == service)["windows"][0]


def open_guide(kiosk, letters, name):
    kiosk.go_home()
    kiosk.press("6", "输入拼音首字母")
    for letter in letters:
        kiosk.type(letter)
    kiosk.see(letters, f"▶ {name}")
    kiosk.press(ENTER, "核对材料", "承诺时限")


def test_a_guide_is_found_key_by_key_read_and_printed(demo, kiosk):
    open_guide(kiosk, "jmsfzhl", "居民身份证换领")
    kiosk.see("居民身份证换领", "版本 V3", "2026-11-02", "工本费20元/证", "20个工作日")
    kiosk.type("3")
    kiosk.see("已打印")
    paper = printed_with(demo, "一次性告知单")
    for part in ("申请材料", "申请条件", "办理程序", "办理时限", "收费标准", "版本 V3"):
        assert part in paper, paper
    kiosk.go_home()


def test_what_is_missing_is_printed_and_what_is_there_reaches_the_clerk(demo, kiosk):
    open_guide(kiosk, "ylfysgbx", "医疗费用手工（零星）报销")
    kiosk.press("1", "哪一类费用？")
    kiosk.press("1", "带了哪些？")
    kiosk.press("1", "☑ 居民身份证")
    kiosk.press("2", "☑ 医疗收费票据")
    kiosk.press(ENTER, "还缺下列材料", "费用明细清单")
    kiosk.type("1")
    kiosk.see("已打印")
    paper = printed_with(demo, "先备齐再来")
    assert "[ ] 费用明细清单" in paper and "[ ] 居民身份证" not in paper
    kiosk.press("2", "请把身份证放在读卡区")
    kiosk.type(F2)
    number = kiosk.number()
    kiosk.type(F3)
    window = window_for(demo, "medical-refund")
    until("paper", lambda: demo.ticket(number)["paper"]["state"] == "printed")
    while (called := demo.call("Counter.CallNext", window=window)["ticket"])["number"] != number:
        pass
    papers = called["papers"]
    assert papers["verdict"] == "incomplete" and papers["guide"]["zh"] == "医疗费用手工（零星）报销"
    assert [p["zh"] for p in papers["present"]] == ["居民身份证", "医疗收费票据"]
    assert "费用明细清单" in [p["zh"] for p in papers["missing"]]
    shown = hallway(demo, "window", window, "recall")
    assert "papers incomplete" in shown and "费用明细清单" in shown
    demo.call("Counter.Finish", window=window)


def test_the_command_line_finds_shows_and_checks(demo, tmp_path):
    assert "id-card-renewal" in hallway(demo, "guide", "search", "sfz")
    assert "by sound" in hallway(demo, "guide", "search", "身分证")
    assert "by slip" in hallway(demo, "guide", "search", "shemfenzheng")
    assert "10 found" in hallway(demo, "guide", "search", "--scope", "tolerant")
    assert "承诺时限：30个工作日" in hallway(demo, "guide", "show", "work-injury")
    assert "withdrawal" in hallway(demo, "guide", "notices")
    demo.call("Guides.Asked", guide="work-injury", question="contract")
    assert hallway(demo, "guide", "questions").splitlines()[1].split()[:2] == ["1", "工伤认定申请"]
    with pytest.raises(Refusal, match="NoSuchGuide"):
        demo.call("Guides.Asked", guide="work-injury", question="made-up")
    file = tmp_path / "guides.yaml"
    file.write_text("edition: x\nsource: {zh: 源, en: source}\ndepartment: []\n")
    done = subprocess.run(
        [program("hallway"), "guide", "check", str(file)],
        capture_output=True, text=True, timeout=ANSWER_SECONDS,
    )  # fmt: skip
    assert done.returncode != 0 and 'did you mean "departments"?' in done.stderr


def visit(demo, person):
    """One visit of a person for a passport, served to its end."""
    number = demo.call(
        "Queue.TakeTicket", service="passport", card=demo.token(person), requestId=str(uuid.uuid4())
    )["ticket"]["number"]
    demo.serve(window_for(demo, "passport"), number)
    return number


def test_who_comes_often_is_offered_the_window_for_it(demo, kiosk):
    numbers = [visit(demo, "newcard") for _ in range(3)]
    report = hallway(demo, "report", "visits")
    assert "普通护照签发" in report and numbers[-1] in report and "试" not in report
    kiosk.choose("passport")
    kiosk.see("请把身份证放在读卡区")
    demo.call("Simulator.PlaceCard", person="newcard")
    kiosk.see("这件事您已来办过 3 次", "“办不成事”")
    kiosk.type("1")
    number = kiosk.number()
    assert number.startswith("T")
    demo.call("Simulator.RemoveCard")
    # What was kept of the person is a key of 32 bytes, and no list says more.
    kept = rows(demo.state, "SELECT count(DISTINCT person) FROM ticket WHERE service = 'passport'")
    assert kept == [(1,)]
    kiosk.go_home()


def test_guides_are_read_anew_and_a_bad_file_changes_nothing(state):
    hall = Hall(state)
    file, config = Path(state, "guides.yaml"), Path(hall.config)
    text = (ROOT / "Demo/guides.yaml").read_text()
    file.write_text(text)
    config.write_text(config.read_text().replace(f"guides: {ROOT}/Demo/guides.yaml", f"guides: {file}"))
    with running(hall):
        assert call(hall, "Guides.Contents")["count"] == 25
        file.write_text(text.replace("department: police", "department: polise", 1))
        reload(hall, r"\Z", "\n", "nothing changed")
        assert 'did you mean "police"?' in hall.service.complaint()
        assert call(hall, "Guides.Get", id="passport")["guide"]["name"]["zh"] == "普通护照签发"
        file.write_text(text.replace("普通护照签发", "护照新办"))
        reload(hall, r"\Z", "\n")
        assert call(hall, "Guides.Get", id="passport")["guide"]["name"]["zh"] == "护照新办"
