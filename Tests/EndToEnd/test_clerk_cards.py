"""A clerk signs in with the own identity card: enrolled once, laid on the reader each morning."""

import signal

import pytest
from alone import Hall, running
from hall import COMMAND_SECONDS, Program, Wire, command, sample_hall, until

WINDOW = "12"
CLERK, STRANGER = "ouyang", "yulan"
PROMPT = "lay the card on the reader"


class HallWithReader(Hall):
    """The sample hall with its card reader and nothing else, and one clerk."""

    def __init__(self, state, clerks):
        super().__init__(state)
        before, _, rest = sample_hall().partition("\ndevices:\n")
        after = rest.partition("\nkiosks:\n")[2].partition("\n\n")[2]
        reader = '{id: reader, driver: sam-v, address: "serial:devices/reader?baud=115200"}'
        with open(self.config, "w") as file:
            file.write(f"{before}\ndevices:\n  - {reader}\n\n{after}\nclerks: {clerks}\n")


def hallway(*arguments, stdin=None):
    status, *said = command(*arguments, stdin=stdin)
    return status, "".join(said)


@pytest.fixture
def clerks(state):
    path = f"{state}/clerks.yaml"
    for number in ("07", "08"):
        code, said = hallway(
            "clerk", "add", number, "--name", "王芳", "--pin-from", "-", "--file", path,
            stdin=f"270184{number}\n",
        )  # fmt: skip
        assert code == 0, said
    return path


@pytest.fixture
def hall(state, simulator, clerks):
    hall = HallWithReader(state, clerks)
    with running(hall):
        yield hall


def printed(command):
    """The rest of what a command that has ended wrote."""
    return "".join(iter(command.lines.get, None))


def with_card(hall, simulator, person, *command):
    """What a command that reads a card says, once the person has laid it down."""
    asking = Program("hallway", *command, "--socket", hall.socket)
    try:
        until("it asks for the card", lambda: PROMPT in asking.complaint())
        with Wire(simulator) as wire:
            wire.call("Simulator.PlaceCard", person=person)
            status = asking.wait(COMMAND_SECONDS)
            wire.call("Simulator.RemoveCard")
        return status, printed(asking), asking.complaint()
    finally:
        asking.kill()


def test_a_clerk_signs_in_with_the_own_card(hall, simulator, clerks):
    status, proof, said = with_card(hall, simulator, CLERK, "staff-card")
    assert status == 0, said
    assert len(proof.strip()) == 64
    code, said = hallway("clerk", "card", "07", "--proof-from", "-", "--file", clerks, stdin=proof)
    assert code == 0, said
    code, said = hallway("clerk", "card", "08", "--proof-from", "-", "--file", clerks, stdin=proof)
    assert code != 0 and "clerk 07" in said, "a card is one clerk's"
    assert "card" in hallway("clerk", "list", "--file", clerks)[1].splitlines()[0]
    hall.service.process.send_signal(signal.SIGHUP)

    def opened():
        status, shown, said = with_card(hall, simulator, CLERK, "window", WINDOW, "open", "--card")
        return shown if status == 0 else None

    assert "clerk 07" in until("the card is known", opened)
    status, _, said = with_card(hall, simulator, STRANGER, "window", WINDOW, "open", "--card")
    assert status != 0 and "wrong" in said
    status, _, said = with_card(
        hall, simulator, CLERK, "window", WINDOW, "open", "--card", "--clerk", "08"
    )
    assert status != 0 and "wrong" in said, "the card of another than named"
    assert hallway("clerk", "card", "07", "--none", "--file", clerks)[0] == 0
    with open(clerks) as file:
        assert proof.strip() not in file.read()


def test_a_proof_is_no_key_of_a_person(hall, simulator, state):
    _, proof, _ = with_card(hall, simulator, CLERK, "staff-card")
    with open(f"{state}/hall.sqlite", "rb") as ledger:
        assert bytes.fromhex(proof) not in ledger.read()
    for wrong in ("", "00", "zz" * 32):
        code, _ = hallway(
            "clerk", "card", "07", "--proof-from", "-", "--file", f"{state}/clerks.yaml",
            stdin=wrong + "\n",
        )  # fmt: skip
        assert code != 0
