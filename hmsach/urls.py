"""Every address of hmsach; the rooms above are named by strings only."""

from csp.decorators import csp_update
from django.contrib import admin
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, include, path
from django.views.generic import RedirectView
from drf_spectacular.views import (
    SpectacularAPIView,
    SpectacularRedocView,
    SpectacularSwaggerSplitView,
)
from oauth2_provider.views import RevokeTokenView, TokenView

from hmsach.api import probes


def no_shortcut(request: HttpRequest, **asked: str) -> HttpResponse:
    """The admin's shortcut to an object's public page: there are none, for nobody."""
    raise Http404


# Redoc searches in a worker that it makes from a blob.
redoc = csp_update({"worker-src": ["'self'", "blob:"]})(
    SpectacularRedocView.as_view(url_name="schema", template_name="hmsach_api/redoc.html")
)
oauth = [
    path("token/", TokenView.as_view(), name="token"),
    path("revoke_token/", RevokeTokenView.as_view(), name="revoke-token"),
]
api_v1 = [
    path("", include("hmsach.outbox.api")),
    path("", include("payments.api.urls")),
    path("", include("reconciliation.api.urls")),
]
urlpatterns: list[URLPattern | URLResolver] = [
    path("", RedirectView.as_view(pattern_name="admin:index")),
    path("admin/r/<path:rest>", no_shortcut),
    path("admin/", admin.site.urls),
    path("oauth/", include((oauth, "oauth2_provider"))),
    path(".well-known/jwks.json", probes.jwks, name="jwks"),
    path("healthz", probes.healthz, name="healthz"),
    path("readyz", probes.readyz, name="readyz"),
    path("api/schema/", SpectacularAPIView.as_view(), name="schema"),
    path("api/docs/", SpectacularSwaggerSplitView.as_view(url_name="schema"), name="docs"),
    path("api/redoc/", redoc, name="redoc"),
    path("api/v1/", include(api_v1)),
]
handler400 = "hmsach.api.pages.bad_request"
handler403 = "hmsach.api.pages.permission_denied"
handler404 = "hmsach.api.pages.not_found"
handler500 = "hmsach.api.pages.server_error"
