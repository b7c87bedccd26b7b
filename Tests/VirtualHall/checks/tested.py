"""`hallway devices test` over every unit in the hall, unattended, with simulated hands."""

import json

from checks import single
from hall import Program

# A card is read ten times slower here, and ten times again where others keep the host busy.
PERSON_SECONDS = 300
CODE = "A0042-VIRTUAL"


def act(unit, step):
    """What a person does who is asked for this step."""
    if step["step"] == "readCard":
        unit.simulator.call("PlaceCard", person="ouyang")
    elif step["step"] == "scan":
        unit.scan(CODE)
    else:
        unit.press(int(step["step"].removeprefix("key ")))


def test(bench, *names):
    """The guided test of these devices, or all: the exit status and the results by device."""
    service = bench.service
    program = Program(
        "hallway", "devices", "test", "--json", "--socket", service.socket,
        "--seconds", str(PERSON_SECONDS), *names,
    )  # fmt: skip
    results, carded = {}, set()
    try:
        while (line := program.lines.get()) is not None:
            told = json.loads(line)
            if step := told.get("step"):
                unit = bench.units[step["device"]]
                again = step["state"] == "doing" and step.get("detail", "").startswith("again")
                if again:
                    # As a person does who is told to lift the card.
                    unit.simulator.call("RemoveCard")
                if again or step["state"] == "person":
                    act(unit, step)
                    if step["step"] == "readCard":
                        carded.add(unit)
            if result := told.get("result"):
                results[result["subject"]] = result
        return program.wait(), results
    finally:
        for unit in carded:
            unit.simulator.call("RemoveCard")
        program.kill()


def every_kind_is_tested_with_simulated_hands(bench):
    """Each device is ready, does what it is told, and a person's part in it arrives."""
    status, results = test(bench)
    assert set(results) == set(bench.service.names)
    failed = [name for name, result in results.items() if result["outcome"] != "passed"]
    assert (status == 0) == (not failed)
    # Who has to answer within fractions of a second may be late on a starved host.
    for name in [name for name in failed if not bench.units[name].steady]:
        bench.service.wait_for(name, "ready")
        _, again = test(bench, name)
        results |= again
    assert {result["outcome"] for result in results.values()} == {"passed"}, results
    return {"devices": len(results), "kinds": len({r["kind"] for r in results.values()})}


CHECKS = single(every_kind_is_tested_with_simulated_hands, seconds=1800)
