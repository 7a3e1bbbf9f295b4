// What the pages do better with a script; all of it works without.
(() => {
  "use strict";
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  document.documentElement.classList.add("scripted");
  all(".js").forEach((node) => { node.hidden = false; });

  // the picture: wheel and keys zoom, dragging moves, an actor's neighbours stay bright
  all("svg[data-zoom]").forEach((svg) => {
    const start = svg.getAttribute("viewBox").split(" ").map(Number);
    let box = start.slice();
    const set = () => {
      svg.setAttribute("viewBox", box.map((n) => n.toFixed(1)).join(" "));
      svg.classList.toggle("zoomed", box[2] < start[2] * 0.98);
    };
    const zoom = (factor, x, y) => {
      const wide = Math.min(start[2] * 1.2, Math.max(start[2] / 12, box[2] * factor));
      const part = wide / box[2];
      box = [x - (x - box[0]) * part, y - (y - box[1]) * part, wide, box[3] * part];
      set();
    };
    const at = (event) => {
      const area = svg.getBoundingClientRect();
      const scale = Math.max(box[2] / area.width, box[3] / area.height);
      return [box[0] + box[2] / 2 + (event.clientX - area.left - area.width / 2) * scale,
        box[1] + box[3] / 2 + (event.clientY - area.top - area.height / 2) * scale, scale];
    };
    svg.addEventListener("wheel", (event) => {
      if (!event.ctrlKey && !svg.classList.contains("zoomed") && event.deltaY > 0) return;
      event.preventDefault();
      const [x, y] = at(event);
      zoom(event.deltaY > 0 ? 1.15 : 0.87, x, y);
    }, { passive: false });
    let from = null;
    let moved = false;
    svg.addEventListener("pointerdown", (event) => { from = [event.clientX, event.clientY, at(event)[2], box.slice()]; moved = false; });
    addEventListener("pointermove", (event) => {
      if (!from) return;
      const [dx, dy] = [event.clientX - from[0], event.clientY - from[1]];
      if (Math.abs(dx) + Math.abs(dy) > 5) moved = true;
      if (!moved || !svg.classList.contains("zoomed")) return;
      box[0] = from[3][0] - dx * from[2];
      box[1] = from[3][1] - dy * from[2];
      set();
    });
    addEventListener("pointerup", () => { from = null; });
    svg.addEventListener("click", (event) => { if (moved && svg.classList.contains("zoomed")) event.preventDefault(); });
    svg.addEventListener("dragstart", (event) => event.preventDefault());
    svg.addEventListener("keydown", (event) => {
      const middle = [box[0] + box[2] / 2, box[1] + box[3] / 2];
      if (event.key === "+") zoom(0.8, ...middle);
      else if (event.key === "-") zoom(1.25, ...middle);
      else if (event.key === "0") { box = start.slice(); set(); }
      else return;
      event.preventDefault();
    });
    const ends = (line) => line.getAttribute("href").split("/").slice(-2);
    const own = (node) => node.getAttribute("href").split("/").pop();
    const light = (node) => {
      const near = new Set([node]);
      const id = own(node);
      all("a.line", svg).forEach((line) => {
        if (!ends(line).includes(id)) return;
        near.add(line);
        all("a.node", svg).forEach((other) => { if (ends(line).includes(own(other))) near.add(other); });
      });
      all("a", svg).forEach((link) => link.classList.toggle("near", near.has(link)));
      svg.classList.add("dim");
    };
    const dark = () => svg.classList.remove("dim");
    all("a.node", svg).forEach((node) => {
      node.addEventListener("pointerenter", () => light(node));
      node.addEventListener("pointerleave", dark);
      node.addEventListener("focus", () => light(node));
      node.addEventListener("blur", dark);
    });
  });

  // long tables: type to filter
  const german = document.documentElement.lang === "de";
  all("table[data-filter]").forEach((table) => {
    const rows = all("tbody tr", table);
    if (rows.length < 12) return;
    const label = document.createElement("label");
    label.textContent = german ? "Zeilen filtern" : "Filter rows";
    const input = document.createElement("input");
    input.type = "search";
    label.append(input);
    (table.closest(".wide") || table).before(label);
    const texts = rows.map((row) => row.textContent.toLowerCase());
    input.addEventListener("input", () => {
      const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
      rows.forEach((row, at) => { row.hidden = !words.every((word) => texts[at].includes(word)); });
    });
  });

  // an article: all pieces of one statement are lit together
  all(".text a[data-statement]").forEach((link) => {
    const same = all(`.text a[data-statement="${CSS.escape(link.dataset.statement)}"]`);
    const lit = (on) => same.forEach((other) => other.classList.toggle("lit", on));
    link.addEventListener("pointerenter", () => lit(true));
    link.addEventListener("pointerleave", () => lit(false));
    link.addEventListener("focus", () => lit(true));
    link.addEventListener("blur", () => lit(false));
  });

  // marked words go into the field that had the focus last
  const fields = all("input[data-mark]");
  let field = fields[0];
  fields.forEach((own) => own.addEventListener("focus", () => { field = own; }));
  if (field) {
    document.addEventListener("mouseup", () => {
      const words = String(getSelection()).trim();
      if (words && getSelection().anchorNode.parentElement.closest(".text")) {
        field.value = words;
        field = fields[Math.min(fields.indexOf(field) + 1, fields.length - 1)];
      }
    });
  }

  // one key for each answer
  addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || /INPUT|TEXTAREA|SELECT/.test(event.target.tagName)) return;
    const target = document.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
    if (target) { event.preventDefault(); target.click(); }
    if (event.key === "/") { event.preventDefault(); document.querySelector(".find input").focus(); }
  });

  // the editor: Ctrl and Enter run, Tab completes words of the vocabulary
  all("textarea[data-terms]").forEach((area) => {
    let terms = null;
    const load = async () => { terms = terms || (await (await fetch(area.dataset.terms)).text()).split("\n"); return terms; };
    area.addEventListener("focus", load, { once: true });
    area.addEventListener("keydown", async (event) => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) { area.form.requestSubmit(); return; }
      if (event.key !== "Tab" || event.shiftKey || !terms) return;
      const before = area.value.slice(0, area.selectionStart);
      const word = /[\w-]+:[\w-]*$/.exec(before);
      const found = word && terms.find((term) => term.startsWith(word[0]) && term !== word[0]);
      if (!found) return;
      event.preventDefault();
      area.setRangeText(found.slice(word[0].length), area.selectionStart, area.selectionStart, "end");
    });
  });
})();
