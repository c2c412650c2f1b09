// Opens acts in dialogs and posts them from there. Without it every act is a page of its own.
"use strict";

function openDialog(event) {
  const opener = event.target.closest("[data-opens]");
  if (!opener || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const dialog = document.getElementById(opener.dataset.opens);
  if (!dialog) return;
  event.preventDefault();
  dialog.dataset.form ??= dialog.innerHTML;
  const field = opener.dataset.field && dialog.querySelector(`[name="${opener.dataset.field}"]`);
  if (field) field.value = opener.dataset.value;
  dialog.showModal();
}

function closeDialog(event) {
  const closer = event.target.closest("[data-closes]");
  const dialog = closer && closer.closest("dialog");
  if (!dialog) return;
  event.preventDefault();
  dialog.close();
}

// What was typed or revealed does not stay in the page.
function forget(event) {
  const dialog = event.target;
  if (dialog.matches?.("dialog.hm-dialog") && dialog.dataset.form) {
    dialog.innerHTML = dialog.dataset.form;
  }
}

async function post(event) {
  const form = event.target;
  const dialog = form.closest("dialog.hm-dialog");
  if (!dialog) return;
  event.preventDefault();
  const button = form.querySelector("button[type=submit]");
  button.disabled = true;
  try {
    const answer = await fetch(form.action, {
      method: "POST",
      body: new FormData(form),
      headers: { "X-Dialog": "1" },
      redirect: "follow",
    });
    const place = answer.headers.get("X-Location");
    if (place) {
      window.location.assign(place);
      return;
    }
    if (answer.redirected) {
      window.location.assign(answer.url);
      return;
    }
    const body = await answer.text();
    if (answer.status === 403 || answer.status === 404 || answer.status >= 500) {
      showFault(form, "This could not be done. Load the page again.");
    } else {
      dialog.innerHTML = body;
      dialog.querySelector("[autofocus]")?.focus();
    }
  } catch {
    showFault(form, "The server did not answer. Nothing is known to have changed.");
  } finally {
    button.disabled = false;
  }
}

function showFault(form, sentence) {
  const fault = document.createElement("p");
  fault.className = "hm-error";
  fault.setAttribute("role", "alert");
  fault.textContent = sentence;
  form.querySelector(".hm-error")?.remove();
  form.querySelector(".hm-form-foot").before(fault);
}

document.addEventListener("click", openDialog);
document.addEventListener("click", closeDialog);
document.addEventListener("submit", post);
document.addEventListener("close", forget, true);
