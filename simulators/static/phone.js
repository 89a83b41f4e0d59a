// Two feature phones in one page. A phone is in one view at a time; keys mean what the view says they mean.
// Nothing typed is kept: an answer, which may be a PIN, leaves the page with the view it was typed in.
"use strict";

const TAPS = { 1: ".,'-1", 2: "abc2", 3: "defé3", 4: "ghi4", 5: "jkl5", 6: "mno6", 7: "pqrs7", 8: "tuv8", 9: "wxyz9", 0: " 0", "*": "*+" };
const TAP_MILLISECONDS = 900;
const INBOX_MILLISECONDS = 1500;
const INBOX_KEPT = 100;
const OWNERS = Object.fromEntries([...document.querySelectorAll(".phone")].map((one) => [
  one.querySelector(".sim input").value, one.querySelector(".owner").textContent,
]));

// 128 × 160 pixels hold 16 columns and 8 lines: what decides must be read there without scrolling.
document.querySelector("#narrow").addEventListener("change", (event) => {
  document.body.classList.toggle("narrow", event.target.checked);
});

class Phone {
  constructor(section) {
    this.section = section;
    this.sim = section.querySelector(".sim input");
    this.screen = section.querySelector(".view");
    this.mailbox = [];
    this.heard = 0;
    this.letters = false;
    this.tap = { key: null, at: 0, index: 0 };
    section.addEventListener("click", (event) => this.clicked(event));
    section.addEventListener("keydown", (event) => this.typed(event));
    this.sim.addEventListener("change", () => this.changeSim());
    this.idle();
    this.collect();
  }

  // --- what the screen can show ---

  show(view, nodes, softs, keys) {
    Object.assign(this, { view, keys, entry: nodes.find((node) => node.classList.contains("entry")) });
    const inUse = this.section.contains(document.activeElement) && document.activeElement !== this.sim;
    this.screen.replaceChildren(...nodes);
    this.screen.scrollTop = 0;
    const [left, right] = this.section.querySelectorAll(".softs span");
    [left.textContent, right.textContent] = softs;
    this.section.querySelector("[data-key=left]").setAttribute("aria-label", softs[0] || "Left key");
    this.section.querySelector("[data-key=right]").setAttribute("aria-label", softs[1] || "Right key");
    this.tap.key = null;
    this.letters = view === "write";
    this.bars();
    // Keyboards go on where they were; on a touch screen a focused field would raise the device's own keyboard.
    if (inUse) (this.entry && matchMedia("(pointer: fine)").matches ? this.entry : this.section).focus({ preventScroll: true });
  }

  bars() {
    const unread = this.mailbox.filter((text) => text.unread).length;
    this.section.querySelector(".unread").textContent = unread ? `✉ ${unread} new` : "";
    this.section.querySelector(".mode").textContent = this.entry && this.view !== "dial" ? (this.letters ? "abc" : "123") : "";
  }

  idle() {
    const code = document.body.dataset.serviceCode;
    const unread = this.mailbox.filter((text) => text.unread).length;
    const lines = unread ? `${unread} new message${unread > 1 ? "s" : ""}` : code;
    this.show("idle", [make("p", "big", lines)], [unread ? "Read" : "Messages", "Write"], {
      left: () => this.inbox(), right: () => this.write(), green: () => this.dialling(code), red: () => this.idle(),
    });
  }

  dialling(code) {
    const entry = make("input", "entry dialled");
    Object.assign(entry, { value: code, type: "tel", autocomplete: "off", ariaLabel: "Number to dial" });
    this.show("dial", [entry], ["Call", "Clear"], {
      left: () => this.dial(), green: () => this.dial(), right: () => this.clear(() => this.idle()), red: () => this.idle(),
    });
    entry.setSelectionRange(code.length, code.length);
  }

  dial() { this.say("Calling", "dial", this.entry.value.replace(/\s/g, "")); }

  dialog({ text, secret }) {
    const back = text.match(/^0 (Retour|Back)/m);  // the last line of our screens tells their language
    if (back) this.screen.lang = back[1] === "Retour" ? "fr" : "en";
    const entry = make("input", "entry");
    Object.assign(entry, { type: secret ? "password" : "text", autocomplete: "off", spellcheck: false, ariaLabel: "Your answer", maxLength: 160 });
    entry.setAttribute("autocapitalize", "words");
    const answer = () => entry.value && this.say("Sending", "answer", entry.value);
    this.show("dialog", [make("p", "", text), entry], ["Send", "Clear"], {
      left: answer, green: answer, right: () => this.clear(), red: () => this.say("Hanging up", "hang-up", ""),
    });
  }

  // An operator's question comes over whatever is shown, but not over a call, and not over what is being typed.
  asked(prompts) {
    if (this.view === "prompt" && !prompts.some((prompt) => prompt.id === this.prompt)) this.note("The time is over.");
    else if (prompts.length && ["idle", "inbox", "read", "note"].includes(this.view)) this.approving(prompts[0]);
  }

  approving(prompt) {
    const entry = make("input", "entry");
    Object.assign(entry, { type: "password", inputMode: "numeric", autocomplete: "off", ariaLabel: "The operator's PIN", maxLength: 6 });
    this.prompt = prompt.id;
    const approve = () => /^\d{4,6}$/.test(entry.value) && this.decide(true);
    const refuse = () => this.decide(false);
    const hint = make("p", "problem", "Any PIN of 4 digits approves; the red key refuses.");
    this.show("prompt", [make("p", "", prompt.text), entry, hint], ["Approve", "Refuse"], {
      left: approve, green: approve, right: refuse, red: refuse,
    });
    this.buzz();
  }

  note(text, problem) {
    const nodes = [make("p", "", text)];
    if (problem) nodes.push(make("p", "problem", `(${problem})`));
    this.show("note", nodes, ["OK", ""], { left: () => this.idle(), green: () => this.idle(), red: () => this.idle() });
  }

  inbox() {
    const list = make("ol");
    this.mailbox.forEach((text, index) => {
      const item = make("li");
      const line = make("button", text.unread ? "new" : "", `${text.unread ? "✉" : "·"} ${text.text}`);
      Object.assign(line, { type: "button", onclick: () => this.read(text) });
      line.setAttribute("aria-label", `${text.unread ? "New message" : "Message"} ${index + 1}: ${text.text}`);
      item.append(line);
      list.append(item);
    });
    const nodes = this.mailbox.length ? [list] : [make("p", "big", "No messages")];
    this.show("inbox", nodes, ["Write", "Back"], {
      left: () => this.write(), green: () => this.mailbox.length && this.read(this.mailbox[0]), right: () => this.idle(), red: () => this.idle(),
    });
  }

  read(text) {
    text.unread = false;
    const when = new Date(text.time).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit", hour12: false });
    this.show("read", [make("p", "from", `${text.sender} ${when}`), make("p", "", text.text)], ["Reply", "Back"], {
      left: () => this.write(), green: () => this.write(), right: () => this.inbox(), red: () => this.idle(),
    });
  }

  write() {
    const entry = make("textarea", "entry");
    Object.assign(entry, { autocomplete: "off", spellcheck: false, ariaLabel: "Your message", maxLength: 480 });
    const send = () => entry.value.trim() && this.send(entry.value.trim());
    this.show("write", [make("p", "from", "To: Mbongo"), entry], ["Send", "Clear"], {
      left: send, green: send, right: () => this.clear(() => this.idle()), red: () => this.idle(),
    });
  }

  // --- what the phone says to the network ---

  async say(waiting, key, typed) {
    this.wait(waiting);
    const screen = await this.press(key, typed);
    if (screen.open) this.dialog(screen);
    else if (screen.text || screen.problem) this.note(screen.text || "No network.", screen.problem);
    else this.idle();
  }

  async send(text) {
    this.wait("Sending");
    const { problem } = await this.press("text", text);
    this.note(problem ? "Message not sent. Try again later." : "Message sent.", problem);
  }

  // The PIN stays in the page and dies with its view: the operator is played, only the answer goes to it.
  async decide(approve) {
    const id = this.prompt;
    this.wait("Sending");
    try {
      const reply = await fetch(`${document.body.dataset.prompts}/${id}`, {
        method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ approve }),
      });
      this.note(!reply.ok ? "The time is over." : approve ? "Approved." : "Refused.");
    } catch {
      this.note("No network.", "the simulator does not answer: is ./mbongo still running?");
    }
  }

  wait(text) {
    this.show("wait", [make("p", "big waiting", text)], ["", ""], {});
  }

  async press(key, typed) {
    try {
      const reply = await fetch(`${encodeURIComponent(this.sim.value)}/${key}`, {
        method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ typed }),
      });
      return await reply.json();
    } catch {
      return { open: false, text: "No network.", problem: "the simulator does not answer: is ./mbongo still running?" };
    }
  }

  async collect() {
    const to = this.sim.value;
    try {
      const query = new URLSearchParams({ to, since: this.heard });
      const fresh = await (await fetch(`${document.body.dataset.messages}?${query}`)).json();
      if (fresh.length && to === this.sim.value) this.arrived(fresh);
      const held = new URLSearchParams({ to, held: 1 });
      const prompts = await (await fetch(`${document.body.dataset.prompts}?${held}`)).json();
      if (to === this.sim.value) this.asked(prompts);
    } catch {
      this.heard = 0; // a simulator started again counts from one again
      this.mailbox = [];
    }
    setTimeout(() => this.collect(), INBOX_MILLISECONDS);
  }

  arrived(fresh) {
    this.heard = fresh.at(-1).seq;
    const texts = fresh.map((text) => ({ ...text, unread: true })).reverse();
    this.mailbox = [...texts, ...this.mailbox].slice(0, INBOX_KEPT);
    this.buzz();
    if (this.view === "idle") this.idle();
    else if (this.view === "inbox") this.inbox();
    else this.bars();
  }

  buzz() {
    this.section.classList.remove("buzz");
    void this.section.offsetWidth; // lets the same animation start again
    this.section.classList.add("buzz");
  }

  changeSim() {
    const digits = this.sim.value.replace(/[\s.-]/g, "");
    this.sim.value = /^6\d{8}$/.test(digits) ? `+237${digits}` : digits;
    const valid = /^\+\d{8,15}$/.test(this.sim.value);
    this.call(OWNERS[this.sim.value] || this.sim.value);
    this.sim.setCustomValidity(valid ? "" : "A number is + and 8 to 15 digits");
    this.mailbox = [];
    this.heard = 0;
    if (valid) this.idle();
    else this.note("No SIM card.", "a number is + and 8 to 15 digits");
  }

  // Whose phone it is: a number that is changed is somebody else's.
  call(name) {
    this.section.querySelector(".owner").textContent = OWNERS[this.sim.value] || "";
    this.section.setAttribute("aria-label", `${name}'s phone`);
    this.sim.setAttribute("aria-label", `${name}'s number`);
  }

  // --- fingers and keyboard ---

  clicked(event) {
    const button = event.target.closest("button[data-key]");
    if (!button) return;
    const { key } = button.dataset;
    if (this.keys[key]) this.keys[key]();
    else if (key.length === 1) this.digit(key);
  }

  typed(event) {
    if (event.target === this.sim || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const inEntry = event.target === this.entry;
    if (event.key === "Escape") this.keys.red?.();
    else if (event.key === "Enter" && !event.shiftKey && (inEntry || event.target === this.section)) this.keys.green?.();
    else if (event.key === "Backspace" && !inEntry && this.entry) this.clear();
    else if (!inEntry && event.key.length === 1 && event.key !== " " && (this.entry || /[0-9*#+]/.test(event.key))) this.append(event.key);
    else return;
    event.preventDefault();
  }

  digit(key) {
    if (this.view === "inbox") return void (this.mailbox[key - 1] && this.read(this.mailbox[key - 1]));
    const writing = this.view === "dialog" || this.view === "write";
    if (writing && key === "#") {
      this.letters = !this.letters;
      return this.bars();
    }
    if (!writing || !this.letters) return this.append(key);
    const now = Date.now();
    const again = this.tap.key === key && now - this.tap.at < TAP_MILLISECONDS;
    const index = again ? (this.tap.index + 1) % TAPS[key].length : 0;
    this.tap = { key, at: now, index };
    if (again) this.entry.value = this.entry.value.slice(0, -1);
    const capital = this.view === "write" || /(^|[ '-])$/.test(this.entry.value);
    this.entry.value += capital ? TAPS[key][index].toUpperCase() : TAPS[key][index];
  }

  append(key) {
    if (this.view === "idle") this.dialling("");
    if (!this.entry) return;
    this.entry.value += key;
    this.entry.scrollLeft = this.entry.scrollWidth;
  }

  clear(whenEmpty) {
    if (!this.entry.value) return whenEmpty?.();
    this.entry.value = this.entry.value.slice(0, -1);
    this.tap.key = null;
  }
}

function make(tag, classes = "", text = "") {
  const node = document.createElement(tag);
  node.className = classes;
  node.textContent = text;
  return node;
}

document.querySelectorAll(".phone").forEach((section) => {
  section.tabIndex = -1;
  new Phone(section);
});
