"""Who may do what: the roles' truth table, giving and taking them, and the scope that follows."""

import pytest
from django.contrib.auth.models import AnonymousUser, Group, Permission

from hmsach.accounts.models import (
    Facility,
    FacilityGroupObjectPermission,
    FacilityUserObjectPermission,
    User,
)
from hmsach.accounts.policies import can, can_anywhere, check_can
from hmsach.accounts.roles import (
    FACILITY_PERMISSIONS,
    ROLES,
    facility_ids,
    grant_role,
    revoke_role,
    roles_of,
    seed_roles,
    system_user,
)
from hmsach.audit.acts import act
from hmsach.lib.errors import NotAllowed

pytestmark = pytest.mark.django_db

#                view  work  prep  appr  rel   payee hist  metr  reveal
TRUTH = {
    "biller": "     x     x     x     .     .     .     x     .     x",
    "approver": "   x     x     .     x     .     x     x     .     x",
    "treasury": "   x     x     .     .     x     x     x     x     x",
    "compliance": " x     .     .     .     .     .     x     x     .",
    "cfo": "        x     .     .     .     .     .     x     x     .",
    "client": "     x     x     x     .     .     .     .     x     .",
}


@pytest.fixture
def north() -> Facility:
    with act(None, "Test world"):
        return Facility.objects.create(code="NORTH", name="Northside General Hospital")


@pytest.fixture
def south() -> Facility:
    with act(None, "Test world"):
        return Facility.objects.create(code="SOUTH", name="Southside Clinic")


@pytest.fixture
def user() -> User:
    return User.objects.create_user("avery", password="correct horse battery")


def fresh(user: User) -> User:
    return User.objects.get(pk=user.pk)


@pytest.mark.parametrize("role", sorted(ROLES))
def test_role_gives_exactly_its_row_of_the_truth_table(role, user, north, south):
    grant_role(user=user, role=role, facility=north)
    row = dict(zip(FACILITY_PERMISSIONS, TRUTH[role].split(), strict=True))
    assert {name: "x" if can(user, name, north.pk) else "." for name in row} == row
    assert not any(can(user, name, south.pk) for name in row)


def test_no_role_both_prepares_and_approves_or_approves_and_releases():
    for role in ROLES.values():
        assert (
            len(role.at_facility & {"prepare_payment", "approve_payment", "release_payment"}) <= 1
        )


def test_groups_carry_only_view_permissions_and_the_client_none():
    for name in ROLES:
        codenames = set(Group.objects.get(name=name).permissions.values_list("codename", flat=True))
        assert all(codename.startswith("view_") for codename in codenames)
    assert not Group.objects.get(name="client").permissions.exists()
    assert Group.objects.get(name="biller").permissions.filter(codename="view_facility").exists()


def test_only_compliance_sees_the_audit_room():
    seen = Permission.objects.filter(content_type__app_label="audit", codename="view_chainlink")
    groups = Group.objects.filter(permissions__in=seen).values_list("name", flat=True)
    assert list(groups) == ["compliance"]


def test_seeding_again_restores_what_was_taken_and_removes_what_was_added():
    group = Group.objects.get(name="biller")
    before = set(group.permissions.values_list("pk", flat=True))
    group.permissions.remove(Permission.objects.get(codename="view_facility"))
    group.permissions.add(Permission.objects.get(codename="change_facility"))
    seed_roles()
    assert set(group.permissions.values_list("pk", flat=True)) == before


@pytest.mark.django_db(transaction=True)
def test_groups_are_there_after_a_flush():
    assert set(Group.objects.values_list("name", flat=True)) >= set(ROLES)


@pytest.mark.django_db(transaction=True)
def test_groups_are_there_after_another_flush():
    assert set(Group.objects.values_list("name", flat=True)) >= set(ROLES)


def test_granting_opens_the_admin_to_people_but_not_to_clients(user, north):
    grant_role(user=user, role="client", facility=north)
    assert not fresh(user).is_staff
    grant_role(user=user, role="biller", facility=north)
    assert fresh(user).is_staff


def test_granting_twice_is_granting_once(user, north):
    grant_role(user=user, role="biller", facility=north)
    grant_role(user=user, role="biller", facility=north)
    assert roles_of(user) == {"NORTH": ["biller"]}


def test_unknown_role_is_refused(user, north):
    with pytest.raises(KeyError):
        grant_role(user=user, role="emperor", facility=north)


def test_grant_is_seen_by_the_user_object_that_asked_before(user, north):
    assert facility_ids(user) == frozenset()
    grant_role(user=user, role="biller", facility=north)
    assert facility_ids(user) == {north.pk}


def test_revoking_keeps_what_another_role_gives(user, north):
    grant_role(user=user, role="biller", facility=north)
    grant_role(user=user, role="cfo", facility=north)
    revoke_role(user=user, role="biller", facility=north)
    assert can(user, "view_facility", north.pk)
    assert can(user, "view_metrics", north.pk)
    assert not can(user, "prepare_payment", north.pk)
    assert roles_of(user) == {"NORTH": ["cfo"]}


def test_revoking_at_one_facility_keeps_the_role_at_the_other(user, north, south):
    for facility in (north, south):
        grant_role(user=user, role="biller", facility=facility)
    revoke_role(user=user, role="biller", facility=north)
    assert facility_ids(user) == {south.pk}
    assert roles_of(user) == {"SOUTH": ["biller"]}
    revoke_role(user=user, role="biller", facility=south)
    assert facility_ids(user) == frozenset()
    assert not user.groups.exists()


def test_grants_and_revocations_leave_history(user, north):
    rows = FacilityUserObjectPermission.history.model.objects
    before = user.history.count()
    with act(user, "She covers for a colleague"):
        grant_role(user=user, role="biller", facility=north)
    latest = user.history.latest()
    assert user.history.count() == before + 1
    assert latest.history_change_reason == "She covers for a colleague"
    assert latest.history_user == user
    assert rows.filter(history_type="+").count() == len(ROLES["biller"].at_facility)
    revoke_role(user=user, role="biller", facility=north)
    assert rows.filter(history_type="-").count() == len(ROLES["biller"].at_facility)


def test_superuser_sees_all_and_the_anonymous_and_inactive_nothing(user, north, south):
    root = User.objects.create_superuser("root", password="correct horse battery")
    assert facility_ids(root, "release_payment") == {north.pk, south.pk}
    assert facility_ids(AnonymousUser()) == frozenset()
    assert facility_ids(None) == frozenset()
    grant_role(user=user, role="biller", facility=north)
    with act(None, "Left the hospital"):
        user.is_active = False
        user.save()
    assert facility_ids(fresh(user)) == frozenset()


def test_grant_to_a_group_counts_for_its_members(user, north):
    group = Group.objects.create(name="night shift")
    user.groups.add(group)
    permission = Permission.objects.get(codename="work_queue", content_type__app_label="accounts")
    with act(None, "Night shift"):
        FacilityGroupObjectPermission.objects.create(
            group=group, permission=permission, content_object=north
        )
    assert facility_ids(user, "work_queue") == {north.pk}
    assert facility_ids(user) == frozenset()


def test_answer_is_remembered_on_the_user(user, north, django_assert_num_queries):
    grant_role(user=user, role="biller", facility=north)
    facility_ids(user)
    with django_assert_num_queries(0):
        assert can(user, "view_facility", north.pk)


def test_refusal_is_a_sentence(user, north):
    with pytest.raises(NotAllowed, match=r"You may not release payments of this facility\."):
        check_can(user, "release_payment", north.pk)


def test_without_a_facility_only_a_superuser_may(user, north):
    grant_role(user=user, role="biller", facility=north)
    root = User.objects.create_superuser("root", password="correct horse battery")
    assert not can(user, "work_queue", None)
    assert can_anywhere(user, "work_queue")
    assert can(root, "work_queue", None)


def test_facilities_are_scoped_like_any_row(user, north, south):
    assert not Facility.objects.visible_to(user).exists()
    grant_role(user=user, role="cfo", facility=south)
    assert list(Facility.objects.visible_to(user)) == [south]


def test_system_user_is_one_and_cannot_log_in():
    first, again = system_user(), system_user()
    assert first == again
    assert first.is_service and not first.has_usable_password() and not first.is_staff
