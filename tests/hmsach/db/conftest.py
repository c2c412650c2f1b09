"""The sample models' tables, made beside the real ones, with their triggers."""

import pytest
from django.db import connection

from hmsach.accounts.models import User
from hmsach.db import append_only
from tests.hmsach.db.sample_models import PROTECTED, TABLES


@pytest.fixture(scope="session", autouse=True)
def sample_tables(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        with connection.schema_editor() as editor:
            for model in TABLES:
                editor.create_model(model)
        append_only.install(connection, [model._meta.db_table for model in PROTECTED])


@pytest.fixture
def alice(db):
    return User.objects.create_user("alice", password=None)
