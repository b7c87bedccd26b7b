"""Cases from outside: days as another program counts them, guessing, what sources bring, managers."""

import random
from datetime import date, timedelta

import chinese_calendar
import pytest
from hall import Demo, Refusal, command
from terminal import ENTER, Kiosk


def hallway(demo, *arguments):
    return command("cases", *arguments, hall=demo)


# Days


def counted(start, days):
    """The day by PyPI's chinesecalendar; None where it goes into a year that it does not know."""
    day = start
    while days:
        day += timedelta(days=1)
        if day.year > 2026:
            return None
        days -= chinese_calendar.is_workday(day)
    return day


def test_a_thousand_spans_are_counted_as_chinesecalendar_counts_them(demo):
    dice = random.Random(2026)
    known = 0
    with demo.hall() as wire:
        for _ in range(1000):
            start = date(2026, 1, 1) + timedelta(days=dice.randrange(365))
            days = dice.choice([1, 2, 3, 5, 7, 10, 15, 20, 30, 45, 60, dice.randrange(1, 250)])
            wanted = counted(start, days)
            try:
                told = wire.call("Cases.CountDays", **{"from": str(start), "workingDays": days})
            except Refusal as refusal:
                assert (refusal.name, refusal.fields) == ("UnknownYear", {"year": 2027}), start
                assert wanted is None, (start, days)
                continue
            assert told["day"] == str(wanted), (start, days)
            known += 1
    # Most of them end within the year.
    assert known > 600


# Guessing


def test_ten_wrong_passwords_are_slowed_and_logged_without_the_number(state):
    receipt = "202611160007"
    form = "▶ 受理回执号"
    with Demo(state) as demo, Kiosk(demo) as kiosk:
        kiosk.press("2", "您想怎么查？")
        kiosk.press("2", form)
        kiosk.type(receipt + ENTER)
        for guess in range(5):
            # The receipt stays there, and the complaint goes as soon as something is typed.
            kiosk.press(f"{guess:06}", "●●●●●●", receipt)
            kiosk.press(ENTER, "对不上")
        kiosk.go_home_from_form()
        kiosk.press("2", "您想怎么查？")
        kiosk.press("2", form)
        for guess in range(5, 10):
            kiosk.press(f"{receipt}{ENTER}{guess:06}{ENTER}", "试的次数太多了")
            kiosk.go_home()
            kiosk.press("2", "您想怎么查？")
            kiosk.press("2", form)
        # Also the right one, which would tell a guesser too much.
        kiosk.press(f"{receipt}{ENTER}357913{ENTER}", "试的次数太多了")
        kiosk.go_home()
        assert receipt not in kiosk.text
        complaint = open(f"{state}/hallwayd.log").read() + demo.complaint()
        assert complaint.count("case look-ups slowed") == 1
        assert receipt not in complaint and "357913" not in complaint


# Sources


def message(event, **more):
    return {
        "source": "test", "serial": "S1", "event": event, "at": "2026-11-20 10:00",
        "receipt": "R1", "password": "424242", "item": {"zh": "换证"}, **more,
    }  # fmt: skip


def test_a_source_tells_in_any_order_and_again(demo):
    tolerated = message(
        "toleratedIntake", until="2026-11-21", documents=[{"zh": "照片"}], at="2026-11-19 10:00",
        applicant="测试人", idNumber="441900199003070016",
    )  # fmt: skip
    bad = message("accepted", serial="S2", idNumber="441900199003070017")
    mark = {"name": "test", "position": 2, "digest": "d"}
    reply = demo.call(
        "Cases.Bring", messages=[message("examined", stage="review"), tolerated, bad], mark=mark
    )
    assert [o["outcome"] for o in reply["outcomes"]] == ["applied", "applied", "rejected"]
    assert (reply["outcomes"][2]["key"], reply["outcomes"][2]["reason"]) == ("idNumber", "malformed")
    assert demo.call("Cases.MarkOf", name="test")["mark"] == mark
    again = demo.call("Cases.Bring", messages=[tolerated])
    assert again["outcomes"] == [{"outcome": "repeated"}]
    (case,) = demo.call("Cases.Lookup", receipt="R1", password="424242")["cases"]
    assert (case["state"], case["applicant"], case["yourTurn"]) == ("examining", "测**", True)
    assert case["deadlines"][0]["kind"] == "tolerance" and case["deadlines"][0]["late"]

    # Managers: nothing by itself, a person enters it, and it is repaired.
    code, said, _ = hallway(demo, "show", "R1")
    assert code == 0 and "测**" in said and "测试人" not in said
    code, said, _ = hallway(demo, "owed")
    assert code == 0 and "test S1" in said and "CREDIT" not in said
    code, said, complaint = hallway(demo, "credit", "enter", "test", "S1", "--reason", "called twice")
    assert code == 0, complaint
    code, _, complaint = hallway(demo, "credit", "enter", "test", "S1", "--reason", "once more")
    assert code != 0 and "entered already" in complaint
    person = {"idNumber": "441900199003070016"}
    assert demo.call("Cases.MayTolerate", **person)["may"] is False
    assert "CREDIT" in hallway(demo, "owed")[1]
    entry = demo.call("Cases.Credits", includeCleared=False)["credits"][0]["id"]
    assert hallway(demo, "credit", "clear", str(entry), "--reason", "came")[0] == 0
    assert demo.call("Cases.MayTolerate", **person)["may"] is True
    code, said, _ = hallway(demo, "late", "--csv")
    assert code == 0 and any(line.startswith("test,S1,R1,") for line in said.splitlines())


@pytest.mark.parametrize("arguments", [("2026-09-30", "5"), ("2026-12-20", "20")])
def test_days_on_the_command_line(demo, arguments):
    code, said, complaint = hallway(demo, "days", *arguments)
    if arguments[0] == "2026-09-30":
        assert (code, said.strip()) == (0, "2026-10-13  还剩5个工作日，10月1-7日不计，10月10日周六上班")
    else:
        assert code != 0 and "2027" in complaint
