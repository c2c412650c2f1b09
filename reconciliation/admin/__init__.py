"""The screens of reconciliation: one module a noun, and the home page of the house."""

from reconciliation.admin import (
    claims,
    deposits,
    exceptions,
    payers,
    remittances,
    remitted_claims,
    results,
)

__all__ = [
    "claims",
    "deposits",
    "exceptions",
    "payers",
    "remittances",
    "remitted_claims",
    "results",
]
