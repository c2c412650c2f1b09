"""Counting no further than a person reads: a list says 10,000+ instead of counting a million."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest
from django.utils.functional import cached_property
from unfold.views import ChangeList

COUNT_MAX = 10_000


class CappedPaginator(Paginator):
    """A paginator whose count stops at COUNT_MAX; what lies beyond is reached by filters."""

    template_name = "hmsach/pagination.html"

    @cached_property
    def _seen(self) -> int:
        rows: Any = self.object_list
        return int(rows.order_by().values("pk")[: COUNT_MAX + 1].count())

    @cached_property
    def count(self) -> int:
        """The rows that can be paged through, at most COUNT_MAX."""
        return min(self._seen, COUNT_MAX)

    @property
    def count_label(self) -> str:
        """The count for a person: `1,234`, or `10,000+`."""
        return f"{self.count:,}+" if self._seen > COUNT_MAX else f"{self.count:,}"


class CappedChangeList(ChangeList):
    """A list that knows no other count than its paginator's."""

    def get_results(self, request: HttpRequest) -> None:
        """As usual; "of so many in all" is never shown, since it is never counted."""
        super().get_results(request)
        self.full_result_count = self.result_count
