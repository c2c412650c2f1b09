"""Whose a remittance is: the facility that an 835 or 820 names as its payee. Reads only."""

from hmsach.accounts.models import Facility


def payee_facility(*, npi: str, tin: str) -> Facility | None:
    """The one active facility of that NPI, else of that tax number; None where that is unclear."""
    for lookup in ({"npi": npi}, {"tin": tin.replace("-", "")}):
        if not all(lookup.values()):
            continue
        found = list(Facility.objects.filter(active=True, **lookup)[:2])
        if len(found) == 1:
            return found[0]
    return None
