"""Ratings by those who may not rate, and looks at ratings by those who may not look.

Each caller is another user of the machine, as the kernel tells the hall.
"""

import os
import subprocess
from pathlib import Path

import pytest
from hall import Refusal, program
from rating_hall import As, denied, fresh, levels, open_hall, proof

pytestmark = pytest.mark.skipif(os.geteuid() != 0, reason="plays other users, which root may")


@pytest.fixture(scope="module")
def hall():
    with open_hall() as hall:
        yield hall


def test_a_clerk_rates_with_an_evaluation_somebody_told(hall):
    ticket, evaluation = hall.asked()
    denied(hall, "clerk", "Ratings.Submit", level=5, evaluation=evaluation["id"], **fresh())
    assert levels(hall, ticket) == []


def test_a_clerk_rates_with_a_ticket_left_on_the_counter(hall):
    ticket = hall.finished()
    denied(hall, "clerk", "Ratings.Submit", level=5, **proof(ticket), **fresh())
    assert levels(hall, ticket) == []


def test_a_clerk_rates_in_a_pads_name(hall):
    hall.finished()
    denied(hall, "clerk", "Ratings.Submit", level=5, pad="pad-4", **fresh())


def test_a_clerk_watches_the_pad(hall):
    with As(hall.socket, "clerk") as wire, pytest.raises(Refusal) as refusal:
        next(wire.more("Ratings.Await", window="4"))
    assert refusal.value.name == "PermissionDenied"


def test_a_clerk_rates_again(hall):
    ticket = hall.finished()
    denied(hall, "clerk", "Ratings.RateAgain", level=5, **proof(ticket), **fresh())


@pytest.mark.parametrize("role", ["clerk", "technician", "pad4", "citizen", "nobody"])
def test_totals_are_asked_by_who_may_not(hall, role):
    denied(hall, role, "Ratings.Totals")


@pytest.mark.parametrize("role", ["clerk", "technician", "pad4", "citizen", "reviewer", "nobody"])
def test_records_are_asked_by_who_may_not(hall, role):
    with As(hall.socket, role) as wire, pytest.raises(Refusal) as refusal:
        next(wire.more("Ratings.Export", **{"from": "2026-01-01", "to": "2026-01-02"}, format="csv"))
    assert refusal.value.name == "PermissionDenied"


@pytest.mark.parametrize("method", ["Tasks", "Watch", "Seal", "Verify"])
def test_a_clerk_looks_over_the_managers_shoulder(hall, method):
    denied(hall, "clerk", f"Ratings.{method}")


@pytest.mark.parametrize("role", ["clerk", "manager", "pad4", "citizen", "technician"])
def test_a_rating_is_left_out_by_who_is_no_reviewer(hall, role):
    denied(hall, role, "Ratings.Exclude", rating=1, kind="malicious", reason="I do not like it")


@pytest.mark.parametrize("role", ["manager", "reviewer", "technician", "nobody"])
def test_an_evaluation_is_answered_by_who_is_no_citizen(hall, role):
    ticket, evaluation = hall.asked()
    denied(hall, role, "Ratings.Submit", level=5, evaluation=evaluation["id"], **fresh())
    assert levels(hall, ticket) == []


def test_a_citizens_front_asks_for_a_rating(hall):
    denied(hall, "citizen", "Ratings.Ask", window="4", stage="finish")


def test_a_kiosk_says_it_is_a_pad(hall):
    ticket, evaluation = hall.asked()
    denied(hall, "citizen", "Ratings.Submit", level=1, evaluation=evaluation["id"], **fresh())
    denied(hall, "citizen", "Ratings.Submit", level=1, pad="pad-4", **fresh())
    assert levels(hall, ticket) == []


def test_one_user_is_clerk_and_pad_in_a_real_hall(hall, tmp_path):
    text = Path(hall.config).read_text().replace("sample: true", "sample: false")
    text = text.replace("clerk: [daemon]", "clerk: [daemon, bin]")
    config = tmp_path / "hall.yaml"
    config.write_text(text)
    check = subprocess.run(
        [program("hallwayd"), "--config", str(config), "--check"], capture_output=True, text=True
    )
    assert check.returncode != 0
    assert 'access.pad: "bin" is a clerk too, and nobody rates themselves' in check.stderr


def test_a_pad_without_a_place_in_a_real_hall(hall, tmp_path):
    text = Path(hall.config).read_text().replace("sample: true", "sample: false")
    text = text.replace('{user: bin, windows: ["4"]}', "bin")
    config = tmp_path / "hall.yaml"
    config.write_text(text)
    check = subprocess.run(
        [program("hallwayd"), "--config", str(config), "--check"], capture_output=True, text=True
    )
    assert 'say at which windows the pads of "bin" stand' in check.stderr
