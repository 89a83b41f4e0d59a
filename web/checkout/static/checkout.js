// Follows a payment: asks how it stands and reads the page anew once that changed. Without it the page reloads itself.
const asked = document.querySelector("[data-follow]");
const wait = (seconds) => new Promise((done) => setTimeout(done, seconds * 1000));

async function follow() {
  for (let tries = 0; tries < 450; tries += 1) {
    await wait(2);
    if (document.hidden) continue;
    try {
      const answer = await fetch(asked.dataset.follow, { headers: { Accept: "application/json" }, cache: "no-store" });
      if (answer.ok && (await answer.json()).stands !== asked.dataset.stands) {
        location.reload();
        return;
      }
    } catch {
      await wait(5); // no network for a moment
    }
  }
}

if (asked) follow();
