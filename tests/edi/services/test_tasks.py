"""Each task is one service call, repeated while something is due."""

import pytest

from edi import tasks
from edi.services import importing, receiving, sending
from hmsach.celery import app


@pytest.mark.parametrize("name", ["send_due", "poll_due", "import_due"])
def test_the_task_has_the_name_that_wakes_it(name: str) -> None:
    assert app.tasks[f"edi.tasks.{name}"].name == getattr(tasks, name).name


@pytest.mark.parametrize(
    ("task", "service"),
    [(tasks.send_due, (sending, "send_due")), (tasks.import_due, (importing, "import_due"))],
)
def test_a_task_goes_on_until_nothing_is_due(task, service, monkeypatch) -> None:
    left = [3, 2, 0, 9]
    monkeypatch.setattr(*service, lambda *, now: left.pop(0))
    task()
    assert left == [9]


def test_a_task_does_not_go_on_for_ever(monkeypatch) -> None:
    calls = []
    monkeypatch.setattr(sending, "send_due", lambda *, now: calls.append(now) or 1)
    tasks.send_due()
    assert len(calls) == tasks.ROUNDS_MAX


def test_polling_is_one_look(monkeypatch) -> None:
    calls = []
    monkeypatch.setattr(receiving, "poll_due", lambda *, now: calls.append(now) or 5)
    tasks.poll_due()
    assert len(calls) == 1
