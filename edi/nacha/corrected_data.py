"""What a notification of change corrects, read by position from its 29 characters.

Never split on blanks: an account number may hold one. Nacha Operating Rules, change codes.
"""

from dataclasses import dataclass

WIDTH = 29

# For each code its parts: field and 1-based, inclusive columns within the corrected data.
PARTS: dict[str, tuple[tuple[str, int, int], ...]] = {
    "C01": (("account_number", 1, 17),),
    "C02": (("routing_number", 1, 9),),
    "C03": (("routing_number", 1, 9), ("account_number", 13, 29)),
    "C04": (("name", 1, 22),),
    "C05": (("transaction_code", 1, 2),),
    "C06": (("account_number", 1, 17), ("transaction_code", 21, 22)),
    "C07": (
        ("routing_number", 1, 9),
        ("account_number", 10, 26),
        ("transaction_code", 27, 28),
    ),
    "C09": (("identification", 1, 22),),
    "C14": (("sec_code", 1, 3),),
}


@dataclass(frozen=True, slots=True)
class CorrectedData:
    """The corrected values; None where the change code does not speak of them.

    Trailing blanks are removed, leading and inner ones kept. A value may be "" or malformed: the
    rules NC04 to NC07 say so. `text` is the free text of C13 and of codes without parts.
    """

    routing_number: str | None = None
    account_number: str | None = None
    transaction_code: str | None = None
    name: str | None = None
    identification: str | None = None
    sec_code: str | None = None
    text: str | None = None

    def __repr__(self) -> str:
        # Which values there are, not what they are.
        given = [name for name in self.__slots__ if getattr(self, name) is not None]
        return f"<CorrectedData of {', '.join(given) or 'nothing'}>"


def corrected_data(code: str, field29: str) -> CorrectedData:
    """The values a change code corrects. `field29` is positions 36-64 of the 98 record."""
    field29 = field29.ljust(WIDTH)
    if code not in PARTS:
        return CorrectedData(text=field29.rstrip(" "))
    values = {name: field29[start - 1 : end].rstrip(" ") for name, start, end in PARTS[code]}
    return CorrectedData(**values)


def gaps(code: str, field29: str) -> str:
    """The characters of the corrected data outside the parts of its code; blank if in order."""
    inside = {at for _, start, end in PARTS[code] for at in range(start - 1, end)}
    return "".join(char for at, char in enumerate(field29) if at not in inside)


def write_corrected_data(code: str, values: CorrectedData) -> str:
    """The 29 characters for a change code; ValueError if a value is missing or too long."""
    field29 = [" "] * WIDTH
    for name, start, end in PARTS[code]:
        value = getattr(values, name)
        if not value or len(value) > end - start + 1:
            raise ValueError(f"{code} needs {name} of at most {end - start + 1} characters.")
        field29[start - 1 : start - 1 + len(value)] = value
    return "".join(field29)
