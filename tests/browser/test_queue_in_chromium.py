"""A day's work in a real browser: dialogs, messages, the keyboard, and nothing amiss.

Few tests of several steps each: every one of them fills a database for a server of its own.
"""

import pytest

from payments.models import PaymentBatch
from reconciliation.models import ExceptionItem
from reconciliation.states import ExceptionKind, ExceptionStatus, MatchStatus
from tests.browser.conftest import Watched
from tests.scope.worlds import Side

pytestmark = pytest.mark.browser

EXCEPTIONS = "/admin/reconciliation/exceptionitem/"


def test_a_biller_works_an_item_from_taking_it_to_its_end(watched: Watched, side: Side):
    item = ExceptionItem.objects.filter(
        facility=side.facility, kind=ExceptionKind.CLAIM_NOT_FOUND
    ).get()
    page = watched.page
    dialog = page.locator("dialog[open]")
    watched.log_in(side.users["biller"].username)
    page.locator("#nav-sidebar-apps").get_by_role("link", name="Exceptions").click()
    page.locator(f'#result_list a[href*="{item.pk}"]').first.click()

    page.get_by_role("link", name="Take it").click()
    dialog.get_by_role("button", name="Take it").click()
    page.get_by_text("It is yours.").wait_for()

    page.get_by_role("link", name="Note").first.click()
    page.get_by_role("textbox", name="Note").fill("Half a thought")
    page.keyboard.press("Escape")
    dialog.wait_for(state="hidden")
    page.get_by_role("link", name="Note").first.click()
    assert page.get_by_role("textbox", name="Note").input_value() == ""
    page.get_by_role("textbox", name="Note").fill("Called the payer")
    dialog.get_by_role("button", name="Note").click()
    page.get_by_text("Called the payer").wait_for()

    page.get_by_role("link", name="Resolve").click()
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
    assert page.title().startswith("Exceptions")
    assert page.locator(f'#result_list a[href*="{item.pk}"]').count() == 0
    watched.open(f"{EXCEPTIONS}?work=done")
    assert page.locator(f'#result_list a[href*="{item.pk}"]').count() > 0

    watched.open(f"/admin/reconciliation/remittedclaim/{item.remitted_claim_id}/change/")
    page.get_by_role("link", name="Match", exact=True).first.click()
    claim_number = dialog.get_by_label("THE's claim number").input_value()
    assert claim_number != ""
    dialog.get_by_label("Reason").fill("Two digits are swapped")
    dialog.get_by_role("button", name="Match by hand").click()
    page.get_by_text(f"is posted to {claim_number}").wait_for()
    page.get_by_role("heading", name="Side by side").wait_for()
    item.remitted_claim.refresh_from_db()
    assert item.remitted_claim.status == MatchStatus.POSTED


def test_an_approver_approves_and_every_entry_of_the_sidebar_opens(watched: Watched, side: Side):
    batch = PaymentBatch.objects.get(facility=side.facility, status="pending_approval")
    page = watched.page
    watched.log_in(side.users["approver"].username)
    page.locator(".hm-card-link").filter(has_text="for approval").click()
    page.get_by_role("link", name=batch.external_id, exact=True).click()
    page.get_by_role("link", name="Approve").click()
    dialog = page.locator("dialog[open]")
    dialog.get_by_label("Reason").fill("Agrees with the invoices")
    dialog.get_by_role("button", name="Approve").click()
    page.get_by_text(f"{batch.external_id}: approved").wait_for()
    batch.refresh_from_db()
    assert batch.status == "approved"

    entries = page.locator("#nav-sidebar-apps a").evaluate_all("all => all.map(a => a.href)")
    assert len(entries) > 15
    for address in entries:
        assert page.goto(address).status == 200, address
        assert "Select" not in page.title()
