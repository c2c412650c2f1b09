"""Which files in an inbox are ready to be taken. What is done with them is their owner's."""

from collections.abc import Mapping
from pathlib import Path


def final_names(
    folder: Path, seen_before: Mapping[str, int] | None
) -> tuple[list[str], dict[str, int]]:
    """The names to take, sorted, and the sizes to give to the next look.

    Names in .part and hidden ones are let be. With what was seen before, only files that were
    there then and have the same size: the sender has had time to look at them again.
    """
    sizes: dict[str, int] = {}
    for path in folder.iterdir():
        if path.name.endswith(".part") or path.name.startswith(".") or not path.is_file():
            continue
        sizes[path.name] = path.stat().st_size
    names = sorted(
        name for name, size in sizes.items() if seen_before is None or seen_before.get(name) == size
    )
    # A later file of a taken one's name and size must lie still for a look of its own.
    return names, {name: size for name, size in sizes.items() if name not in names}
