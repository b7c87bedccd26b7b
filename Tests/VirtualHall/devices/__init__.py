"""The hall's virtual devices, one file each. Whatever a file lists in UNITS stands in the hall.

Nothing here touches the kernel when it is imported: the outside imports these files, too, to
know what there is to check.
"""

import importlib
import pkgutil


def all_units():
    """Every unit of every file, by name, in the order of the files' names."""
    units = {}
    for module in sorted(pkgutil.iter_modules(__path__), key=lambda module: module.name):
        for unit in importlib.import_module(f"{__name__}.{module.name}").UNITS:
            assert unit.name not in units, f"two units are called {unit.name}"
            units[unit.name] = unit
    return units
