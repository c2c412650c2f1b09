"""The screens of payments: one module a noun."""

from payments.admin import banks, batches, files, payees, payments, returned, rules

__all__ = ["banks", "batches", "files", "payees", "payments", "returned", "rules"]
