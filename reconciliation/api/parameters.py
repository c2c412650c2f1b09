"""Query parameters that several lists of this room share, and how they narrow a queryset."""

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter
from rest_framework.request import Request

from hmsach.accounts.models import Facility, User
from hmsach.api.queries import choice
from hmsach.db.records import ScopedQuerySet

LIMIT = OpenApiParameter("limit", OpenApiTypes.INT, description="1 to 500.")
CURSOR = OpenApiParameter("cursor", OpenApiTypes.STR, description="From the page before.")
STATUS = OpenApiParameter("status", OpenApiTypes.STR, description="Only these.")
KIND = OpenApiParameter("kind", OpenApiTypes.STR, description="Only these.")
FACILITY = OpenApiParameter("facility", OpenApiTypes.STR, description="A facility's code.")


def facility_codes(user: User) -> list[str]:
    """The codes of the facilities the caller sees."""
    return list(Facility.objects.visible_to(user).values_list("code", flat=True))


def narrowed(
    request: Request, queryset: ScopedQuerySet, user: User, **choices: list[str]
) -> ScopedQuerySet:
    """What `status`, `kind` and `facility` ask for; raises QueryInvalid for an unknown value."""
    for name, values in choices.items():
        if wanted := choice(request, name, values):
            queryset = queryset.filter(**{name: wanted})
    if code := choice(request, "facility", facility_codes(user)):
        queryset = queryset.filter(facility__code=code)
    return queryset
