"""A file becomes records whole, or is set aside whole with a sentence; never twice, never half."""

from collections.abc import Callable

import pytest
from django.db import OperationalError

from edi.models import InboundFile
from edi.services import importing, receiving
from edi.services.importing import ImportOutcome, Quarantine
from hmsach.accounts.models import Facility
from hmsach.audit.acts import act
from hmsach.db.leases import claim_due
from hmsach.lib.errors import IllegalTransition, NotAllowed, NotFound

pytestmark = pytest.mark.django_db
HERE = "importers_of_tests"
CONTENT = b"BANKACK|1|a.ach|" + b"0" * 64 + b"|ACCEPTED\n"


@pytest.fixture
def received(bank, facility, now) -> Callable[..., InboundFile]:
    def take(content: bytes = CONTENT, name: str = "a.txt") -> InboundFile:
        return receiving.receive(
            partner=bank, channel=None, facility=facility, name=name, content=content, now=now
        )

    return take


@pytest.fixture
def importer(settings, monkeypatch: pytest.MonkeyPatch):
    """Installs functions as the importers of the bank's acknowledgments; collects their calls."""

    def install(*functions: Callable[..., ImportOutcome]) -> None:
        names = [f"importer.{number}" for number, _ in enumerate(functions)]
        table = dict(zip(names, functions, strict=True))
        monkeypatch.setattr("edi.services.importing.import_string", table.__getitem__)
        settings.INBOUND_IMPORTERS = {"bank_acknowledgment": names}

    return install


def reread(row: InboundFile) -> InboundFile:
    return InboundFile.objects.get(pk=row.pk)


def fine(*_: object, **__: object) -> ImportOutcome:
    return ImportOutcome({"returns": 2}, [{"rule": "NR01", "level": "warning"}])


def make_facility(*_: object, **__: object) -> ImportOutcome:
    Facility.objects.create(code="MADE", name="Made by an importer")
    return ImportOutcome({"facilities": 1})


def test_all_importers_of_a_kind_run_and_their_counts_add_up(
    importer, received, events, now
) -> None:
    importer(fine, make_facility, fine)
    row = received()
    assert importing.import_due(now=now) == 1
    row = reread(row)
    assert (row.status, row.kind) == ("imported", "bank_acknowledgment")
    assert row.imported == {"returns": 4, "facilities": 1}
    assert len(row.findings) == 2
    assert row.lease_until is None
    assert events() == ["inbound_file.imported"]
    assert importing.import_due(now=now) == 0


def test_importers_get_the_file_without_its_byte_order_mark(importer, received, now) -> None:
    seen = []
    importer(lambda file, content, *, now: seen.append((file, content, now)) or ImportOutcome())
    row = received(b"\xef\xbb\xbf\r\n" + CONTENT)
    importing.import_due(now=now)
    assert seen == [(row, CONTENT, now)]
    assert bytes(reread(row).stored.content).startswith(b"\xef\xbb\xbf")


def test_a_quarantine_undoes_all_importers_and_keeps_the_file(
    importer, received, events, now
) -> None:
    def refuse(*_: object, **__: object) -> ImportOutcome:
        raise Quarantine("unbalanced", "It does not balance by $1.00.", findings=[{"rule": "X"}])

    importer(make_facility, refuse)
    row = received()
    importing.import_due(now=now)
    row = reread(row)
    assert (row.status, row.reason_code) == ("quarantined", "unbalanced")
    assert (row.reason, row.findings) == ("It does not balance by $1.00.", [{"rule": "X"}])
    assert row.kind == "bank_acknowledgment"
    assert not Facility.objects.filter(code="MADE").exists()
    assert events() == ["inbound_file.quarantined"]
    assert bytes(row.stored.content) == CONTENT


def test_an_importers_fault_sets_the_file_aside_without_its_words(
    importer, received, caplog: pytest.LogCaptureFixture, now
) -> None:
    def fail(*_: object, **__: object) -> ImportOutcome:
        raise KeyError("patient 123456789")

    importer(make_facility, fail)
    row = received()
    importing.import_due(now=now)
    row = reread(row)
    assert (row.status, row.reason_code) == ("quarantined", "import-failed")
    assert "KeyError" in row.reason
    assert "123456789" not in row.reason + caplog.text
    assert not Facility.objects.filter(code="MADE").exists()


def test_a_busy_database_is_waited_for(importer, received, now, later) -> None:
    calls = []

    def busy(*_: object, **__: object) -> ImportOutcome:
        calls.append(1)
        if len(calls) == 1:
            raise OperationalError("database is locked")
        return ImportOutcome()

    importer(busy)
    row = received()
    importing.import_due(now=now)
    assert reread(row).status == "received"
    assert importing.import_due(now=later(2)) == 0
    importing.import_due(now=later(1000))
    assert reread(row).status == "imported"


def test_an_import_that_never_ends_is_not_started_for_ever(importer, received, now, later) -> None:
    importer(fine)
    row = received()
    for number in range(5):
        due = InboundFile.objects.filter(pk=row.pk)
        claim_due(due, owner="dies", now=later(number * 10), seconds=1, limit=1)
    importing.import_due(now=later(100))
    assert (reread(row).status, reread(row).reason_code) == ("quarantined", "import-failed")


def test_a_file_that_another_worker_has_is_left_to_it(importer, received, now) -> None:
    importer(fine)
    row = received()
    claim_due(InboundFile.objects.all(), owner="other", now=now, seconds=60, limit=1)
    assert importing.import_due(now=now) == 0
    assert importing.import_file(inbound_file_id=row.pk, now=now).status == "received"


def test_a_worker_that_lost_the_file_imports_nothing(importer, received, now, later) -> None:
    row = received()
    runs = []

    def slow(*_: object, **__: object) -> ImportOutcome:
        runs.append(1)
        return ImportOutcome()

    importer(slow)
    claimed = claim_due(InboundFile.objects.all(), owner="slow", now=now, seconds=1, limit=1)[0]
    importing.import_due(now=later(2))
    importing._import_claimed(claimed, now)
    assert (len(runs), reread(row).status) == (1, "imported")


def test_an_unknown_file_is_set_aside_with_a_sentence(received, events, now) -> None:
    row = received(b"<html>Service unavailable</html>")
    importing.import_due(now=now)
    row = reread(row)
    assert (row.status, row.kind, row.reason_code) == ("quarantined", "unknown", "web-page")
    assert row.reason == "The file is a web page or XML, perhaps an error page."
    assert events() == ["inbound_file.quarantined"]


@pytest.mark.parametrize(
    ("tolerances", "status"), [([], "quarantined"), (["empty_file"], "imported")]
)
def test_an_empty_file_means_nothing_today_only_where_the_bank_is_known_to_send_such(
    bank, channel, facility, now, tolerances, status
) -> None:
    channel.tolerances = tolerances
    with act(None, "The bank is asked what its empty files mean"):
        channel.save()
    row = receiving.receive(
        partner=bank, channel=channel, facility=facility, name="r.ach", content=b"", now=now
    )
    importing.import_due(now=now)
    assert reread(row).status == status


def test_a_kind_that_nobody_takes_is_set_aside(received, settings, now) -> None:
    settings.INBOUND_IMPORTERS = {}
    row = received()
    importing.import_due(now=now)
    assert reread(row).reason_code == "no-importer"


def test_a_duplicate_is_not_imported(importer, received, now) -> None:
    importer(fine)
    received()
    second = received(name="b.txt")
    assert importing.import_due(now=now) == 1
    assert reread(second).status == "duplicate"


def test_a_subscriber_that_fails_undoes_the_import(
    importer, received, monkeypatch: pytest.MonkeyPatch, now
) -> None:
    importer(make_facility)

    def fail(kind: str, row: InboundFile) -> None:
        if kind == "imported":
            raise RuntimeError("a subscriber's fault")

    monkeypatch.setattr("edi.services.importing.publish_inbound_file", fail)
    row = received()
    importing.import_due(now=now)
    assert reread(row).status == "quarantined"
    assert not Facility.objects.filter(code="MADE").exists()


def test_a_person_who_works_the_queue_has_it_tried_again(
    importer, received, biller, auditor, now
) -> None:
    row = received(b"?")
    importing.import_due(now=now)
    again = {"inbound_file_id": row.pk, "reason": "Bank says it is fine", "now": now}
    with pytest.raises(NotAllowed):
        importing.release_from_quarantine(user=auditor, **again)
    assert importing.release_from_quarantine(user=biller, **again).status == "parsed"
    with pytest.raises(IllegalTransition):
        importing.release_from_quarantine(user=biller, **again)
    importing.import_due(now=now)
    assert reread(row).status == "quarantined"


def test_trying_a_file_again_that_is_not_there_is_told(biller, bank, now) -> None:
    with pytest.raises(NotFound):
        importing.release_from_quarantine(
            user=biller, inbound_file_id=bank.pk, reason="Try", now=now
        )
