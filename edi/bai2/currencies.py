"""Currencies a report may name, and how many decimals their amounts leave unsaid (ISO 4217)."""

DEFAULT = "USD"

_NONE = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF"
_THREE = "BHD IQD JOD KWD LYD OMR TND"
_TWO = (
    "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BRL BSD BTN BWP BYN BZD "
    "CAD CDF CHF CNY COP CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD "
    "GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD "
    "MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP "
    "PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS "
    "TMT TOP TRY TTD TWD TZS UAH USD UYU UZS VES WST XCD YER ZAR ZMW ZWL"
)
# What the world has left since the format was made; reports of old days still name it.
_PAST = "DEM FRF ITL NLG ESP ATS BEF FIM IEP PTE GRD CUC HRK EEK LTL LVL MTL CYP SIT SKK"

DECIMALS: dict[str, int] = {
    **dict.fromkeys(_NONE.split(), 0),
    **dict.fromkeys(_TWO.split(), 2),
    **dict.fromkeys(_THREE.split(), 3),
    **dict.fromkeys(_PAST.split(), 2),
    "ITL": 0,
    "ESP": 0,
    "BEF": 0,
    "PTE": 0,
    "GRD": 0,
}


def decimals_of(currency: str) -> int:
    """How many decimals the amounts of a currency imply; two for a blank or unknown one."""
    return DECIMALS.get(currency.upper(), 2)


def display(amount: int, currency: str) -> str:
    """Smallest units as a person reads them: 125000 of USD is "1,250.00", of JPY "125,000"."""
    decimals = decimals_of(currency)
    sign, whole = ("-" if amount < 0 else ""), abs(amount)
    if decimals == 0:
        return f"{sign}{whole:,}"
    unit = 10**decimals
    return f"{sign}{whole // unit:,}.{whole % unit:0{decimals}d}"
