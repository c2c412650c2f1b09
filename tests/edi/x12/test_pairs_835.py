"""Claims that stand twice in a set are told by eight bytes each."""

from edi.x12.pairs_835 import Pairs, pair_of


def test_only_the_same_pair_in_the_same_role_repeats() -> None:
    pairs = Pairs()
    rows = [("A", "1", "1"), ("A", "1", "22"), ("A", "2", "1"), ("B", "1", "1"), ("A", "1", "2")]
    for row in rows:
        pairs.add(pair_of(*row))
    assert pairs.repeated() == {Pairs.number(pair_of("A", "1", "1"))}


def test_many_different_pairs_do_not_repeat() -> None:
    pairs = Pairs()
    for number in range(20_000):
        pairs.add(pair_of(f"C{number}", "P", "1"))
    assert pairs.repeated() == set()
