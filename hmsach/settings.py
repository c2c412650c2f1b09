"""Settings of every process, read from the environment; names the rooms above in strings only.

With nothing set, hmsach runs on this machine alone: SQLite, Celery on the filesystem, secrets
made on the spot under var/. A server sets at least DATABASE_URL, REDIS_URL, HMSACH_SECRET_KEY,
HMSACH_MASTER_KEY, HMSACH_INDEX_KEY, HMSACH_CHAIN_KEY and HMSACH_HOSTS.
"""

import sys
from datetime import timedelta
from pathlib import Path

import environ
from django.core.exceptions import ImproperlyConfigured
from django.templatetags.static import static

from hmsach import secrets_file

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()
# What this machine keeps: the database, secrets, logs. Tests keep theirs apart from a demo's.
TESTING = "pytest" in sys.modules
VAR_DIR = Path(env.str("HMSACH_VAR", default=str(BASE_DIR / "var" / ("test" if TESTING else ""))))

DEBUG = env.bool("HMSACH_DEBUG", default=False)
ALLOWED_HOSTS = env.list("HMSACH_HOSTS", default=["127.0.0.1", "localhost", "testserver"])
BASE_URL = env.str("HMSACH_BASE_URL", default="http://127.0.0.1:8000")
# Behind a proxy that ends TLS; the embedded default listens on loopback without it.
HTTPS = env.bool("HMSACH_HTTPS", default=BASE_URL.startswith("https"))

# --- secrets ---------------------------------------------------------------------------------
_from_environment = {name: env.str(f"HMSACH_{name}", default="") for name in secrets_file.NAMES}
if any(_from_environment.values()) and not all(_from_environment.values()):
    missing = ", ".join(f"HMSACH_{name}" for name, text in _from_environment.items() if not text)
    raise ImproperlyConfigured(f"Give all four secrets or none; missing: {missing}.")
_secrets = (
    _from_environment
    if all(_from_environment.values())
    else secrets_file.load_or_make(VAR_DIR / "secrets.json")
)
SECRET_KEY = _secrets["SECRET_KEY"]
MASTER_KEY = _secrets["MASTER_KEY"]  # base64 of 32 bytes: wraps the data keys
INDEX_KEY = _secrets["INDEX_KEY"]  # base64 of 32 bytes: blind indexes
CHAIN_KEY = _secrets["CHAIN_KEY"]  # base64 of 32 bytes: audit digests
NEW_MASTER_KEY = env.str("HMSACH_NEW_MASTER_KEY", default="")  # for rotate_keys --master

# --- rooms -----------------------------------------------------------------------------------
INSTALLED_APPS = [
    "unfold",
    "unfold.contrib.filters",
    "unfold.contrib.simple_history",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "guardian",
    "simple_history",
    "rest_framework",
    "oauth2_provider",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "django_celery_beat",
    "axes",
    "hmsach.db",
    "hmsach.keys",
    "hmsach.accounts",
    "hmsach.audit",
    "hmsach.outbox",
    "hmsach.api",
    "edi",
    "payments",
    "reconciliation",
    "demo",
    "hmsach.admin",  # last: it takes the packages' own admins off the shelf
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "hmsach.api.middleware.RequestIdMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "hmsach.urls"
WSGI_APPLICATION = "hmsach.wsgi.application"
ASGI_APPLICATION = "hmsach.asgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]

# What a lower room publishes, and who above takes it up in the same transaction.
EVENT_SUBSCRIBERS: dict[str, list[str]] = {
    "payment.returned": ["reconciliation.subscribers.payment_returned"],
    "payment.noc_received": ["reconciliation.subscribers.noc_received"],
    "return.unmatched": ["reconciliation.subscribers.return_unmatched"],
    "payment.noc_settled": ["reconciliation.subscribers.noc_settled"],
    "payment.held": ["reconciliation.subscribers.payment_held"],
    "payment.hold_released": ["reconciliation.subscribers.payment_hold_released"],
    "transmission.acknowledged": ["payments.subscribers.transmission_acknowledged"],
    "transmission.sent": [
        "payments.subscribers.transmission_sent",
        "reconciliation.subscribers.transmission_settled",
    ],
    "transmission.rejected": [
        "payments.subscribers.transmission_rejected",
        "reconciliation.subscribers.transmission_rejected",
    ],
    "transmission.unknown": ["reconciliation.subscribers.transmission_unknown"],
    "transmission.failed": [
        "payments.subscribers.transmission_rejected",
        "reconciliation.subscribers.transmission_rejected",
    ],
    "inbound_file.imported": ["reconciliation.subscribers.file_imported"],
    "inbound_file.quarantined": ["reconciliation.subscribers.file_quarantined"],
}
# What an inbound file is, by its content, and who imports each kind. The names of the importers'
# parts are tried in this order on a NACHA file, which may hold returns and deposits together.
INBOUND_IMPORTERS: dict[str, list[str]] = {
    "nacha": ["payments.imports.import_nacha", "reconciliation.imports.import_nacha"],
    "x12_835": ["reconciliation.imports.import_835"],
    "x12_820": ["reconciliation.imports.import_820"],
    "x12_999": ["edi.services.acknowledgments.import_999"],
    "x12_997": ["edi.services.acknowledgments.import_999"],
    "x12_ta1": ["edi.services.acknowledgments.import_ta1"],
    "bank_acknowledgment": ["edi.services.acknowledgments.import_bank_acknowledgment"],
}

# --- database --------------------------------------------------------------------------------
DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'hmsach.sqlite3'}")}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file in tests too, so that threads meet the same locks as in production.
    DATABASES["default"]["TEST"] = {"NAME": str(VAR_DIR / "test_hmsach.sqlite3")}
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON"
        ),
    }
else:
    DATABASES["default"]["CONN_MAX_AGE"] = 60
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True

# --- people ----------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
    "guardian.backends.ObjectPermissionBackend",
]
ANONYMOUS_USER_NAME = None
GUARDIAN_MONKEY_PATCH_USER = False
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
    "hmsach.api.hashers.ClientSecretHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
AXES_VERBOSE = False
AXES_FAILURE_LIMIT = 8
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
LOGIN_URL = "admin:login"
LOGIN_REDIRECT_URL = "admin:index"
SESSION_COOKIE_AGE = 8 * 3600
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        # unfold's menus are Alpine expressions; inline scripts are never needed.
        "script-src": ["'self'", "'unsafe-eval'"],
        "style-src": ["'self'", "'unsafe-inline'"],
        "img-src": ["'self'", "data:"],
        "frame-ancestors": ["'none'"],
        "form-action": ["'self'"],
        "base-uri": ["'self'"],
    }
}
SIMPLE_HISTORY_REVERT_DISABLED = True
SIMPLE_HISTORY_ENFORCE_HISTORY_MODEL_PERMISSIONS = False

# --- language, files -------------------------------------------------------------------------
LANGUAGE_CODE = "en-us"
TIME_ZONE = env.str("HMSACH_TIME_ZONE", default="America/New_York")
USE_TZ = True
STATIC_URL = "static/"
STATIC_ROOT = VAR_DIR / "static"
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
DATA_UPLOAD_MAX_MEMORY_SIZE = 20 * 1024 * 1024  # a body of 10,000 payments is about 9 MB
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000
# How long a file must lie unchanged at the partner before it is taken.
EDI_STABLE_SECONDS = env.float("HMSACH_STABLE_SECONDS", default=0.0 if TESTING else 1.0)
INBOUND_FILE_BYTES_MAX = 200 * 1024 * 1024

# --- cache and workers -----------------------------------------------------------------------
REDIS_URL = env.str("REDIS_URL", default="")
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}
    if REDIS_URL
    else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
}
BROKER_DIR = VAR_DIR / "broker"
if REDIS_URL:
    CELERY_BROKER_URL = REDIS_URL
    CELERY_BROKER_TRANSPORT_OPTIONS: dict[str, str | int] = {"visibility_timeout": 3600}
else:
    for _part in ("queue", "control", "processed"):
        (BROKER_DIR / _part).mkdir(parents=True, exist_ok=True)
    CELERY_BROKER_URL = "filesystem://"
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": str(BROKER_DIR / "queue"),
        "data_folder_out": str(BROKER_DIR / "queue"),
        "control_folder": str(BROKER_DIR / "control"),
    }
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_IGNORE_RESULT = True
CELERY_TIMEZONE = "UTC"
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
# The rows are the queues; the sweep finds what is due, so a lost message costs one sweep.
SWEEP_SECONDS = env.float("HMSACH_SWEEP_SECONDS", default=30.0)
CELERY_BEAT_SCHEDULE = {
    name: {"task": task, "schedule": SWEEP_SECONDS, "options": {"expires": 60}}
    for name, task in {
        "send what is queued": "edi.tasks.send_due",
        "collect from partners": "edi.tasks.poll_due",
        "import what came": "edi.tasks.import_due",
        "build files at the cut-off": "payments.tasks.build_due",
        "settle payments by date": "payments.tasks.settle_due",
        "post results to the billing platform": "reconciliation.tasks.post_results",
        "look after clocks": "reconciliation.tasks.look_after_clocks",
        "deliver webhooks": "outbox.tasks.deliver_due",
    }.items()
}
CELERY_BEAT_SCHEDULER = "django_celery_beat.schedulers:DatabaseScheduler"
# Webhooks and results go to public addresses only, unless a network is named here.
OUTBOUND_PRIVATE_NETWORKS = env.list("HMSACH_PRIVATE_NETWORKS", default=[])
# How long one half of a payment may wait for the other before it is an exception.
EFT_WITHOUT_ERA_BUSINESS_DAYS = env.int("HMSACH_EFT_WITHOUT_ERA_BUSINESS_DAYS", default=3)
ERA_WITHOUT_EFT_BUSINESS_DAYS = env.int("HMSACH_ERA_WITHOUT_EFT_BUSINESS_DAYS", default=4)
ACCEPT_TEST_INTERCHANGES = env.bool("HMSACH_ACCEPT_TEST_INTERCHANGES", default=False)

# --- API -------------------------------------------------------------------------------------
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["hmsach.api.authentication.BearerAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["hmsach.api.permissions.HasScope"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_SCHEMA_CLASS": "hmsach.api.schema.RoomSchema",
    "EXCEPTION_HANDLER": "hmsach.api.problems.exception_handler",
    "UNAUTHENTICATED_USER": None,
}
OAUTH_SCOPES = {
    "payments:write": "Send payment batches and cancel payments",
    "payments:read": "Read batches and payments",
    "recon:write": "Send reconciliation results back",
    "recon:read": "Read results, deposits, remittances and exceptions",
    "claims:write": "Send open claims",
    "events:read": "Read the event log",
    "metrics:read": "Read metrics",
}
OAUTH2_PROVIDER_APPLICATION_MODEL = "oauth2_provider.Application"
OAUTH2_PROVIDER = {
    "SCOPES": OAUTH_SCOPES,
    "ACCESS_TOKEN_EXPIRE_SECONDS": 900,
    "ACCESS_TOKEN_GENERATOR": "hmsach.api.tokens.access_token",
    "SCOPES_BACKEND_CLASS": "hmsach.api.clients.ClientScopes",
    # A client's secret is 256 random bits: slowness in hashing it buys nothing.
    "CLIENT_SECRET_HASHER": "pbkdf2_sha256_once",
    "OAUTH2_VALIDATOR_CLASS": "hmsach.api.clients.ClientValidator",
    # RFC 9700, the security practice of today, in every point the toolkit knows.
    **{
        f"COMPLIANT_BCP_RFC9700_{point}": True
        for point in (
            "IMPLICIT_GRANT",
            "PASSWORD_GRANT",
            "PKCE_METHOD",
            "ACCESS_TOKEN_TRANSPORT",
            "AUTHZ_RESPONSE_ISS",
            "TOKEN_STORAGE",
            "REFRESH_TOKEN",
            "REDIRECT_URI_SCHEME",
            "REDIRECT_URI_MATCHING",
            "PKCE_REQUIRED",
        )
    },
    "ALLOWED_REDIRECT_URI_SCHEMES": ["https"],
    "REFRESH_TOKEN_REUSE_PROTECTION": True,
    "ROTATE_REFRESH_TOKEN": True,
}
API_PAYMENTS_MAX = 10_000
API_CLAIMS_MAX = 10_000
PROBLEM_TYPE_BASE = env.str("HMSACH_PROBLEM_TYPE_BASE", default="https://hmsach.example/problems/")
SPECTACULAR_SETTINGS = {
    "TITLE": "hmsach",
    "DESCRIPTION": "ACH payments, remittances and reconciliation.",
    "VERSION": "1.0",
    # The bodies' schemas come from pydantic, which writes JSON Schema as OpenAPI 3.1 has it.
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "hmsach.api.schema.add_problems",
    ],
    "SERVE_AUTHENTICATION": [],
    "SERVE_PERMISSIONS": ["rest_framework.permissions.AllowAny"],
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "REDOC_DIST": "SIDECAR",
}

# --- logs ------------------------------------------------------------------------------------
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {
        "request": {"()": "hmsach.api.middleware.RequestIdFilter"},
        "redact": {"()": "hmsach.lib.redaction.RedactingFilter"},
    },
    "formatters": {
        "plain": {"format": "%(asctime)s %(levelname)s %(name)s [%(request_id)s] %(message)s"}
    },
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "filters": ["request", "redact"],
            "formatter": "plain",
        }
    },
    "root": {
        "handlers": ["console"],
        "level": env.str("HMSACH_LOG_LEVEL", default="WARNING" if TESTING else "INFO"),
    },
    "loggers": {
        "kombu": {"level": "ERROR"},
        "paramiko": {"level": "WARNING"},
        "asyncssh": {"level": "WARNING"},
        "django.request": {"level": "ERROR"},
    },
}

# --- admin -----------------------------------------------------------------------------------
UNFOLD = {
    "SITE_TITLE": "hmsach",
    "SITE_HEADER": "hmsach",
    "SITE_SUBHEADER": "Payments and remittances",
    "SITE_SYMBOL": "account_balance",
    "SHOW_HISTORY": True,
    "SHOW_VIEW_ON_SITE": False,
    "SITE_FAVICONS": [
        {
            "rel": "icon",
            "type": "image/svg+xml",
            "href": lambda request: static("hmsach/favicon.svg"),
        }
    ],
    "COLORS": {
        "primary": {
            "50": "oklch(97.8% .012 195)",
            "100": "oklch(94.8% .028 195)",
            "200": "oklch(90% .05 196)",
            "300": "oklch(82% .08 197)",
            "400": "oklch(71% .1 199)",
            "500": "oklch(60% .1 202)",
            "600": "oklch(51% .092 206)",
            "700": "oklch(44% .078 208)",
            "800": "oklch(38% .065 210)",
            "900": "oklch(33% .053 212)",
            "950": "oklch(25% .042 215)",
        }
    },
    "DASHBOARD_CALLBACK": "reconciliation.admin.home.dashboard",
    "SIDEBAR": {
        "show_search": True,
        "command_search": True,
        "navigation": "reconciliation.admin.navigation.navigation",
    },
}
