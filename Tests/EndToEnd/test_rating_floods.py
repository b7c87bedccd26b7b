"""A thousand of the same, and what comes when the service was restarted: neither counts, fills or slows."""

import os
import uuid

import pytest
from hall import Refusal, ShortDirectory, rows, until
from rating_hall import (
    As,
    RatingHall,
    fresh,
    levels,
    open_hall,
    refusals,
    refused,
    submit,
    why,
)

pytestmark = pytest.mark.skipif(os.geteuid() != 0, reason="plays other users, which root may")


@pytest.fixture(scope="module")
def hall():
    with open_hall() as hall:
        yield hall


def test_refused_presses_fill_the_disk(hall):
    with As(hall.socket, "pad5") as wire:
        for _ in range(200):
            with pytest.raises(Refusal):
                wire.call("Ratings.Submit", level=5, evaluation=uuid.uuid4().hex, **fresh())
    query = "SELECT count(*) FROM ratingRow WHERE kind = 'refused' AND who = 'uid 3'"
    assert rows(hall.state, query)[0][0] <= 121


def test_refusals_without_a_row_are_counted():
    with ShortDirectory() as place:
        hall = RatingHall(place)
        service = hall.start()
        try:
            ticket, evaluation = hall.asked()
            given = submit(hall, "pad4", evaluation, 2, requestId="the first")
            for _ in range(150):
                assert refused(
                    hall, "pad4", "Ratings.Submit", level=5, evaluation=evaluation["id"], **fresh()
                ).name == "AlreadyRated"  # fmt: skip
            # Its answer was lost: it is given again, however much was refused since.
            assert submit(hall, "pad4", evaluation, 2, requestId="the first") == given
            assert len(refusals(hall, ticket)) == 5
            assert service.end() == 0
        finally:
            service.kill()
        query = "SELECT who, word, why FROM ratingRow WHERE kind = 'refused' AND why IS NOT NULL"
        ((who, word, why_),) = rows(hall.state, query)
        assert (who, word) == ("uid 2", "alreadyRated") and why_.startswith("145 more since ")


def test_the_clerk_asks_a_thousand_times(hall):
    ticket, evaluation = hall.asked()
    for _ in range(100):
        assert hall.call("clerk", "Ratings.Ask", window="4", stage="finish") == {}
    query = "SELECT count(*) FROM ratingRow WHERE kind = 'opened' AND number = ?"
    assert rows(hall.state, query, ticket["number"]) == [(1,)]
    assert hall.evaluation("4")["id"] == evaluation["id"], "the pad still asks"


def test_a_pads_user_looks_a_thousand_times(hall):
    wires = [As(hall.socket, "pad5") for _ in range(30)]
    try:
        seen, lost = 0, []
        for wire in wires:
            try:
                next(wire.more("Ratings.Await", window="5"))
                seen += 1
            except Refusal as refusal:
                lost.append(refusal)
        assert seen == 8 and {(r.name, r.fields["limit"]) for r in lost} == {("TooManyPads", 8)}
        # Nobody else is kept out by them.
        with As(hall.socket, "pad4") as wire:
            assert next(wire.more("Ratings.Await", window="4"))["state"]
    finally:
        for wire in wires:
            wire.close()

    def is_seated():
        with As(hall.socket, "pad5") as wire:
            try:
                return next(wire.more("Ratings.Await", window="5"))
            except Refusal:
                return None

    until("who is gone has left the place", is_seated)


@pytest.mark.parametrize("ending", ["end", "kill"])
def test_a_press_comes_late_after_a_restart(ending):
    """The next number was called meanwhile, which the program that starts then only has in its ledger."""
    with ShortDirectory() as place:
        hall = RatingHall(place)
        service = hall.start()
        try:
            ticket, evaluation = hall.asked()
            hall.called()
            hall.call("clerk", "Counter.Hold", window="4", why="looks for a paper")
            getattr(service, ending)()
            service = hall.start()
            for request in (fresh(), fresh()):
                refusal = refused(
                    hall, "pad4", "Ratings.Submit", level=5, evaluation=evaluation["id"], **request
                )
                assert why(refusal) == ("NotRateable", "tooLate")
            assert levels(hall, ticket) == []
            with As(hall.socket, "pad4") as wire:
                assert "evaluation" not in next(wire.more("Ratings.Await", window="4"))
            assert service.end() == 0
        finally:
            service.kill()
