"""How a case is written down: a rule, a file that keeps it, and files that break it."""

from collections.abc import Callable
from dataclasses import dataclass, field

from tests.edi.nacha.cases.records import settled
from tests.edi.nacha.samples import Mutation

Lines = list[str]
Base = Callable[[], Lines]


@dataclass(frozen=True)
class Fault:
    """One way to break a rule, and every finding it draws: "rule line columns level".

    The rule's own finding comes first; those after it are true of the same fault. `change` is made
    before the controls are settled, `after` once they are. `given` finds what a mutation of a base
    cannot say. `asked` names a tolerance that turns the rule on.
    """

    change: Mutation | None = None
    on_input: tuple[str, ...] = ()
    on_output: tuple[str, ...] = ()
    after: Mutation | None = None
    base: Base | None = None
    asked: str = ""
    ends: Callable[[Lines], str] | None = None


@dataclass(frozen=True)
class Recipe:
    """The cases of one rule. `kept` is a file near its border, on its right side."""

    rule: str
    kept: Base
    faults: list[Fault] = field(default_factory=list)
    base: Base | None = None
    ends: Callable[[Lines], str] | None = None
    kept_too: list[Base] = field(default_factory=list)


def lf(lines: Lines) -> str:
    return "".join(line + "\n" for line in lines)


def fault(
    change: Mutation | None,
    *on_input: str,
    out: tuple[str, ...] | list[str] = (),
    after: Mutation | None = None,
    base: Base | None = None,
    asked: str = "",
    ends: Callable[[Lines], str] | None = None,
) -> Fault:
    return Fault(change, on_input, tuple(out), after, base, asked, ends)


def changed(base: Base, *changes: Mutation) -> Base:
    """The base with changes made and its controls settled again."""

    def made() -> Lines:
        lines = base()
        for change in changes:
            lines = change(lines)
        return settled(lines)

    return made


def faulty(recipe: Recipe, fault: Fault) -> bytes:
    """The bytes of a broken file."""
    lines = (fault.base or recipe.base or recipe.kept)()
    if fault.change:
        lines = settled(fault.change(lines))
    if fault.after:
        lines = fault.after(lines)
    return (fault.ends or lf)(lines).encode("latin-1")


def valid(recipe: Recipe) -> list[bytes]:
    """The bytes of the files that keep the rule."""
    made = [kept() for kept in (recipe.kept, *recipe.kept_too)]
    return [(recipe.ends or lf)(lines).encode("latin-1") for lines in made]
