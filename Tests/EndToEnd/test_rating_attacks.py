"""Ways to a false rating that programs and people try on a hall that runs, each as the user it is.

Each is refused over the real socket. What somebody may do to the ledger's file is in
test_rating_forgeries.py, what a restart or a flood brings in test_rating_floods.py.
"""

import os
import threading
import uuid

import pytest
from hall import Refusal, ShortDirectory, Wire, rows, until
from rating_hall import (
    As,
    RatingHall,
    fresh,
    levels,
    open_hall,
    proof,
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


# Where: a pad stands at one window


def test_a_pad_listens_at_another_window(hall):
    with As(hall.socket, "pad5") as wire, pytest.raises(Refusal) as refusal:
        next(wire.more("Ratings.Await", window="4"))
    assert refusal.value.name == "PermissionDenied"


def test_a_pad_answers_another_windows_evaluation(hall):
    ticket, evaluation = hall.asked("4")
    refusal = refused(
        hall, "pad5", "Ratings.Submit", level=5, evaluation=evaluation["id"], **fresh()
    )
    assert why(refusal) == ("NotRateable", "wrongPlace")
    assert (levels(hall, ticket), refusals(hall, ticket)) == ([], ["wrongPlace"])
    # The window's own pad still may.
    assert submit(hall, "pad4", evaluation)["level"] == 5


def test_a_window_that_is_none(hall):
    with As(hall.socket, "pad4") as wire, pytest.raises(Refusal) as refusal:
        next(wire.more("Ratings.Await", window="99"))
    assert refusal.value.name == "NoSuchWindow"


# What: tokens, requests, words


def test_a_token_is_made_up(hall):
    hall.finished()
    refusal = refused(
        hall, "pad4", "Ratings.Submit", level=5, evaluation=uuid.uuid4().hex, **fresh()
    )
    assert why(refusal) == ("NotRateable", "notOpen")


@pytest.mark.parametrize("token", ["", "a\0b", "x" * 200], ids=["empty", "nul", "long"])
def test_a_token_is_no_token(hall, token):
    refusal = refused(hall, "pad4", "Ratings.Submit", level=5, evaluation=token, **fresh())
    assert why(refusal) == ("NotRateable", "notOpen")


def test_a_token_is_read_from_the_ledgers_file(hall):
    ticket, evaluation = hall.asked()
    with open(f"{hall.state}/hall.sqlite-wal", "rb") as wal:
        assert evaluation["id"].encode() not in wal.read()
    query = "SELECT hex(evaluation) FROM ratingRow WHERE kind = 'opened' AND number = ?"
    opened = until("the opening is noted", lambda: rows(hall.state, query, ticket["number"]))
    digest = opened[0][0].lower()
    for token in (digest, digest[:32]):
        refusal = refused(hall, "pad4", "Ratings.Submit", level=5, evaluation=token, **fresh())
        assert why(refusal) == ("NotRateable", "notOpen")


def test_a_request_is_replayed(hall):
    ticket, evaluation = hall.asked()
    request = fresh()
    first = submit(hall, "pad4", evaluation, 4, **request)
    assert submit(hall, "pad4", evaluation, 4, **request) == first
    assert levels(hall, ticket) == [4]


def test_a_replayed_request_says_another_level(hall):
    ticket, evaluation = hall.asked()
    request = fresh()
    first = submit(hall, "pad4", evaluation, 2, **request)
    assert submit(hall, "pad4", evaluation, 5, **request) == first
    assert levels(hall, ticket) == [2]


def test_a_request_is_replayed_for_another_ticket(hall):
    _, evaluation = hall.asked()
    request = fresh()
    submit(hall, "pad4", evaluation, 5, **request)
    ticket, evaluation = hall.asked()
    refusal = refused(
        hall, "pad4", "Ratings.Submit", level=5, evaluation=evaluation["id"], **request
    )
    assert (refusal.name, refusal.fields) == ("InvalidParameter", {"parameter": "requestId"})
    assert levels(hall, ticket) == []


def test_a_second_press_overrides_the_first(hall):
    ticket, evaluation = hall.asked()
    submit(hall, "pad4", evaluation, 1)
    refusal = refused(
        hall, "pad4", "Ratings.Submit", level=5, evaluation=evaluation["id"], **fresh()
    )
    assert refusal.name == "AlreadyRated"
    assert (levels(hall, ticket), refusals(hall, ticket)) == ([1], ["alreadyRated"])


def test_a_second_rating_comes_from_the_kiosk(hall):
    ticket, evaluation = hall.asked()
    submit(hall, "pad4", evaluation, 1)
    refusal = refused(hall, "citizen", "Ratings.Submit", level=5, **proof(ticket), **fresh())
    assert refusal.name == "AlreadyRated"
    assert levels(hall, ticket) == [1]


def test_a_hundred_presses_at_once(hall):
    ticket, evaluation = hall.asked()
    taken, lost = [], []

    def press(number):
        with Wire(hall.socket) as wire:
            try:
                taken.append(
                    wire.call(
                        "Ratings.Submit", level=1 + number % 5, evaluation=evaluation["id"], **fresh()
                    )
                )
            except Refusal as refusal:
                lost.append(refusal.name)

    presses = [threading.Thread(target=press, args=[n]) for n in range(100)]
    for one in presses:
        one.start()
    for one in presses:
        one.join()
    assert len(taken) == 1 and set(lost) == {"AlreadyRated"}
    assert levels(hall, ticket) == [taken[0]["level"]]


def test_the_clerk_asks_again_until_the_rating_is_better(hall):
    ticket, evaluation = hall.asked()
    submit(hall, "pad4", evaluation, 1)
    assert hall.call("clerk", "Ratings.Ask", window="4", stage="finish") == {}
    with As(hall.socket, "pad4") as wire:
        assert "evaluation" not in next(wire.more("Ratings.Await", window="4"))
    assert levels(hall, ticket) == [1]


def test_asking_tells_whether_it_was_rated(hall):
    hall.finished("5")
    unrated = hall.call("clerk", "Ratings.Ask", window="5", stage="finish")
    submit(hall, "pad5", hall.evaluation("5"), 1)
    assert hall.call("clerk", "Ratings.Ask", window="5", stage="finish") == unrated == {}


@pytest.mark.parametrize("level", [0, 6, -1, 10**15])
def test_a_level_that_is_none(hall, level):
    ticket, evaluation = hall.asked()
    refusal = refused(
        hall, "pad4", "Ratings.Submit", level=level, evaluation=evaluation["id"], **fresh()
    )
    assert (refusal.name, refusal.fields) == ("BadLevel", {"level": level})
    assert levels(hall, ticket) == []


@pytest.mark.parametrize("code", ["510", "999", "", "1' OR '1'='1"])
def test_a_reason_that_is_not_the_levels(hall, code):
    ticket, evaluation = hall.asked()
    refusal = refused(
        hall, "pad4", "Ratings.Submit", level=1, reasons=["115", code],
        evaluation=evaluation["id"], **fresh(),
    )  # fmt: skip
    assert (refusal.name, refusal.fields) == ("BadReason", {"code": code})
    assert levels(hall, ticket) == []


def test_a_text_that_floods(hall):
    _, evaluation = hall.asked()
    refusal = refused(
        hall, "pad4", "Ratings.Submit", level=1, text="慢" * 151, evaluation=evaluation["id"],
        **fresh(),
    )  # fmt: skip
    assert (refusal.name, refusal.fields) == ("TextTooLong", {"limit": 150})


def test_a_text_that_commands_a_printer(hall):
    _, evaluation = hall.asked()
    given = submit(hall, "pad4", evaluation, 1, text="\x1b@慢\x1dV\0'); DROP TABLE ratingRow;--")
    query = "SELECT text FROM ratingText WHERE row = ?"
    assert rows(hall.state, query, given["rating"]) == [("@慢V'); DROP TABLE ratingRow;--",)]


@pytest.mark.parametrize("channel", ["default", "system", "7", "sms"])
def test_a_default_rating(hall, channel):
    ticket = hall.finished()
    refusal = refused(
        hall, "citizen", "Ratings.Submit", level=5, channel=channel, **proof(ticket), **fresh()
    )
    assert refusal.fields == {"parameter": "channel"}
    assert levels(hall, ticket) == []


@pytest.mark.parametrize("request_id", ["", "r" * 129, "a\0b"], ids=["empty", "long", "nul"])
def test_a_request_without_a_name(hall, request_id):
    ticket = hall.finished()
    refusal = refused(
        hall, "citizen", "Ratings.Submit", level=5, requestId=request_id, **proof(ticket)
    )
    assert refusal.fields == {"parameter": "requestId"}


def test_a_secret_is_guessed(hall):
    ticket = hall.finished()
    guess = {"ticket": ticket["number"], "secret": f"{(int(ticket['secret']) + 1) % 10**6:06}"}
    for _ in range(6):
        assert refused(hall, "citizen", "Ratings.Submit", level=5, **guess, **fresh()).name == (
            "NoSuchTicket"
        )
    # Now not even the right one, which would tell a guesser too much.
    refusal = refused(hall, "citizen", "Ratings.Submit", level=5, **proof(ticket), **fresh())
    assert refusal.name == "NoSuchTicket"


# When: before, after, at a time of one's own


def test_a_press_before_please_rate(hall):
    ticket = hall.called()
    refusal = refused(hall, "citizen", "Ratings.Submit", level=5, **proof(ticket), **fresh())
    assert why(refusal) == ("NotRateable", "notFinished")
    assert (levels(hall, ticket), refusals(hall, ticket)) == ([], ["notFinished"])


def test_the_intake_is_rated_before_the_call(hall):
    ticket = hall.take()
    refusal = refused(
        hall, "citizen", "Ratings.Submit", level=5, stage="intake", **proof(ticket), **fresh()
    )
    assert why(refusal) == ("NotRateable", "notOpen")


def test_please_rate_is_over_with_the_next_call(hall):
    ticket, evaluation = hall.asked()
    hall.called()
    refusal = refused(
        hall, "pad4", "Ratings.Submit", level=5, evaluation=evaluation["id"], **fresh()
    )
    assert why(refusal) == ("NotRateable", "tooLate")
    assert (levels(hall, ticket), refusals(hall, ticket)) == ([], ["tooLate"])


def test_please_rate_is_over_in_time():
    with ShortDirectory() as place:
        hall = RatingHall(place, pad_seconds=5)
        service = hall.start()
        try:
            ticket, evaluation = hall.asked()
            with As(hall.socket, "pad4") as wire:
                views = wire.more("Ratings.Await", window="4")
                assert next(view for view in views if view["state"] != "pleaseRate")
            refusal = refused(
                hall, "pad4", "Ratings.Submit", level=5, evaluation=evaluation["id"], **fresh()
            )
            assert why(refusal) == ("NotRateable", "tooLate")
            assert levels(hall, ticket) == []
            assert service.end() == 0
        finally:
            service.kill()


@pytest.mark.parametrize("clock", ["2020-01-01T00:00:00+08:00", "2099-01-01T00:00:00+08:00"])
def test_a_late_press_with_a_clock_of_its_own(hall, clock):
    ticket, evaluation = hall.asked()
    hall.called()
    refusal = refused(
        hall, "pad4", "Ratings.Submit", level=5, evaluation=evaluation["id"], ratedAt=clock, **fresh()
    )
    assert why(refusal) == ("NotRateable", "tooLate")
    assert levels(hall, ticket) == []


def test_the_callers_clock_dates_a_rating(hall):
    ticket, evaluation = hall.asked()
    given = submit(hall, "pad4", evaluation, 5, ratedAt="2020-01-01T00:00:00+08:00")
    assert not given["ratedAt"].startswith("2020")
    ((at, client),) = rows(
        hall.state, "SELECT at, clientAt FROM ratingRow WHERE sequence = ?", given["rating"]
    )
    assert client == 1_577_808_000_000 and at > client


@pytest.mark.parametrize("clock", ["yesterday", "2026-11-31T09:00:00+08:00", "2026-11-26 09:00"])
def test_a_clock_that_tells_no_time(hall, clock):
    _, evaluation = hall.asked()
    refusal = refused(
        hall, "pad4", "Ratings.Submit", level=5, evaluation=evaluation["id"], ratedAt=clock, **fresh()
    )
    assert refusal.fields == {"parameter": "ratedAt"}


# Afterwards: 追评, exclusions, tasks, figures


def test_a_second_opinion_without_a_first(hall):
    ticket = hall.finished()
    refusal = refused(hall, "citizen", "Ratings.RateAgain", level=5, **proof(ticket), **fresh())
    assert why(refusal) == ("NotRateable", "notRated")


def test_a_third_opinion(hall):
    ticket, evaluation = hall.asked()
    submit(hall, "pad4", evaluation, 1)
    hall.call("citizen", "Ratings.RateAgain", level=4, **proof(ticket), **fresh())
    refusal = refused(hall, "citizen", "Ratings.RateAgain", level=5, **proof(ticket), **fresh())
    assert refusal.name == "AlreadyRated"
    assert levels(hall, ticket) == [1], "the first one stays as it is"


def test_what_is_no_rating_is_left_out(hall):
    ticket, evaluation = hall.asked()
    rating = submit(hall, "pad4", evaluation)["rating"]
    opened = rows(
        hall.state,
        "SELECT sequence FROM ratingRow WHERE kind = 'opened' AND number = ?",
        ticket["number"],
    )[0][0]
    for row in (0, -1, opened, rating + 1_000_000):
        refusal = refused(
            hall, "reviewer", "Ratings.Exclude", rating=row, kind="mistaken", reason="why not"
        )
        assert refusal.name == "NoSuchRating"


def test_a_rating_is_left_out_without_a_word(hall):
    _, evaluation = hall.asked()
    rating = submit(hall, "pad4", evaluation)["rating"]
    refusal = refused(
        hall, "reviewer", "Ratings.Exclude", rating=rating, kind="mistaken", reason=" \t "
    )
    assert refusal.fields == {"parameter": "reason"}


def test_a_rating_that_is_left_out_stays_and_is_left_out_once(hall):
    ticket, evaluation = hall.asked()
    rating = submit(hall, "pad4", evaluation, 1)["rating"]
    out = {"rating": rating, "kind": "malicious", "reason": "see the report of 26 November"}
    hall.call("reviewer", "Ratings.Exclude", **out)
    assert refused(hall, "reviewer", "Ratings.Exclude", **out).fields == {
        "state": "alreadyExcluded"
    }
    assert levels(hall, ticket) == [1]


def test_a_task_is_closed_in_silence(hall):
    _, evaluation = hall.asked()
    rating = submit(hall, "pad4", evaluation, 1)["rating"]
    tasks = hall.call("manager", "Ratings.Tasks")["tasks"]
    (task,) = [task for task in tasks if task["rating"] == rating]
    refusal = refused(
        hall, "manager", "Ratings.TaskStep", task=task["id"], step="closed", note=""
    )
    assert (refusal.name, refusal.fields) == (
        "NotPossible",
        {"state": "open", "possible": ["contacted", "fixing"]},
    )
    refusal = refused(
        hall, "manager", "Ratings.TaskStep", task=task["id"], step="confirmed", note="surely"
    )
    assert refusal.name == "NotPossible", "nobody was called back yet"


def test_a_single_rating_is_read_off_the_totals(hall):
    """Of today nothing is told; of days that are over see HallTests, where two tables are compared."""
    today = rows(hall.state, "SELECT max(day) FROM ticket")[0][0]
    for by in ("hall", "item", "window", "field", "day"):
        told = hall.call("manager", "Ratings.Totals", **{"from": today, "to": today}, by=by)
        assert told["groups"] == [] and told["withheld"] > 0


@pytest.mark.parametrize("method", ["Seal", "Watch"])
def test_today_is_looked_at_live(hall, method):
    today = rows(hall.state, "SELECT max(day) FROM ticket")[0][0]
    refusal = refused(hall, "manager", f"Ratings.{method}", day=today)
    assert refusal.fields == {"state": "dayNotOver"}


def test_todays_records_are_exported(hall):
    today = rows(hall.state, "SELECT max(day) FROM ticket")[0][0]
    with As(hall.socket, "manager") as wire, pytest.raises(Refusal) as refusal:
        next(wire.more("Ratings.Export", **{"from": today, "to": today}, format="csv"))
    assert refusal.value.fields == {"state": "dayNotOver"}


def test_a_rating_that_is_left_out_leaves_no_task(hall):
    _, evaluation = hall.asked()
    rating = submit(hall, "pad4", evaluation, 1)["rating"]
    out = {"rating": rating, "kind": "mistaken", "reason": "a child, see the video"}
    hall.call("reviewer", "Ratings.Exclude", **out)
    tasks = hall.call("manager", "Ratings.Tasks", includeClosed=True)["tasks"]
    (task,) = [task for task in tasks if task["rating"] == rating]
    assert (task["state"], task["note"]) == ("closed", "left out as mistaken: a child, see the video")
