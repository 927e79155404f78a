"""The command line, a file per command in ``commands``.

``program`` reads what was typed and runs a command; ``command`` is what a command says of itself;
``options`` are the options that several of them have; ``checks`` ask before a command begins for
what it would otherwise miss at its end.
"""

from eq_sim.cli.program import main

__all__ = ["main"]
