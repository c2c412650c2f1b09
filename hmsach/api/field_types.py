"""Types of a body's fields: amounts, dates, moments; and how a validator says what is wrong."""

import re
from datetime import date, datetime
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, WithJsonSchema
from pydantic_core import PydanticCustomError

from hmsach.lib.money import InvalidAmount, parse_dollars

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_MOMENT = re.compile(
    r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?(Z|[+-]\d{2}:\d{2})", re.ASCII
)


class Body(BaseModel):
    """The base of request bodies: strict types, unknown fields passed over, inputs never shown."""

    model_config = ConfigDict(extra="ignore", strict=True, frozen=True, hide_input_in_errors=True)


def fault(code: str, sentence: str) -> PydanticCustomError:
    """What a validator raises: a kebab-case code and a sentence without the value sent."""
    return PydanticCustomError(code, "{sentence}", {"sentence": sentence})


def _cents(value: Any) -> int:
    try:
        return parse_dollars(value)
    except InvalidAmount as error:
        raise fault(error.code, str(error)) from None


def _day(value: Any) -> date:
    if isinstance(value, str) and _DATE.fullmatch(value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            raise fault("date-impossible", "The calendar has no such day.") from None
    raise fault("date-invalid", 'Write the date as "2026-11-23", in quotes.')


def _moment(value: Any) -> datetime:
    if isinstance(value, str) and _MOMENT.fullmatch(value):
        try:
            return datetime.fromisoformat(value)
        except ValueError:
            raise fault("moment-impossible", "The calendar has no such moment.") from None
    raise fault(
        "moment-invalid", 'Write the moment with its zone, as "2026-11-23T15:04:05Z", in quotes.'
    )


# A decimal string on the wire, integer cents here: "1250.00" is 125000. A JSON number is refused.
AmountCents = Annotated[
    int,
    BeforeValidator(_cents),
    WithJsonSchema(
        {"type": "string", "pattern": r"^-?\d{1,15}(\.\d{1,2})?$", "example": "1250.00"}
    ),
]
IsoDate = Annotated[
    date, BeforeValidator(_day), WithJsonSchema({"type": "string", "format": "date"})
]
# Aware, in the zone it was sent in.
IsoMoment = Annotated[
    datetime, BeforeValidator(_moment), WithJsonSchema({"type": "string", "format": "date-time"})
]
