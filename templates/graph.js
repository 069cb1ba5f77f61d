// graph.js: the links of the list on this page, drawn
//
// What is near repels, a link pulls, all cools down, and rests.
"use strict";
const { abs, floor, hypot, imul, max, min, sqrt } = Math;
const box = document.querySelector(".net");
const [canvas, days, said] = ["canvas", "input", "p"].map((s) =>
	box.querySelector(s));
const pen = canvas.getContext("2d");
const css = getComputedStyle(canvas);
const still = matchMedia("(prefers-reduced-motion: reduce)");
const LINK = 40, NEAR = 60, COLD = 0.004;
const hands = new Map(), known = new Map();
// A node is drawn at x * k + left, y * k + up.
let k = 1, left = 0, up = 0, wide = 0, high = 0;
let heat = 0, moved = 0;
let d, own, shown, edges, lit, held, frame;

// A node begins where its path says (FNV-1a).
const rows = [...document.querySelectorAll(".net-list > li")];
const nodes = rows.map((row, i) => {
	const a = row.firstElementChild;
	let h = 0x811c9dc5;
	for (const c of a.getAttribute("href"))
		h = imul(h ^ c.charCodeAt(), 16777619);
	const far = LINK * sqrt(rows.length * (h >>> 0) / 2 ** 32);
	const n = { i, a, row, name: a.textContent, near: new Set(),
		kind: row.parentElement.dataset.kind,
		x: far * Math.cos(h), y: far * Math.sin(h), vx: 0, vy: 0 };
	known.set(a.href, n);
	return n;
});
for (const n of nodes)
	for (const a of n.row.querySelectorAll("li li a")) {
		const m = known.get(a.href);
		n.near.add(m);
		m?.near.add(n);
	}

const is = (n) => n && (n.kind !== "day" || days.checked);
const choose = () => {
	shown = nodes.filter(is);
	edges = [];
	for (const n of shown) {
		n.links = [...n.near].filter(is);
		n.r = 3 + sqrt(n.links.length);
		for (const m of n.links)
			if (m.i < n.i)
				edges.push([m, n]);
	}
	warm(1);
};
// A link moves an end the less the more links that has: what all of them add
// up to is at most the way to their middle, else a hub flies off.
const pull = (a, b, f, of = 1, and = 1) => {
	const x = (b.x - a.x) * f, y = (b.y - a.y) * f;
	a.vx += x / of;
	a.vy += y / of;
	b.vx -= x / and;
	b.vy -= y / and;
};
const slow = (v) => max(-NEAR, min(NEAR, v * 0.6));
const tick = () => {
	const grid = new Map();
	heat *= 0.975;
	for (const [a, b] of edges)
		pull(a, b, heat * (1 - LINK / (hypot(a.x - b.x, a.y - b.y) || 1)),
			1 + a.links.length, 1 + b.links.length);
	for (const n of shown) {
		n.cell = floor(n.x / NEAR) * 1e4 + floor(n.y / NEAR);
		if (!grid.get(n.cell)?.push(n))
			grid.set(n.cell, [n]);
		pull(n, { x: 0, y: 0 }, heat * 0.02);
	}
	for (const n of shown)
		for (const step of [0, 1, 9999, 1e4, 10001])
			for (const m of grid.get(n.cell + step) || []) {
				const d2 = (n.x - m.x) ** 2 + (n.y - m.y) ** 2;
				if (d2 < NEAR ** 2 && (step || m.i < n.i))
					pull(n, m, heat * 2e3 * (NEAR ** -2 - 1 / max(d2, 25)));
			}
	for (const n of shown) {
		n.vx = slow(n.vx);
		n.vy = slow(n.vy);
		if (n !== held) {
			n.x += n.vx;
			n.y += n.vy;
		}
	}
};
const warm = (h) => {
	heat = max(heat, h);
	while (still.matches && heat > COLD)
		tick();
	wake();
};

const hue = (name) => css.getPropertyValue("--" + name);
const center = (n) => {
	left = wide / 2 - n.x * k;
	up = high / 2 - n.y * k;
};
// A long name ends in "…" where some 24 letters end.
const name = (n) => {
	const all = [...n.label = n.name];
	while ((n.w = pen.measureText(n.label).width / 2) > 75) {
		all.pop();
		n.label = all.join("") + "…";
	}
};
const dots = (of) => {
	for (const n of of) {
		pen.fillStyle = hue(n.kind);
		pen.beginPath();
		pen.arc(n.x, n.y, n.r, 0, 7);
		pen.fill();
	}
};
const lines = (of, stroke) => {
	pen.beginPath();
	for (const [a, b] of of) {
		pen.moveTo(a.x, a.y);
		pen.lineTo(b.x, b.y);
	}
	pen.strokeStyle = stroke;
	pen.lineWidth = 0.8 / k;
	pen.stroke();
};
const draw = () => {
	const named = lit && [lit, ...lit.links];
	frame = 0;
	if (heat > COLD) {
		tick();
		wake();
	}
	if (!own) {
		// Names at the edge have room.
		k = min(2, (min(wide, high) / 2 - 40) /
			max(...shown.map((n) => hypot(n.x, n.y))));
		center({ x: 0, y: 0 });
	}
	pen.setTransform(d, 0, 0, d, 0, 0);
	pen.clearRect(0, 0, wide, high);
	pen.transform(k, 0, 0, k, left, up);
	pen.globalAlpha = lit ? 0.3 : 1;
	lines(edges, hue("dim"));
	dots(shown);
	pen.globalAlpha = 1;
	if (lit) {
		lines(lit.links.map((n) => [n, lit]), css.color);
		dots(named);
	}
	pen.setTransform(d, 0, 0, d, left * d, up * d);
	pen.font = "12px " + css.fontFamily;
	pen.textAlign = "center";
	pen.lineWidth = 3;
	pen.strokeStyle = hue("page");
	pen.fillStyle = css.color;
	// The most linked have their names first; others where there is room.
	const used = [];
	for (const n of named || shown.filter((m) => !shown[60] || m.r * k > 6)) {
		const x = n.x * k, y = (n.y + n.r) * k + 14;
		n.w || name(n);
		if (x < -left || x > wide - left || y < -up || y > high - up ||
			n !== lit && used.some((m) => abs(x - m.x) < n.w + m.w + 6 &&
				abs(y - m.y) < 15))
			continue;
		used.push({ x, y, w: n.w });
		pen.strokeText(n.label, x, y);
		pen.fillText(n.label, x, y);
	}
};
const wake = () => {
	frame ||= requestAnimationFrame(draw);
};
const light = (n) => {
	if (n === lit)
		return;
	lit = n;
	said.textContent = n ? `${n.name} (${n.links.length})` : "";
	wake();
};
const zoom = (by, x, y) => {
	own = true;
	left = x - (x - left) * by;
	up = y - (y - up) * by;
	k *= by;
	wake();
};
const at = ({ offsetX: x, offsetY: y }) => shown.find((n) =>
	hypot(n.x * k + left - x, n.y * k + up - y) < n.r * k + 5);
Object.assign(canvas, {
	onpointerdown(e) {
		canvas.setPointerCapture(e.pointerId);
		hands.set(e.pointerId, e);
		moved = hands.size > 1 ? 9 : 0;
		held = !moved && at(e);
	},
	onpointermove(e) {
		const was = hands.get(e.pointerId);
		if (!was)
			return light(at(e));
		const x = e.x - was.x, y = e.y - was.y;
		const b = [...hands.values()].find((f) => f !== was);
		const far = (f) => hypot(f.x - b.x, f.y - b.y);
		moved += hypot(x, y);
		hands.set(e.pointerId, e);
		if (b) {
			left += x / 2;
			up += y / 2;
			zoom(far(e) / (far(was) || 1), e.offsetX + (b.x - e.x) / 2,
				e.offsetY + (b.y - e.y) / 2);
		} else if (moved >= 4 && e.pointerType !== "touch") {
			own = true;
			if (held) {
				held.x += x / k;
				held.y += y / k;
			} else {
				left += x;
				up += y;
			}
			warm(held && !still.matches ? 0.2 : 0);
		}
	},
	onpointerup(e) {
		if (held && moved < 4 && !e.button)
			held.a.click();
	},
	onlostpointercapture(e) {
		hands.delete(e.pointerId);
		held = null;
	},
	onpointerleave: () => light(),
	// One finger scrolls the page, two are for the graph.
	ontouchmove: (e) => e.touches[1] && e.cancelable && e.preventDefault(),
	onkeydown(e) {
		const [by, x = 0, y = 0] = { "+": [1.25], "-": [0.8], ArrowLeft: [1, 40],
			ArrowRight: [1, -40], ArrowUp: [1, 0, 40], ArrowDown: [1, 0, -40],
		}[e.key] || [];
		if (e.key === "0")
			own = wake();
		if (!by || e.ctrlKey || e.metaKey)
			return;
		e.preventDefault();
		left += x;
		up += y;
		zoom(by, wide / 2, high / 2);
	},
	// The wheel alone scrolls the page.
	onwheel(e) {
		if (e.ctrlKey || e.metaKey) {
			e.preventDefault();
			zoom(2 ** (e.deltaY / -350), e.offsetX, e.offsetY);
		}
	},
});
// The focus of the list is lit.
addEventListener("focusin", (e) => {
	const n = known.get(e.target.href);
	if (is(n))
		center(n);
	light(is(n) && n);
});
matchMedia("(prefers-color-scheme: dark)").onchange = wake;
days.onchange = choose;
new ResizeObserver(() => {
	wide = canvas.clientWidth;
	high = canvas.clientHeight;
	d = devicePixelRatio;
	canvas.width = wide * d;
	canvas.height = high * d;
	wake();
}).observe(canvas);
box.hidden = false;
choose();
