"""What may not be read in logs, events and errors: account numbers, secrets, patients.

The rule errs on the side of hiding. Reveals to a person, with a reason, are not here.
"""

import logging
import re
import sys
import traceback
from collections.abc import Mapping, MutableMapping
from typing import Any

REDACTED = "[redacted]"
_DOTS = "••••"

# Below this length the last four would be most of the number.
_SHORTEST_MASKED = 7

# A key that contains one of these hides its value ("client_secret", "access_token").
_SECRET_FRAGMENTS = (
    "password",
    "passwd",
    "passphrase",
    "secret",
    "token",
    "authorization",
    "cookie",
    "api_key",
    "private_key",
    "account_number",
    "routing_number",
    "member_id",
    "birth_date",
    "patient",
    "sessionid",
    "session_key",
)
# Words of every day: they hide a value only as the whole key of a mapping.
_SECRET_NAMES = frozenset(
    {
        "last",
        "first",
        "middle",
        "last_name",
        "first_name",
        "date_of_birth",
        "dob",
        "subscriber",
        "ssn",
    }
)
# A number under such a key is a measure, not an account.
_UNITS = re.compile(
    r"(?:^|_)(?:cents|count|bytes|size|seconds|ms|ns|us|seq|lineno|pid|thread|process)$"
)

# A quote or bracket that never closes, or holds another, hides the rest of its line.
_VALUE = r"""(?:
    [A-Za-z]{0,2}(?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')
  | \{[^{}]*\} | \[[^\[\]]*\] | \([^()]*\)
  | [A-Za-z]{0,2}["'{\[(][^\n]*
  | (?:Bearer|Basic|Digest|Token|Signature)\s+\S+
  | [^\s,;&}\])]+
)"""
_FRAGMENTS = "|".join(name.replace("_", r"[_\- ]?") for name in _SECRET_FRAGMENTS)
_NAMES = "|".join(sorted(_SECRET_NAMES, key=len, reverse=True))

# Alternatives are tried in order at each position: what names a secret, then what looks like an
# id of ours and stays readable, then what looks like a number of theirs.
_SENSITIVE = re.compile(
    rf"""
    (?P<pem>-----BEGIN[A-Z ]*PRIVATE\ KEY-----.*?(?:-----END[A-Z ]*PRIVATE\ KEY-----|\Z))
  | (?P<key>(?i:(?:{_FRAGMENTS})\w{{0,24}}['"]?\s*[:=]\s*|['"](?:{_NAMES})['"]\s*:\s*))
    (?P<value>{_VALUE})
  | (?P<scheme>(?<![A-Za-z])(?:Bearer|Basic)\s+)(?P<credential>[\w.~+/=-]{{8,}})
  | (?P<jwt>(?<![A-Za-z])eyJ[\w-]+\.[\w-]+\.[\w-]*)
  | (?P<login>://[^\s/:@]*:)(?P<password>[^\s/@]+)(?=@)
  | (?P<id>
      (?<![0-9A-Za-z])
      (?:
        [0-9A-Fa-f]{{8}}(?:-[0-9A-Fa-f]{{4}}){{3}}-[0-9A-Fa-f]{{12}}           # UUID
      | (?=[0-9]*[A-Z])[0-7][0-9A-HJKMNP-TV-Z]{{25}}                           # ULID
      | (?=[0-9]*[a-f])(?:[0-9a-f]{{64}}|[0-9a-f]{{40}}|[0-9a-f]{{32}})        # digest, UUID hex
      )
      (?![0-9A-Za-z])
    )
  | (?P<ssn>(?<![0-9•-])[0-9]{{3}}-[0-9]{{2}}-[0-9]{{4}}(?![0-9-]))
  | (?P<card>(?<![0-9•-])[0-9]{{4}}(?:[ -][0-9]{{4}}){{2,}}(?![0-9-]))
  | (?P<digits>[0-9]{{7,}})
    """,
    re.VERBOSE | re.DOTALL,
)


def mask_account(text: str) -> str:
    """Four dots and the last four characters; a value of under seven characters is dots alone.

    The number of dots tells nothing of the length. A blank stays blank.
    """
    if not text:
        return ""
    return _DOTS + (text[-4:] if len(text) >= _SHORTEST_MASKED else "")


def redact(text: str) -> str:
    """The text with secrets taken out and every run of seven digits or more cut to its last four.

    Values after keys such as password or account_number, credentials, private keys, logins in
    URLs and social security numbers become "[redacted]". UUIDs, ULIDs, hexadecimal digests and
    dates with hyphens stay.
    """
    return _SENSITIVE.sub(_replacement, text)


def redact_event(logger: Any, method: str, event_dict: MutableMapping[str, Any]) -> dict[str, Any]:
    """A structlog processor: the event with keys and texts redacted, at every depth.

    A pending `exc_info` is turned into the redacted text `exception`, so that no renderer after
    this one writes the traceback itself. Keys that begin with "_" are structlog's own and stay.
    """
    event = dict(event_dict)
    exc_info = event.pop("exc_info", None)
    if (text := _traceback_text(exc_info)) and "exception" not in event:
        event["exception"] = text
    return _redact_mapping(event)


class RedactingFilter(logging.Filter):
    """Redacts a log record in place: message, arguments, extras, traceback. Lets every one pass.

    Belongs on handlers, as a logger's filter does not see its children's records. The traceback
    is put in `exc_text`, which a plain Formatter writes; a formatter that reads `exc_info` itself
    needs `redact_event` behind it.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        _redact_message(record)
        _redact_extras(record)
        if record.exc_info or record.exc_text:
            record.exc_text = redact(record.exc_text or _traceback_text(record.exc_info))
        if record.stack_info:
            record.stack_info = redact(record.stack_info)
        return True


def _replacement(match: re.Match[str]) -> str:
    kind = match.lastgroup
    if kind == "id":
        return match[0]
    if kind in ("digits", "card"):
        return mask_account(match[0])
    kept = match["key"] or match["scheme"] or match["login"] or ""
    return kept + REDACTED


def _is_secret(key: str) -> bool:
    name = key.lower().replace("-", "_")
    return name in _SECRET_NAMES or any(fragment in name for fragment in _SECRET_FRAGMENTS)


def _redact_mapping(mapping: Mapping[Any, Any], depth: int = 0) -> dict[Any, Any]:
    return {
        key if not isinstance(key, str) else redact(key): _redact_item(key, value, depth)
        for key, value in mapping.items()
    }


def _redact_item(key: Any, value: Any, depth: int) -> Any:
    if isinstance(key, str):
        if key.startswith("_") or (type(value) is int and _UNITS.search(key)):
            return value
        # That a value is missing, or a plain yes or no, is not the secret.
        missing = value is None or value == "" or isinstance(value, bool)
        if _is_secret(key) and not missing:
            return REDACTED
    return _redact_value(value, depth)


def _redact_value(value: Any, depth: int = 0) -> Any:
    if value is None or isinstance(value, bool | float):
        return value
    if isinstance(value, str):
        return redact(value)
    if isinstance(value, Mapping | list | tuple | set | frozenset):
        return _redact_container(value, depth + 1)
    if isinstance(value, bytes | bytearray):
        return f"<{len(value)} bytes>"
    return _redact_object(value)


def _redact_container(value: Any, depth: int) -> Any:
    # A limit on everything: a structure that holds itself would not end.
    if depth > 8:
        return REDACTED
    if isinstance(value, Mapping):
        return _redact_mapping(value, depth)
    items = [_redact_value(item, depth) for item in value]
    return tuple(items) if isinstance(value, tuple) else items


def _redact_object(value: Any) -> Any:
    """The object itself, unless what would be written of it (its text or repr) gives it away."""
    try:
        texts = str(value), repr(value)
    except Exception:  # a filter that raises would stop the act that logs
        return f"<{type(value).__name__}, unreadable>"
    for text in texts:
        if (safe := redact(text)) != text:
            return safe
    return value


def _traceback_text(exc_info: Any) -> str:
    """The redacted traceback of what logging takes as `exc_info`, or nothing."""
    if not exc_info:
        return ""
    if isinstance(exc_info, BaseException):
        error = exc_info
    else:
        error = (exc_info if isinstance(exc_info, tuple) else sys.exc_info())[1]
    if error is None:
        return ""
    return redact("".join(traceback.format_exception(error)).rstrip("\n"))


def _redact_message(record: logging.LogRecord) -> None:
    if isinstance(record.msg, Mapping):
        record.msg = redact_event(None, "", dict(record.msg))
        return
    original = _written(record)
    if record.args:
        _redact_args(record)
    # Large numbers do not fit "%d" once they are masked; then the sentence stands for them.
    written = _written(record) or original or f"{record.msg} [arguments do not fit]"
    safe = redact(written)
    # Some formatters take the arguments apart, so they stay where they tell no more.
    if safe != _written(record):
        record.msg, record.args = safe, ()


def _redact_args(record: logging.LogRecord) -> None:
    args = record.args or ()
    record.args = (
        _redact_mapping(args) if isinstance(args, Mapping) else tuple(map(_redact_value, args))
    )


def _written(record: logging.LogRecord) -> str | None:
    try:
        return record.getMessage()
    except Exception:  # arguments that do not fit must not stop the act that logs
        return None


_STANDARD = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}


def _redact_extras(record: logging.LogRecord) -> None:
    for key, value in list(vars(record).items()):
        if key in _STANDARD:
            continue
        # Objects stay: handlers look into a request, and none writes it out.
        if isinstance(value, str | int | bytes | Mapping | list | tuple | set):
            setattr(record, key, _redact_item(key, value, 0))
