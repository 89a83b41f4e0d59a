// Shows anew how far a payroll is, while it goes on: a part of the page is read again and put in its place.
const part = () => document.querySelector("[data-goes-on]");
const wait = (seconds) => new Promise((done) => setTimeout(done, seconds * 1000));

async function follow() {
  for (let tries = 0; part() && tries < 1200; tries += 1) {
    await wait(3);
    if (document.hidden) continue;
    try {
      const answer = await fetch(location.href, { cache: "no-store" });
      if (!answer.ok) return;
      const read = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("#progress");
      if (read) document.querySelector("#progress").replaceWith(read);
      if (!part()) location.reload();
    } catch {
      await wait(5); // no network for a moment
    }
  }
}

if (part()) follow();
