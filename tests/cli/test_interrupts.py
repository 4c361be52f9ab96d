"""Ctrl-C takes effect wherever it comes."""

from __future__ import annotations

import subprocess
import sys

import pytest

#: An interrupt comes in a finalizer, in what a weak reference calls, or in the hash of a type that msgspec looks up;
#: then the program waits for it to take effect.
INTERRUPTED = """
import os, signal, sys, time, weakref
from typing import Annotated
import msgspec
from speclift.cli.interrupts import heed_interrupts

def interrupt():
    os.kill(os.getpid(), signal.SIGINT)
    for _ in range(1000):
        pass

class Kite:
    if sys.argv[1] == "finalizer":
        def __del__(self):
            interrupt()

class Mark:
    is_looked_up = False

    def __hash__(self):
        if Mark.is_looked_up:
            Mark.is_looked_up = False
            interrupt()
        return 1

class Record(msgspec.Struct):
    name: Annotated[str, Mark()] = ""

class Data(dict):
    def __delitem__(self, key):
        interrupt()
        super().__delitem__(key)

heed_interrupts()
names = weakref.WeakKeyDictionary()
kite = Kite()
names[kite] = 1
if sys.argv[1] == "reference":
    names.data = Data(names.data)
try:
    del kite
    Mark.is_looked_up = sys.argv[1] == "key"
    msgspec.convert({}, Record)
    for _ in range(500):
        time.sleep(0.01)
except KeyboardInterrupt:
    print("interrupted")
"""


@pytest.mark.parametrize("place", ["finalizer", "reference", "key"])
def test_an_interrupt_where_python_would_ignore_it_takes_effect_later(place: str) -> None:
    run = subprocess.run([sys.executable, "-c", INTERRUPTED, place], capture_output=True, text=True, check=False)
    assert (run.returncode, run.stdout, run.stderr) == (0, "interrupted\n", "")
