"use strict";
(() => {
  document.documentElement.classList.add("scripted");
  const byId = (id) => document.getElementById(id);
  const make = (tag, text, attributes = {}) => {
    const element = Object.assign(document.createElement(tag), attributes);
    element.append(text);
    return element;
  };

  // ---- objecting to a rule, and saving what was written ----

  for (const rule of document.querySelectorAll(".rule")) {
    const sign = rule.closest("main > section")?.querySelector(".sign");
    const name = rule.dataset.rule;
    const button = make("button", "Object", { type: "button", title: `Object to ${name}` });
    button.addEventListener("click", () => {
      const rules = sign.querySelector("[name=rules]");
      const named = rules.value.split(", ").filter(Boolean);
      if (!named.includes(name)) rules.value = [...named, name].join(", ");
      sign.querySelector("[value=object]").checked = true;
      button.textContent = "Objected";
    });
    if (sign) rule.querySelector(".name").append(button);
  }

  const written = () =>
    [...document.querySelectorAll(".sign")].map((sign) => {
      const said = { chapter: sign.dataset.chapter };
      for (const field of sign.querySelectorAll("input, textarea")) {
        if (field.type !== "radio") said[field.name] = field.value;
        else if (field.checked) said.verdict = field.value;
      }
      return said;
    }).filter((said) => Object.keys(said).some((key) => key !== "chapter" && said[key]));

  byId("save")?.addEventListener("click", () => {
    const { pack, hash, translation } = document.body.dataset;
    const text = JSON.stringify({ pack, hash, translation, chapters: written() }, null, 2);
    const link = make("a", "", { download: "review.json" });
    link.href = URL.createObjectURL(new Blob([text], { type: "application/json" }));
    link.click();
    URL.revokeObjectURL(link.href);
  });

  // ---- the matrix ----

  const carried = byId("pair-data");
  if (!carried) return;
  const { facts, groups, reasons, letters, apart } = JSON.parse(carried.textContent);
  const count = facts.length;
  const rank = { " ": -1, "-": 0, R: 1, S: 2, E: 3 };
  const words = { "-": "self-care: at home", R: "routine: by appointment", S: "same day: today", E: "emergency: now" };
  const style = getComputedStyle(document.documentElement);
  const tone = (name) => style.getPropertyValue(name).trim();
  const colors = { "-": tone("--self_care"), R: tone("--routine"), S: tone("--same_day"), E: tone("--emergency") };
  const LEFT = 250;
  const TOP = 190;
  let size = 3;
  let show = "all";
  let at = null;

  const letter = (row, column) => {
    if (row === column) return facts[row][2];
    const [high, low] = row > column ? [row, column] : [column, row];
    return letters[(high * (high - 1)) / 2 + low];
  };
  const alone = (row, column) => Math.max(rank[facts[row][2]], rank[facts[column][2]]);
  const kind = (row, column) => {
    const step = rank[letter(row, column)] - alone(row, column);
    if (letter(row, column) === " " || row === column) return "none";
    return step > 0 ? "higher" : step < 0 ? "lower" : "alone";
  };
  const spans = groups.map((_, group) => {
    const first = facts.findIndex((fact) => fact[1] === group);
    return [first, facts.filter((fact) => fact[1] === group).length];
  });

  const grid = byId("pair-grid");
  const canvas = byId("pair-canvas");
  const pen = canvas.getContext("2d");

  const fitted = (text, width) => {
    if (pen.measureText(text).width <= width) return text;
    let end = text.length;
    while (end > 1 && pen.measureText(`${text.slice(0, end)}…`).width > width) end -= 1;
    return `${text.slice(0, end)}…`;
  };

  const labels = (offset, length, room, put) => {
    for (const [group, [first, many]] of spans.entries()) {
      const start = first * size - offset;
      if (start > length || start + many * size < 0) continue;
      put(start, many * size, groups[group], true);
      if (size < 12) continue;
      for (let place = first; place < first + many; place += 1) {
        put(place * size - offset, size, facts[place][0], false);
      }
    }
  };

  const cell = (row, column, x, y) => {
    const mark = letter(row, column);
    if (mark === " ") return;
    const of = kind(row, column);
    pen.globalAlpha = show === "all" || of === show || row === column ? 1 : 0.13;
    pen.fillStyle = colors[mark];
    const gap = size > 6 ? 1 : 0;
    pen.fillRect(x, y, size - gap, size - gap);
    if (of === "higher" && size > 6) {
      pen.fillStyle = "#fff";
      pen.beginPath();
      pen.arc(x + size - gap - 2.5, y + 2.5, 1.4, 0, 7);
      pen.fill();
    }
    if (size >= 12) {
      pen.fillStyle = mark === "-" ? "#59645d" : "#fff";
      pen.fillText(mark, x + size / 2 - 0.5, y + size / 2 + 0.5);
    }
    pen.globalAlpha = 1;
  };

  const draw = () => {
    const width = grid.clientWidth;
    const height = grid.clientHeight;
    const dense = window.devicePixelRatio || 1;
    if (canvas.width !== Math.round(width * dense) || canvas.height !== Math.round(height * dense)) {
      canvas.width = Math.round(width * dense);
      canvas.height = Math.round(height * dense);
      canvas.style.width = `${width}px`;
      canvas.style.height = `${height}px`;
    }
    pen.setTransform(dense, 0, 0, dense, 0, 0);
    pen.clearRect(0, 0, width, height);
    const { scrollLeft: left, scrollTop: top } = grid;
    pen.save();
    pen.beginPath();
    pen.rect(LEFT, TOP, width - LEFT, height - TOP);
    pen.clip();
    pen.textAlign = "center";
    pen.textBaseline = "middle";
    pen.font = `700 ${Math.round(size * 0.62)}px system-ui, sans-serif`;
    const lastRow = Math.min(count, Math.ceil((top + height - TOP) / size));
    const lastColumn = Math.min(count, Math.ceil((left + width - LEFT) / size));
    for (let row = Math.floor(top / size); row < lastRow; row += 1) {
      for (let column = Math.floor(left / size); column < lastColumn; column += 1) {
        cell(row, column, LEFT + column * size - left, TOP + row * size - top);
      }
    }
    pen.strokeStyle = "#c9d0d2";
    pen.lineWidth = 0.6;
    for (const [first] of spans) {
      pen.strokeRect(LEFT - 1, TOP + first * size - top - 0.5, count * size + 1, 0);
      pen.strokeRect(LEFT + first * size - left - 0.5, TOP - 1, 0, count * size + 1);
    }
    if (at) {
      pen.strokeStyle = "#000";
      pen.lineWidth = 2;
      pen.strokeRect(LEFT + at[1] * size - left - 1, TOP + at[0] * size - top - 1, size + 1, size + 1);
    }
    pen.restore();
    pen.textAlign = "right";
    pen.textBaseline = "middle";
    const put = (start, long, text, isGroup) => {
      if (isGroup && size >= 12) return;
      if (long < 12) return;
      pen.font = `${isGroup ? 600 : 400} 11px system-ui, sans-serif`;
      pen.fillStyle = "#1d2326";
      pen.fillText(fitted(text, LEFT - 14), LEFT - 7, start + long / 2);
    };
    pen.save();
    pen.beginPath();
    pen.rect(0, TOP, LEFT, height - TOP);
    pen.clip();
    pen.translate(0, TOP);
    labels(top, height, LEFT, put);
    pen.restore();
    pen.save();
    pen.beginPath();
    pen.rect(LEFT, 0, width - LEFT, TOP);
    pen.clip();
    pen.translate(LEFT, TOP);
    pen.rotate(-Math.PI / 2);
    pen.textAlign = "left";
    labels(left, width, TOP, (start, long, text, isGroup) => {
      if ((isGroup && size >= 12) || long < 12) return;
      pen.font = `${isGroup ? 600 : 400} 11px system-ui, sans-serif`;
      pen.fillStyle = "#1d2326";
      pen.fillText(fitted(text, TOP - 14), 7, start + long / 2);
    });
    pen.restore();
  };

  const laidOut = () => {
    byId("pair-space").style.width = `${LEFT + count * size}px`;
    byId("pair-space").style.height = `${TOP + count * size}px`;
    draw();
  };

  // ---- what is behind a cell ----

  const marked = (mark) => {
    const line = make("span", "");
    line.append(make("b", mark, { className: `mark ${mark === "-" ? "none" : mark}` }), ` ${words[mark] ?? "nobody can tell both"}`);
    return line;
  };
  const because = (numbers) => {
    const list = make("ul", "");
    for (const number of numbers) {
      list.append(make("li", make("a", reasons[number][1], { href: reasons[number][0] })));
    }
    return list;
  };
  const one = (place) => {
    const [label, group, mark, , hangs] = facts[place];
    const line = make("p", `${groups[group]} “${label}”${hangs ? ` (asked only with ${hangs})` : ""}: alone `);
    line.append(marked(mark));
    return line;
  };
  const behind = (row, column) => {
    const [high, low] = row > column ? [row, column] : [column, row];
    const together = apart[`${high},${low}`] ?? [...new Set([...facts[high][3], ...facts[low][3]])];
    const mark = letter(row, column);
    const line = make("p", make("b", row === column ? "Alone: " : "Together: "));
    line.append(marked(mark));
    if (kind(row, column) === "higher") line.append(", higher than either alone");
    if (kind(row, column) === "lower") line.append(", lower than one of them alone");
    const parts = row === column ? [one(row)] : [one(row), one(column)];
    byId("pair-behind").replaceChildren(...parts, line, mark === " " ? "" : because(together));
  };
  const choose = (row, column, follow) => {
    at = [row, column];
    byId("pair-first").value = row;
    byId("pair-second").value = column;
    behind(row, column);
    if (follow) {
      const across = column * size;
      const down = row * size;
      const wide = grid.clientWidth - LEFT - size;
      const high = grid.clientHeight - TOP - size;
      grid.scrollLeft = Math.min(Math.max(grid.scrollLeft, across - wide), across);
      grid.scrollTop = Math.min(Math.max(grid.scrollTop, down - high), down);
    }
    draw();
  };

  for (const id of ["pair-first", "pair-second"]) {
    for (const [group, title] of groups.entries()) {
      const options = make("optgroup", "", { label: title });
      for (const [place, fact] of facts.entries()) {
        if (fact[1] === group) options.append(make("option", fact[0], { value: place }));
      }
      byId(id).append(options);
    }
    byId(id).addEventListener("change", () => choose(+byId("pair-first").value, +byId("pair-second").value, true));
  }
  grid.addEventListener("click", (event) => {
    const box = grid.getBoundingClientRect();
    const column = Math.floor((event.clientX - box.left - LEFT + grid.scrollLeft) / size);
    const row = Math.floor((event.clientY - box.top - TOP + grid.scrollTop) / size);
    const inside = event.clientX - box.left > LEFT && event.clientY - box.top > TOP;
    if (inside && row >= 0 && column >= 0 && row < count && column < count) choose(row, column, false);
  });
  const STEPS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
  grid.addEventListener("keydown", (event) => {
    const step = STEPS[event.key];
    if (!step) return;
    event.preventDefault();
    const [row, column] = at ?? [0, 0];
    const within = (place) => Math.min(count - 1, Math.max(0, place));
    choose(within(row + step[0]), within(column + step[1]), true);
  });
  grid.addEventListener("scroll", draw);
  window.addEventListener("resize", draw);
  for (const box of document.querySelectorAll("[name=show]")) {
    box.addEventListener("change", () => { show = box.value; draw(); });
  }
  for (const box of document.querySelectorAll("[name=size]")) {
    box.addEventListener("change", () => {
      size = +box.value;
      laidOut();
      if (at) choose(...at, true);
    });
  }
  laidOut();
})();
