"""A day at the queue, in a real browser: dialogs, messages, the keyboard, and nothing amiss."""

import pytest

from payments.models import PaymentBatch
from reconciliation.models import ExceptionItem
from reconciliation.states import ExceptionKind, ExceptionStatus
from tests.browser.conftest import Watched
from tests.scope.worlds import Side, Worlds

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

EXCEPTIONS = "/admin/reconciliation/exceptionitem/"


def item_of(side: Side) -> ExceptionItem:
    """A remitted claim without a claim, that nobody has taken."""
    return ExceptionItem.objects.filter(
        facility=side.facility, kind=ExceptionKind.CLAIM_NOT_FOUND
    ).get()


def test_a_biller_takes_an_item_notes_matches_and_resolves_it(watched: Watched, side: Side):
    item = item_of(side)
    page = watched.page
    watched.log_in(side.users["biller"].username)
    page.locator("#nav-sidebar-apps").get_by_role("link", name="Exceptions").click()
    page.get_by_role("link", name=item.title).first.click()
    if item.owner_id is None:
        page.get_by_role("link", name="Take it").click()
        page.locator("dialog[open]").get_by_role("button", name="Take it").click()
        page.get_by_text("It is yours.").wait_for()
    page.get_by_role("link", name="Note", exact=False).first.click()
    page.get_by_role("textbox", name="Note").fill("Called the payer")
    page.locator("dialog[open]").get_by_role("button", name="Note").click()
    page.get_by_text("Called the payer").wait_for()
    page.get_by_role("link", name="Resolve").click()
    dialog = page.locator("dialog[open]")
    dialog.get_by_role("button", name="Resolve").click()
    dialog.get_by_text("Say why.").wait_for()
    dialog.get_by_label("How did it end?").select_option("no_action")
    dialog.get_by_label("Reason").fill("The payer sends it anew")
    dialog.get_by_role("button", name="Resolve").click()
    page.get_by_text("Resolved.").wait_for()
    item.refresh_from_db()
    assert item.status == ExceptionStatus.RESOLVED
    assert item.notes.latest("at").text == "Called the payer"
    watched.open(EXCEPTIONS)
    assert page.locator(f'#result_list a[href*="{item.pk}"]').count() == 0
    watched.open(f"{EXCEPTIONS}?work=done")
    assert page.locator(f'#result_list a[href*="{item.pk}"]').count() >= 1


def test_a_near_claim_is_offered_and_fills_in_the_match(watched: Watched, worlds: Worlds):
    side = worlds.other
    item = item_of(side)
    page = watched.page
    watched.log_in(side.users["biller"].username)
    watched.open(f"/admin/reconciliation/remittedclaim/{item.remitted_claim_id}/change/")
    page.get_by_role("link", name="Match", exact=True).first.click()
    dialog = page.locator("dialog[open]")
    claim_number = dialog.get_by_label("THE's claim number").input_value()
    assert claim_number.strip() != ""
    dialog.get_by_label("Reason").fill("Two digits are swapped")
    dialog.get_by_role("button", name="Match by hand").click()
    page.get_by_text(f"is posted to {claim_number}").wait_for()
    page.get_by_role("heading", name="Side by side").wait_for()


def test_escape_closes_a_dialog_and_forgets_what_was_typed(watched: Watched, side: Side):
    page = watched.page
    watched.log_in(side.users["biller"].username)
    watched.open(f"{EXCEPTIONS}{item_of(side).pk}/change/")
    page.get_by_role("link", name="Note", exact=False).first.click()
    page.get_by_role("textbox", name="Note").fill("Half a thought")
    page.keyboard.press("Escape")
    page.locator("dialog[open]").wait_for(state="hidden")
    page.get_by_role("link", name="Note", exact=False).first.click()
    assert page.get_by_role("textbox", name="Note").input_value() == ""


def test_an_approver_approves_a_batch_in_its_dialog(watched: Watched, side: Side):
    batch = PaymentBatch.objects.get(facility=side.facility, status="pending_approval")
    page = watched.page
    watched.log_in(side.users["approver"].username)
    page.get_by_text("Batches wait for approval").click()
    page.get_by_role("link", name=batch.external_id, exact=True).click()
    page.get_by_role("link", name="Approve").click()
    dialog = page.locator("dialog[open]")
    dialog.get_by_label("Reason").fill("Agrees with the invoices")
    dialog.get_by_role("button", name="Approve").click()
    page.get_by_text(f"{batch.external_id}: approved").wait_for()
    batch.refresh_from_db()
    assert batch.status == "approved"


@pytest.mark.parametrize("role", ["biller", "compliance"])
def test_every_entry_of_the_sidebar_opens_for_whom_it_is_shown(
    role: str, watched: Watched, side: Side
):
    page = watched.page
    watched.log_in(side.users[role].username)
    entries = page.locator("#nav-sidebar-apps a").evaluate_all("all => all.map(a => a.href)")
    assert len(entries) > 15
    for address in entries:
        assert page.goto(address).status == 200, address
        assert "Select" not in page.title()
