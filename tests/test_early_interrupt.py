"""Ctrl+C while the command is still being imported ends it without a traceback."""

import subprocess
import sys

PROGRAM = """
import builtins, os, signal, sys

def interrupting(name, *arguments, imported=builtins.__import__, **options):
    if name == "matinee.cli":
        os.kill(os.getpid(), signal.SIGINT)
    return imported(name, *arguments, **options)

from matinee.__main__ import main
builtins.__import__ = interrupting
sys.argv = ["matinee", "--version"]
main()
"""


def test_ctrl_c_during_the_first_imports_exits_130_without_a_traceback() -> None:
    done = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=False, timeout=60)
    assert (done.returncode, done.stdout, done.stderr) == (130, "", "")
