"""A hospital, its people, a bank over real SFTP and a payer in a folder; no rooms above."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from edi.models import Channel, Partner, Transmission
from edi.sandbox.sftp_server import SftpServer
from edi.services import sending
from hmsach.accounts.models import Facility, User
from hmsach.accounts.roles import grant_role, system_user
from hmsach.audit.acts import act
from hmsach.outbox.models import Event

NOW = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
USER, PASSWORD = "hospital", "correct horse"
OWN_IMPORTERS = {
    "x12_999": ["edi.services.acknowledgments.import_999"],
    "x12_997": ["edi.services.acknowledgments.import_999"],
    "x12_ta1": ["edi.services.acknowledgments.import_ta1"],
    "bank_acknowledgment": ["edi.services.acknowledgments.import_bank_acknowledgment"],
}


@pytest.fixture(autouse=True)
def this_room_alone(settings, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """No rooms above, no waiting, no broker; the list collects the names of woken tasks."""
    settings.EVENT_SUBSCRIBERS = {}
    settings.INBOUND_IMPORTERS = dict(OWN_IMPORTERS)
    settings.EDI_STABLE_SECONDS = 0
    woken: list[str] = []
    monkeypatch.setattr("hmsach.celery._send", woken.append)
    return woken


@pytest.fixture
def now() -> datetime:
    return NOW


@pytest.fixture
def facility(db) -> Facility:
    system_user()
    with act(None, "Test world"):
        return Facility.objects.create(code="NORTH", name="North Hospital")


@pytest.fixture
def treasurer(facility: Facility) -> User:
    user = User.objects.create_user(username="tess", password=None)
    grant_role(user=user, role="treasury", facility=facility)
    return user


@pytest.fixture
def auditor(facility: Facility) -> User:
    user = User.objects.create_user(username="cora", password=None)
    grant_role(user=user, role="compliance", facility=facility)
    return user


@pytest.fixture
def biller(facility: Facility) -> User:
    user = User.objects.create_user(username="bill", password=None)
    grant_role(user=user, role="biller", facility=facility)
    return user


@pytest.fixture
def bank(facility: Facility) -> Partner:
    with act(None, "Test world"):
        return Partner.objects.create(code="BANK", name="First Test Bank", kind="bank")


@pytest.fixture
def server(tmp_path: Path) -> Iterator[SftpServer]:
    with SftpServer.start(tmp_path / "bank", {USER: PASSWORD}) as running:
        for name in ("in", "out", "archive"):
            (running.folder(USER) / name).mkdir()
        yield running


@pytest.fixture
def at_bank(server: SftpServer) -> Callable[[], dict[str, bytes]]:
    """What lies in the bank's folder for our files: name -> content."""

    def look() -> dict[str, bytes]:
        folder = server.folder(USER) / "in"
        return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}

    return look


@pytest.fixture
def channel(bank: Partner, facility: Facility, server: SftpServer) -> Channel:
    with act(None, "Test world"):
        return Channel.objects.create(
            partner=bank,
            facility=facility,
            code="bank-sftp",
            protocol="sftp",
            host=server.host,
            port=server.port,
            username=USER,
            password=PASSWORD,
            host_key=server.host_key,
            outbound_dir="/in",
            inbound_dir="/out",
            archive_dir="/archive",
        )


@pytest.fixture
def queued(channel: Channel, facility: Facility) -> Callable[..., Transmission]:
    def queue(file_name: str = "pay.ach", **changes: object) -> Transmission:
        fields: dict[str, object] = {
            "channel": channel,
            "facility": facility,
            "kind": "nacha",
            "content": b"101 a whole file\n" * 100,
            "subject": "test:1",
        }
        with act(None, "A file for the bank"):
            return sending.queue(file_name=file_name, **{**fields, **changes})

    return queue


@pytest.fixture
def events() -> Callable[[], list[str]]:
    """The kinds of the events so far, in order."""
    return lambda: list(Event.objects.order_by("seq").values_list("type", flat=True))


@pytest.fixture
def later() -> Callable[[int], datetime]:
    """A moment that many seconds after now."""
    return lambda seconds: NOW + timedelta(seconds=seconds)
