"""What is looked at in the hall, one function a check, in the order of the files below.

A check gets the bench at its home state, raises where something is wrong and may give figures.
The names are known outside before anything boots: each is a test of its own there.
"""

import importlib
import os

# The long run of `make soak`.
SOAK = bool(os.environ.get("HALLWAY_SOAK"))
FILES = [
    "kernel", "plugs", "addresses", "faults", "links", "ratings", "tested", "leaks", "recordings", "doctor",
]  # fmt: skip
# Longer than any check takes on a busy machine; one that hangs ends here and says where.
CHECK_SECONDS = 600


class Check:
    """`served` tells whether hallwayd runs meanwhile."""

    def __init__(self, name, run, seconds=CHECK_SECONDS, served=True):
        self.name = name
        self.run = run
        self.seconds = seconds
        self.served = served


def for_units(units, function, **options):
    """The same check for each of these units."""
    return [
        Check(
            f"{function.__name__}[{unit}]",
            lambda bench, unit=unit: function(bench, unit),
            **options,
        )
        for unit in units
    ]


def single(function, **options):
    return [Check(function.__name__, function, **options)]


def all_checks():
    checks = []
    for name in FILES:
        checks += importlib.import_module(f"checks.{name}").CHECKS
    return {check.name: check for check in checks}
