"""Letters from the command line to the page: issued, refused, kept over a kill, verified."""

import json
import re
import subprocess

import pytest
from alone import Hall, call, running, take_in_hand, verify
from hall import COMMAND_SECONDS, ROOT, command, program, rows

SERVICE = "goods-transport"
RECEIPT = "202611190022"
# A whole name, as a clerk copies it off the card; the ledger knows the masked one only.
NAME = "阿卜杜拉赫·测试买买提·𠮷本江"


@pytest.fixture
def hall(state):
    with running(Hall(state)) as hall:
        yield hall


def hallway(hall, *arguments, stdin=""):
    return command(*arguments, hall=hall, stdin=stdin)


def serving(hall):
    """A window that serves somebody."""
    windows = call(hall, "Counter.Windows")["windows"]
    take_in_hand(hall, SERVICE)
    services = {
        w["id"]: w["services"] for w in call(hall, "Hall.Describe")["windows"]
    }
    window = next(
        w["window"] for w in windows if SERVICE in services[w["window"]] and w["waiting"] >= 0
    )
    assert call(hall, "Counter.CallNext", window=window)["ticket"]
    return window


def issue(hall, window, *arguments, stdin=""):
    return hallway(
        hall, "letter", "issue", "supplementNotice", "--window", window, "--receipt", RECEIPT,
        "--field", "gaps=车辆检测合格证明：缺原件", "--field", "gaps=从业资格证：缺复印件",
        "--field", "dueDay=2099-12-03", "--no-print", *arguments, stdin=stdin,
    )  # fmt: skip


def test_a_letter_from_the_command_line_to_its_second_and_over_a_kill(hall):
    window = serving(hall)
    code, said, complaint = issue(
        hall, window, "--fields-from", "-", stdin=f"# from the card\napplicant={NAME}\n"
    )
    assert code == 0, complaint
    number = re.match(r"02-\d{4}-000001", said)[0]
    # What the case knows was filled in, and what the clerk gave went before it.
    code, text, _ = hallway(hall, "letter", "show", number)
    assert NAME in text and "道路货物运输" in text and "车辆检测合格证明：缺原件" in text

    code, _, complaint = issue(hall, window)
    assert code != 0 and number in complaint and "--why" in complaint
    code, said, _ = issue(hall, window, "--why", "部门退回")
    assert code == 0 and "SECOND" in said

    # Nothing of whom it is to lies open in the ledger.
    for file in ("hall.sqlite", "hall.sqlite-wal"):
        with open(f"{hall.state}/{file}", "rb") as ledger:
            assert NAME.encode() not in ledger.read()
    hall.service.process.kill()
    hall.service.wait()
    hall.service.kill()
    hall.service = hall.start()
    code, said, complaint = issue(hall, window, "--why", "再次")
    assert code == 0 and "-000003" in said, complaint
    verify(hall.state)
    issued = "SELECT count(*) FROM journal WHERE kind = 'letterIssued'"
    assert rows(hall.state, issued) == [(3,)]
    code, said, _ = hallway(hall, "letter", "list", RECEIPT, "--json")
    letters = json.loads(said)["letters"]
    assert [bool(letter.get("earlier")) for letter in letters] == [False, True, True]


def test_a_letter_with_an_empty_part_or_a_wrong_field_is_refused_in_words(hall):
    window = serving(hall)
    code, _, complaint = hallway(
        hall, "letter", "issue", "onceNotice", "--window", window, "--field", "item=护照",
        "--field", "materials=照片", "--field", "conditions=本人", "--field", "procedure=取号",
    )  # fmt: skip
    assert code != 0 and "limits, fees" in complaint
    code, _, complaint = issue(hall, window, "--field", "contct=12345")
    assert code != 0 and "did you mean contact?" in complaint
    code, _, complaint = issue(hall, window, "--field", "applicant=测\U00030000")
    assert code != 0 and "U+30000" in complaint
    # Without an A4 printer nothing is numbered either.
    code, _, complaint = hallway(
        hall, "letter", "issue", "collection", "--window", window, "--receipt", "R1", "--field",
        "applicant=甲", "--field", "item=乙", "--field", "result=丙", "--field", "collectAt=丁",
    )  # fmt: skip
    assert code != 0 and "no A4 printer" in complaint
    assert hallway(hall, "letter", "list")[1] == "no letters\n"


def test_a_preview_is_a_picture_whose_code_scans(hall, state):
    picture = f"{state}/letter.png"
    code, said, complaint = hallway(
        hall, "letter", "preview", "acceptance", "--sample", "--png", picture
    )
    assert code == 0 and "page 1 of 1" in said, complaint
    scanned = subprocess.run(
        ["zbarimg", "--quiet", "--raw", picture], capture_output=True, text=True, check=True
    )
    assert re.fullmatch(r"\d{8}0012\n", scanned.stdout)


def test_a_slip_in_a_template_is_named_with_its_line_and_the_nearest_field(state):
    hall = Hall(state)
    template = (ROOT / "Demo/letters/refusal.yaml").read_text()
    line = template[: template.index("{applicant}")].count("\n") + 1
    with open(f"{state}/refusal.yaml", "w") as file:
        file.write(template.replace("{applicant}", "{aplicant}", 1))
    with open(hall.config) as file:
        text = file.read()
    with open(hall.config, "w") as file:
        file.write(text.replace(f"{ROOT}/Demo/letters/refusal.yaml", f"{state}/refusal.yaml"))
    check = subprocess.run(
        [program("hallwayd"), "--config", hall.config, "--check"],
        capture_output=True, text=True, timeout=COMMAND_SECONDS,
    )  # fmt: skip
    assert check.returncode != 0
    assert f'refusal.yaml:{line}: ' in check.stderr and 'did you mean "applicant"?' in check.stderr
