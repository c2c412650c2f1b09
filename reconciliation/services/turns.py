"""One at a time: acts that pair, match or post wait for their turn before they look at anything.

A reversal and the payment that it takes back, or a deposit and its remittance, may come in two
files that two workers import at once. Were both to look before either has committed, neither would
see the other. The turn is the lock of the results' counter, which posting takes in any case.
"""

from reconciliation.models import ResultSequence


def wait_for_turn() -> ResultSequence:
    """The counter, locked to the end of the transaction; everything committed before is seen."""
    ResultSequence.objects.get_or_create(pk=1)
    return ResultSequence.objects.select_for_update(no_key=True).get(pk=1)
