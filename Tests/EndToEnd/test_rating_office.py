"""What managers do with ratings on the command line: records for the province, the work that bad
ratings are, seals."""

import contextlib
import csv
import io
import json
import os
import sqlite3
import subprocess
from datetime import date, timedelta

import pytest
import rating_chain as chain
from alone import running
from hall import ShortDirectory, program, rows
from rating_hall import RatingHall, fresh, proof, submit

pytestmark = pytest.mark.skipif(os.geteuid() != 0, reason="plays other users, which root may")

COMMAND_SECONDS = 60
AGO = 4
# Nobody has said who accepts these.
LACKING, WINDOW = "enquiry-policy", "12"


@pytest.fixture(scope="module")
def hall():
    """A hall whose ratings are four days old: one at a pad, one at a kiosk, one whose matter nobody
    has a code for; all bad, so that there is work."""
    with ShortDirectory() as place:
        hall = RatingHall(place)
        with open(hall.config) as file:
            text = file.read()
        text = text.replace("{field: police, code:", "{field: market, code:")
        text = text.replace("{service: id-card-renewal, code:", "{service: company-change, code:")
        with open(hall.config, "w") as file:
            file.write(text)
        with running(hall):
            _, evaluation = hall.asked()
            submit(hall, "pad4", evaluation, 1, reasons=["113", "115"], text="等了两个小时")
            ticket = hall.finished()
            hall.call("citizen", "Ratings.Submit", level=2, **proof(ticket), **fresh())
            ticket = lacking(hall)
            hall.call("citizen", "Ratings.Submit", level=5, **proof(ticket), **fresh())
        chain.shift(hall.state, AGO)
        with contextlib.closing(sqlite3.connect(f"{hall.state}/hall.sqlite")) as ledger, ledger:
            ledger.execute("UPDATE ticket SET day = date(day, ?)", (f"-{AGO} days",))
        with running(hall):
            yield hall


def lacking(hall):
    ticket = hall.call("root", "Queue.TakeTicket", service=LACKING, **fresh())["ticket"]
    hall.call("root", "Queue.HandOver", number=ticket["number"], secret=ticket["secret"])
    called = hall.call("clerk", "Counter.CallNext", window=WINDOW)["ticket"]["number"]
    assert called == ticket["number"]
    hall.call("clerk", "Counter.Finish", window=WINDOW)
    return ticket


def hallway(hall, *arguments):
    return subprocess.run(
        [program("hallway"), "ratings", *arguments, "--socket", hall.socket],
        capture_output=True,
        text=True,
        timeout=COMMAND_SECONDS,
    )


def export(hall, *arguments):
    day = rows(hall.state, "SELECT min(day) FROM ratingRow WHERE kind = 'rated'")[0][0]
    until = str(date.fromisoformat(day) + timedelta(days=1))
    return hallway(hall, "export", "--from", day, "--to", until, *arguments)


def rated(hall):
    query = "SELECT sequence, number, day FROM ratingRow WHERE kind = 'rated' ORDER BY sequence"
    return rows(hall.state, query)


def test_a_record_that_lacks_something_holds_up_no_other(hall, tmp_path):
    rejects = tmp_path / "lacking.csv"
    done = export(hall, "--rejects", str(rejects))
    assert done.returncode == 3, done.stderr
    told = list(csv.DictReader(io.StringIO(done.stdout)))
    assert [row["satisfaction"] for row in told] == ["1", "2"]
    assert [row["pf"] for row in told] == ["4", "5"]
    row, number, day = rated(hall)[2]
    assert f"rating {row} ({number}, {day}) lacks deptCode, taskCode" in done.stderr
    assert "1 of 3 records are left out" in done.stderr
    assert list(csv.reader(rejects.open())) == [
        ["rating", "day", "ticket", "missing"],
        [str(row), day, number, "deptCode taskCode"],
    ]


def test_anhui_takes_a_kiosks_rating_too(hall):
    done = export(hall, "--adapter", "anhui")
    told = list(csv.DictReader(io.StringIO(done.stdout)))
    assert [row["evaluateChannel"] for row in told] == ["PJQ", "5"], done.stderr


def test_json_is_json(hall):
    done = export(hall, "--json")
    records = [json.loads(line) for line in done.stdout.splitlines()]
    assert [record["satisfaction"] for record in records] == ["1", "2"]
    assert "1 of 3 records" in done.stderr
    assert export(hall, "--json", "--format", "csv").returncode == 64


def test_a_file_of_rejects_that_cannot_be_written_is_said(hall, tmp_path):
    done = export(hall, "--rejects", str(tmp_path / "none" / "lacking.csv"))
    assert done.returncode == 1 and "cannot be written" in done.stderr


def test_a_seal_that_is_not_printed_is_an_error(hall):
    shown = hallway(hall, "seal")
    assert shown.returncode == 0 and "HWSEAL1" in shown.stdout, shown.stderr
    done = hallway(hall, "seal", "--print")
    assert done.returncode == 1 and "HWSEAL1" in done.stdout
    assert "NOT printed: this hall has no ticket printer" in done.stderr


def test_the_work_is_listed_with_its_rating_window_and_reasons(hall):
    done = hallway(hall, "tasks")
    assert done.returncode == 0, done.stderr
    head, first, second = done.stdout.splitlines()[:3]
    assert head.split()[:6] == ["TASK", "RATING", "TICKET", "WINDOW", "LEVEL", "REASONS"]
    (row, number, _), other = rated(hall)[0], rated(hall)[1]
    assert first.split()[1:7] == [str(row), number, "4", "1", "113", "115"]
    assert second.split()[1:6] == [str(other[0]), other[1], "4", "2", "-"]
    assert "113 多头跑窗口和部门" in done.stdout and "工作日" in done.stdout


def test_a_step_that_is_not_possible_says_which_are(hall):
    task = hallway(hall, "tasks").stdout.splitlines()[1].split()[0]
    shown = hallway(hall, "task", task)
    assert "等了两个小时" in shown.stdout and "115 服务态度差效率低" in shown.stdout, shown.stderr
    wrong = hallway(hall, "task", task, "answered", "--note", "x")
    assert wrong.returncode == 1
    assert "the task is open. Possible are contacted, fixing, closed" in wrong.stderr
    silent = hallway(hall, "task", task, "closed")
    assert "contacted, fixing, closed with --note WHY" in silent.stderr
    assert hallway(hall, "task", task, "closed", "--note", "not reached").returncode == 0
    assert "that task is closed" in hallway(hall, "task", task, "fixing").stderr
    assert "there is no task 99999" in hallway(hall, "task", "99999").stderr
