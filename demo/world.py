"""The demo's standing rows: facilities, people, bank, partners, channels, rules, the API client.

All of it is made up; a second call finds what the first made and changes nothing.
"""

import json
import secrets
from dataclasses import dataclass
from datetime import date, time
from pathlib import Path
from typing import Any

from django.conf import settings

from edi.ground.routing import check_digit
from edi.models import Channel, Partner
from edi.models.partner import PartnerKind, Protocol
from hmsach.accounts.models import Facility, User
from hmsach.accounts.roles import grant_role, system_user
from hmsach.api.clients import register_client
from hmsach.audit.acts import act
from hmsach.outbox import webhooks
from payments.models import BankAccount, BankCutoff, BankProfile, ReleaseRule
from payments.models.release import RuleEffect

ROOT = Path(__file__).resolve().parent.parent
CLIENT_NAME = "THE"
BANK_ROUTING_NUMBER = "07100998" + check_digit("07100998")
SENDING_FACILITY = "NORTHSIDE"
DEPOSIT_ACCOUNT_NUMBER = "4407001200"
FACILITIES = {
    "NORTHSIDE": ("Northside Hospital", "411111111", "1902837461"),
    "SOUTHSIDE": ("Southside Clinic", "422222222", "1457382913"),
}
# user name: shown name, role, facilities
PEOPLE = {
    "bianca": ("Bianca Ortiz", "biller", ["NORTHSIDE"]),
    "sunil": ("Sunil Rao", "biller", ["SOUTHSIDE"]),
    "amir": ("Amir Haddad", "approver", ["NORTHSIDE", "SOUTHSIDE"]),
    "tess": ("Tess Lindqvist", "treasury", ["NORTHSIDE", "SOUTHSIDE"]),
    "cora": ("Cora Mbeki", "compliance", ["NORTHSIDE", "SOUTHSIDE"]),
    "felix": ("Felix Brandt", "cfo", ["NORTHSIDE", "SOUTHSIDE"]),
}
OWNER = ("admin", "Ada Keller")
RULES = [
    (
        "Claim payments up to $50,000 leave by themselves",
        "CLAIM_REMITTANCE",
        0,
        5_000_000,
        "approve",
    ),
    ("Claim payments above $50,000 ask for approval", "CLAIM_REMITTANCE", 5_000_000, None, "ask"),
    ("Refunds up to $500 leave by themselves", "PATIENT_REFUND", 0, 50_000, "approve"),
    ("Refunds above $500 ask for approval", "PATIENT_REFUND", 50_000, None, "ask"),
    (
        "Vendor payments up to $10,000 leave by themselves",
        "VENDOR_PAYMENT",
        0,
        1_000_000,
        "approve",
    ),
    ("Vendor payments above $10,000 ask for approval", "VENDOR_PAYMENT", 1_000_000, None, "ask"),
]


@dataclass(frozen=True, slots=True)
class World:
    """What the story and a visitor need: where things are and how to log in."""

    base_url: str
    client_id: str
    client_secret: str
    users: list[dict[str, str]]
    folders: dict[str, str]

    def as_json(self) -> dict[str, Any]:
        """The content of demo.json."""
        return {
            "base_url": self.base_url,
            "token_url": f"{self.base_url}/oauth/token/",
            "client_id": self.client_id,
            "client_secret": self.client_secret,
            "admin_url": f"{self.base_url}/admin/",
            "docs_url": f"{self.base_url}/api/docs/",
            "users": self.users,
            "folders": self.folders,
        }


def build(*, base_url: str, sandbox: dict[str, Any], kept: dict[str, Any]) -> World:
    """Make or find the demo's rows. `sandbox` is its sandbox.json, `kept` the last demo.json."""
    with act(system_user(), "Demo world set up"):
        facilities = {code: _facility(code) for code in FACILITIES}
        passwords = {user["username"]: user["password"] for user in kept.get("users", [])}
        users = _people(facilities, passwords)
        for facility in facilities.values():
            _bank(facility, sandbox)
        _payers(facilities["NORTHSIDE"], sandbox)
        _rules()
        client_id, client_secret = _client(facilities, kept)
        the = _platform(facilities, sandbox)
        _webhook(the, sandbox)
    return World(base_url, client_id, client_secret, users, sandbox["folders"])


def read_json(path: Path) -> dict[str, Any]:
    """The JSON object kept at `path`, empty where there is none."""
    kept: dict[str, Any] = json.loads(path.read_text()) if path.exists() else {}
    return kept


def _facility(code: str) -> Facility:
    name, tin, npi = FACILITIES[code]
    facility = Facility.objects.filter(code=code).first()
    return facility or Facility.objects.create(
        code=code,
        name=name,
        tin=tin,
        npi=npi,
        street="100 Harbor Road",
        city="Port Example",
        state="NY",
        postal_code="10001",
    )


def _people(facilities: dict[str, Facility], passwords: dict[str, str]) -> list[dict[str, str]]:
    shown = []
    for username, (name, role, codes) in PEOPLE.items():
        user, password = _person(username, name, passwords)
        for code in codes:
            grant_role(user=user, role=role, facility=facilities[code])
        shown.append(
            {
                "username": username,
                "password": password,
                "role": role,
                "facilities": " ".join(codes),
            }
        )
    owner, password = _person(*OWNER, passwords)
    if not owner.is_superuser:
        owner.is_staff = owner.is_superuser = True
        owner.save()
    shown.append(
        {"username": owner.username, "password": password, "role": "owner", "facilities": "all"}
    )
    return shown


def _person(username: str, name: str, passwords: dict[str, str]) -> tuple[User, str]:
    first, last = name.split()
    user = User.objects.filter(username=username).first()
    password = passwords.get(username) or secrets.token_urlsafe(12)
    if user is None:
        user = User.objects.create_user(
            username, password=password, first_name=first, last_name=last, is_staff=True
        )
    elif username not in passwords:
        user.set_password(password)
        user.save()
    return user, password


def _bank(facility: Facility, sandbox: dict[str, Any]) -> None:
    """One bank folder, so one facility that sends; the other has a profile and no channel yet."""
    partner = _partner("FIRSTBANK", "First Example Bank", PartnerKind.BANK)
    channel = None
    if facility.code == SENDING_FACILITY:
        channel = _sftp(partner, facility, "firstbank", "bank", sandbox)
    if BankProfile.objects.filter(facility=facility).exists():
        return
    profile = BankProfile.objects.create(
        facility=facility,
        code=facility.code,
        name=f"First Example Bank for {facility.name}",
        channel=channel,
        odfi_routing_number=BANK_ROUTING_NUMBER,
        immediate_destination=f" {BANK_ROUTING_NUMBER}",
        immediate_destination_name="FIRST EXAMPLE BANK",
        immediate_origin=f"1{facility.tin}",
        immediate_origin_name=facility.name.upper()[:23],
        company_name=facility.name.upper()[:16].rstrip(),
        company_id=f"1{facility.tin}",
    )
    BankCutoff.objects.create(bank_profile=profile, closes_at=time(21, 0))
    BankCutoff.objects.create(bank_profile=profile, closes_at=time(14, 0), same_day=True)
    BankAccount.objects.create(
        facility=facility,
        bank_profile=profile,
        name=f"{facility.name} operating",
        routing_number=BANK_ROUTING_NUMBER,
        account_number=deposit_account_number(facility.code),
        last_four=deposit_account_number(facility.code)[-4:],
    )


def deposit_account_number(code: str) -> str:
    """The facility's account at the sandbox bank: payers' deposits arrive there."""
    return str(int(DEPOSIT_ACCOUNT_NUMBER) + list(FACILITIES).index(code))


def _payers(facility: Facility, sandbox: dict[str, Any]) -> None:
    """Payers' 835s come, and our payees' 835s go, through one clearing house."""
    partner = _partner("CLEARWAY", "Clearway Clearing House", PartnerKind.CLEARINGHOUSE)
    channel = _sftp(partner, facility, "clearway", "payer", sandbox)
    for profile in BankProfile.objects.filter(remittance_channel__isnull=True):
        profile.remittance_channel = channel
        profile.save()


def _partner(code: str, name: str, kind: PartnerKind) -> Partner:
    partner = Partner.objects.filter(code=code).first()
    return partner or Partner.objects.create(
        code=code, name=name, kind=kind, x12_id=code, agreement_from=date(2026, 1, 1)
    )


def _sftp(
    partner: Partner, facility: Facility, code: str, account: str, sandbox: dict[str, Any]
) -> Channel:
    sftp = sandbox["sftp"]
    login = sftp["users"][account]
    channel = Channel.objects.filter(code=code).first() or Channel(
        code=code, partner=partner, facility=facility, protocol=Protocol.SFTP
    )
    wished = {
        "host": sftp["host"],
        "port": sftp["port"],
        "username": login["username"],
        "password": login["password"],
        "host_key": sftp["host_key"],
        "outbound_dir": "inbox",
        "inbound_dir": "outbox",
    }
    if channel._state.adding or any(getattr(channel, k) != v for k, v in wished.items()):
        for name, value in wished.items():
            setattr(channel, name, value)
        channel.save()
    return channel


def _rules() -> None:
    for name, kind, above, up_to, effect in RULES:
        if not ReleaseRule.objects.filter(name=name).exists():
            ReleaseRule.objects.create(
                name=name,
                kind=kind,
                above_cents=above,
                up_to_cents=up_to,
                measures="batch",
                effect=RuleEffect(effect),
            )


def _client(facilities: dict[str, Facility], kept: dict[str, Any]) -> tuple[str, str]:
    user = User.objects.filter(username="the-platform").first()
    if user is not None and kept.get("client_id"):
        return kept["client_id"], kept["client_secret"]
    user = user or User.objects.create_user("the-platform", is_service=True, first_name="THE")
    return register_client(
        name=CLIENT_NAME,
        user=user,
        scopes=settings.OAUTH_SCOPES,
        facilities=facilities.values(),
        actor=system_user(),
    )


def _platform(facilities: dict[str, Facility], sandbox: dict[str, Any]) -> User:
    partner = _partner("THE", "Hospital billing platform", PartnerKind.PLATFORM)
    http = sandbox["http"]
    for facility in facilities.values():
        code = f"the-{facility.code.lower()}"
        channel = Channel.objects.filter(code=code).first() or Channel(
            code=code, partner=partner, facility=facility, protocol=Protocol.HTTPS
        )
        wished = {"url": f"{http['base_url']}/recon", "password": http["recon_token"]}
        if channel._state.adding or any(getattr(channel, k) != v for k, v in wished.items()):
            channel.url, channel.password = wished["url"], wished["password"]
            channel.save()
    return User.objects.get(username="the-platform")


def _webhook(owner: User, sandbox: dict[str, Any]) -> None:
    url = f"{sandbox['http']['base_url']}/webhooks"
    secret_path = Path(sandbox["folders"]["the_webhooks"]).parent / "webhook_secret.txt"
    if not secret_path.exists():
        registered = webhooks.register_endpoint(
            owner=owner, url=url, event_types=[], facility=None, description="THE", request_id=""
        )
        secret_path.parent.mkdir(parents=True, exist_ok=True)
        secret_path.write_text(registered.secret)
