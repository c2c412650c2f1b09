"""The guided engine: atheris looks at which lines an input reaches and damages those that reach new
ones. A process of its own, as the parsers must be imported under its eyes.

    python -m fuzz.guided TARGET RUNS SEED
"""

import sys
from pathlib import Path
from random import Random

import atheris

with atheris.instrument_imports(include=["edi"]):
    from fuzz.crashes import HOME, keep, kind_of
    from fuzz.mutate import MOST_BYTES, damaged
    from fuzz.targets.registry import TARGETS, Target

CORPUS = Path("var/fuzz/corpus")
_TIMEOUT_SECONDS = 10


class _Guided:
    """One target: the function that libFuzzer calls, and the damage it may ask for."""

    def __init__(self, target: Target) -> None:
        self.target = target
        self.seeds = target.seeds()
        self.kinds: set[str] = set()

    def one(self, data: bytes) -> None:
        """Examines an input; a crash is kept, and the run goes on."""
        try:
            self.target.examine(data, True)
        except Exception as error:
            if kind_of(error) not in self.kinds:
                self.kinds.add(kind_of(error))
                print(f"CRASH {kind_of(error)}: {keep(self.target, data, error)}", flush=True)  # noqa: T201

    def change(self, data: bytes, most: int, seed: int) -> bytes:
        """Half of the changes know records and fields, half are the engine's own."""
        if seed % 2:
            return bytes(atheris.Mutate(data, most))
        chance = Random(seed)  # noqa: S311
        return damaged(chance, [data, chance.choice(self.seeds)])[:most]


def main(name: str, runs: str, seed: str) -> None:
    """Runs to the end; libFuzzer ends the process."""
    guided = _Guided(TARGETS[name])
    corpus, crashes = CORPUS / name, HOME / name
    for directory in (corpus, crashes):
        directory.mkdir(parents=True, exist_ok=True)
    for number, data in enumerate(guided.seeds):
        (corpus / f"seed-{number:03d}").write_bytes(data)
    options = [f"-runs={runs}", f"-seed={seed}", f"-timeout={_TIMEOUT_SECONDS}"]
    options += [f"-max_len={MOST_BYTES}", f"-artifact_prefix={crashes}/", "-verbosity=1"]
    atheris.Setup([sys.argv[0], *options, str(corpus)], guided.one, custom_mutator=guided.change)
    atheris.Fuzz()


if __name__ == "__main__":
    main(*sys.argv[1:])
