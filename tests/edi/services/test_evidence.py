"""What the partner's folder proves."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edi.services.evidence import Sighting, Verdict

OURS, OTHER = "a" * 64, "b" * 64


@pytest.mark.parametrize(
    ("part", "final", "digest", "verdict"),
    [
        (100, None, None, Verdict.NOT_RENAMED),
        (99, None, None, Verdict.CONFLICT),
        (None, 100, OURS, Verdict.IN_PLACE),
        (None, 100, None, Verdict.IN_PLACE),
        (None, 100, OTHER, Verdict.CONFLICT),
        (None, 99, None, Verdict.CONFLICT),
        (None, 99, OURS, Verdict.CONFLICT),
        (None, None, None, Verdict.SWEPT),
        (100, 100, OURS, Verdict.IN_PLACE),
        (100, 100, None, Verdict.CONFLICT),
        (100, 100, OTHER, Verdict.CONFLICT),
    ],
)
def test_each_sighting_means_one_thing(part, final, digest, verdict: Verdict) -> None:
    assert Sighting(part, final, digest).verdict(size=100, sha256=OURS) is verdict


sizes = st.none() | st.sampled_from([0, 99, 100])


@given(sizes, sizes, st.sampled_from([None, OURS, OTHER]))
def test_a_rename_is_repeated_only_where_nothing_has_the_final_name(part, final, digest) -> None:
    sighting = Sighting(part, final, digest)
    if sighting.verdict(size=100, sha256=OURS) is Verdict.NOT_RENAMED:
        assert (part, final) == (100, None)


@given(sizes, sizes)
def test_other_content_is_never_taken_for_ours(part, final) -> None:
    verdict = Sighting(part, final, OTHER).verdict(size=100, sha256=OURS)
    assert final is None or verdict is Verdict.CONFLICT
