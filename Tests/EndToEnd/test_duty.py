"""What managers bring in and decide: reservations by file, quotas lifted, services with their days."""

import datetime
import subprocess
from zoneinfo import ZoneInfo

import pytest
from alone import Hall, call, reload, running, take, verify
from hall import Refusal, program

SERVICE = "enquiry-policy"
COMMAND_SECONDS = 60


@pytest.fixture
def hall(state):
    with running(Hall(state)) as hall:
        yield hall


def restart(hall):
    hall.service.process.kill()
    hall.service.wait()
    hall.service.kill()
    hall.service = hall.start()


def hallway(hall, *arguments, stdin=None):
    done = subprocess.run(
        [program("hallway"), *arguments, "--socket", hall.socket],
        input=stdin, capture_output=True, timeout=COMMAND_SECONDS,
    )  # fmt: skip
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def test_a_file_of_reservations_is_csv_as_others_write_it(hall):
    day = datetime.datetime.now(ZoneInfo("Asia/Shanghai")).date() + datetime.timedelta(days=1)
    slot = f"{day}T10:00,{day}T10:30"
    quoted = f'"{day}T10:00","{day}T10:30"'
    file = "\r\n".join([
        "code,service,from,until,idNumber",
        f"A1,{SERVICE},{slot},",
        f'"A2" , "{SERVICE}",{quoted},""',
        "",
        "# a word of the sender",
        f'"A""3",{SERVICE},{slot}',
        f'"A4,{SERVICE},{slot}',
    ])  # fmt: skip
    code, said, complaints = hallway(
        hall, "reservations", "import", "-", stdin=b"\xef\xbb\xbf" + file.encode()
    )
    assert (code, said.strip()) == (1, "3 reservations taken, 1 refused"), complaints
    assert complaints.startswith("-:7: ") and "quote" in complaints
    for reservation in ("A1", "A2", 'A"3'):
        assert call(hall, "Reservations.Cancel", code=reservation)["reservation"]["service"] == SERVICE


def test_a_quota_that_was_lifted_stays_so_after_a_restart(hall):
    reload(hall, r"^  mode: off\n", "  mode: fixed\n")
    reload(hall, r"  floor: 5 ", "  floor: 0 ")
    reload(hall, r"service: company-setup, minutes: 40, perDay: 30", f"service: {SERVICE}, perDay: 1")
    take(hall, SERVICE)
    with pytest.raises(Refusal, match="QuotaExhausted"):
        take(hall, SERVICE)
    call(hall, "Counter.LiftQuota", service=SERVICE, until="23:59", why="a bus came")
    assert take(hall, SERVICE)["number"] == "S002"
    restart(hall)
    assert take(hall, SERVICE)["number"] == "S003"
    verify(hall.state)


def test_a_service_that_ends_by_a_reload_keeps_who_waits(hall):
    ticket = take(hall, SERVICE)
    call(hall, "Queue.HandOver", number=ticket["number"], secret=ticket["secret"])
    reload(hall, rf"(id: {SERVICE},)", r'\1 until: "2026-01-31",')
    with pytest.raises(Refusal, match="NotOffered") as refused:
        take(hall, SERVICE)
    assert refused.value.fields == {"service": SERVICE, "until": "2026-01-31"}
    assert SERVICE not in [s["id"] for s in call(hall, "Hall.Describe")["services"]]
    assert call(hall, "Counter.CallNext", window="12")["ticket"]["number"] == ticket["number"]


def test_emergency_numbers_are_remembered_and_entered_days_later(hall):
    assert hallway(hall, "block", "E", "3")[1].startswith("E001-E003")
    restart(hall)
    code, _, complaint = hallway(hall, "block", "E", "3")
    assert code != 0 and "E001-E003 were printed today" in complaint
    assert hallway(hall, "block", "E", "2", "--again", "more")[1].startswith("E004-E005")
    assert hallway(hall, "block", "E", "2", "--again", "same")[1].startswith("E001-E005 again")
    day = datetime.datetime.now(ZoneInfo("Asia/Shanghai")).date() - datetime.timedelta(days=2)
    late = ["late", "E002", SERVICE, "--day", str(day), "--taken", "09:05"]
    done = [*late, "--called", "09:20", "--finished", "09:31", "--window", "12"]
    assert hallway(hall, *late)[0] != 0, "nobody of that day waits"
    assert hallway(hall, *done)[0] == 0
    assert "entered or issued already" in hallway(hall, *done)[2]
    report = call(hall, "Figures.Report", **{"from": str(day), "through": str(day)})
    assert (report["total"]["issued"], report["total"]["finished"]) == (1, 1)
    assert call(hall, "Figures.Report")["total"]["issued"] == 0
    verify(hall.state)
