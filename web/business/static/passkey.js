// A form with data-passkey asks the browser's authenticator, then is sent with what it signed.
"use strict";
const read = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
const write = (raw) => btoa(String.fromCharCode(...new Uint8Array(raw))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=/g, "");
const known = (list) => (list || []).map((one) => ({ ...one, id: read(one.id) }));

async function sign(form) {
  const sent = await fetch(form.dataset.start, { method: "POST", body: new URLSearchParams(new FormData(form)) });
  if (!sent.ok) throw new Error("not started");
  const asked = await sent.json();
  asked.challenge = read(asked.challenge);
  const adds = form.dataset.passkey === "add";
  if (adds) {
    asked.user.id = read(asked.user.id);
    asked.excludeCredentials = known(asked.excludeCredentials);
  } else asked.allowCredentials = known(asked.allowCredentials);
  const made = await navigator.credentials[adds ? "create" : "get"]({ publicKey: asked });
  const said = { clientDataJSON: write(made.response.clientDataJSON) };
  if (adds) said.attestationObject = write(made.response.attestationObject);
  else {
    said.authenticatorData = write(made.response.authenticatorData);
    said.signature = write(made.response.signature);
    if (made.response.userHandle) said.userHandle = write(made.response.userHandle);
  }
  return JSON.stringify({ id: made.id, rawId: write(made.rawId), type: made.type, response: said });
}

for (const form of document.querySelectorAll("form[data-passkey]")) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    sign(form).then((signed) => { form.elements.signed.value = signed; }, () => {}).finally(() => form.submit());
  });
}
