"""Reading query parameters: what is asked for is right, or the answer says what would be."""

from datetime import date

from rest_framework.request import Request

from hmsach.api.problems import BadRequest


class QueryInvalid(BadRequest):
    """A query parameter is wrong; correct it and ask again."""

    code = "query-invalid"


class LimitInvalid(QueryInvalid):
    """The limit is a whole number from 1 to 500."""

    code = "limit-invalid"


def whole_number(
    request: Request, name: str, *, default: int, least: int = 0, most: int = 2**63 - 1
) -> int:
    """The parameter as an int within the bounds; raises QueryInvalid."""
    text = request.query_params.get(name)
    if text is None or text == "":
        return default
    if text.isascii() and text.isdigit() and len(text) < 20 and least <= int(text) <= most:
        return int(text)
    raise QueryInvalid(f"{name} is a whole number from {least} to {most}.")


def day(request: Request, name: str) -> date | None:
    """The parameter as a date such as 2026-11-23, None where it is absent; raises QueryInvalid."""
    text = request.query_params.get(name)
    if not text:
        return None
    try:
        return date.fromisoformat(text) if len(text) == 10 else _no_day(name)
    except ValueError:
        return _no_day(name)


def choice(request: Request, name: str, choices: list[str]) -> str | None:
    """The parameter where it is one of `choices`, None where it is absent; raises QueryInvalid."""
    text = request.query_params.get(name)
    if not text:
        return None
    if text not in choices:
        raise QueryInvalid(f"{name} is one of {', '.join(choices)}.")
    return text


def _no_day(name: str) -> date:
    raise QueryInvalid(f"{name} is a date such as 2026-11-23.")
