"""Who paid: a payer found by the numbers and names it comes under. Reads only, except for new
payers that THE names with its claims."""

from collections.abc import Iterable

from reconciliation.models import Payer, PayerAlias

TIN_PREFIX = "1"  # An IRS number in TRN03, BPR10 or a company id stands after a 1.


def resolve_payer(identifiers: Iterable[str], names: Iterable[str] = ()) -> Payer | None:
    """The one payer of the first identifier that names one, else of the first such name.

    TRN03 or a company id is "1" and the tax number; anything else is looked up among the aliases.
    Two payers under one number are none.
    """
    for identifier in filter(None, map(str.strip, identifiers)):
        found = _by_alias(identifier) or _by_tin(identifier)
        if found is not None:
            return found
    for name in filter(None, map(str.strip, names)):
        found = _by_alias(name) or _only(Payer.objects.filter(name__iexact=name))
        if found is not None:
            return found
    return None


def payer_tin(payer: Payer | None, identifier: str) -> str:
    """The tax number to show: the payer's, else the one that its TRN03 carries, else blank."""
    if payer is not None and payer.tin:
        return payer.tin
    return identifier[1:] if _holds_tin(identifier) else ""


def _by_tin(identifier: str) -> Payer | None:
    if _holds_tin(identifier):
        return _only(Payer.objects.filter(tin=identifier[1:]))
    if len(identifier) == 9 and identifier.isdigit():
        return _only(Payer.objects.filter(tin=identifier))
    return None


def _holds_tin(identifier: str) -> bool:
    return len(identifier) == 10 and identifier.isdigit() and identifier.startswith(TIN_PREFIX)


def _by_alias(identifier: str) -> Payer | None:
    alias = PayerAlias.objects.select_related("payer").filter(identifier=identifier).first()
    return alias.payer if alias else None


def _only(payers) -> Payer | None:
    found = list(payers[:2])
    return found[0] if len(found) == 1 else None
