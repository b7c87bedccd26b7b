"""What is looked at in the hall, one function a check, in the order of the files below.

A check gets the bench at its home state, raises where something is wrong and may give figures.
The names are known outside before anything boots: each is a test of its own there.
"""

import importlib

FILES = ["kernel", "plugs", "faults", "leaks"]
# Longer than any check takes on a busy machine; one that hangs ends here and says where.
CHECK_SECONDS = 60


class Check:
    def __init__(self, name, run, seconds=CHECK_SECONDS):
        self.name = name
        self.run = run
        self.seconds = seconds
        # Whether hallwayd runs meanwhile; the kernel's own view is taken without it.
        self.served = True


def for_units(units, function):
    """The same check for each of these units."""
    return [
        Check(f"{function.__name__}[{unit}]", lambda bench, unit=unit: function(bench, unit))
        for unit in units
    ]


def single(function, **options):
    return [Check(function.__name__, function, **options)]


def all_checks():
    checks = []
    for name in FILES:
        found = importlib.import_module(f"checks.{name}").CHECKS
        for check in found:
            check.served = name != "kernel"
        checks += found
    return {check.name: check for check in checks}
