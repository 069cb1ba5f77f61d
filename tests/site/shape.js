// shape.js: what becomes of a graph that has a hub; see window.js
//
// usage: node shape.js MODULES SITE SHOT [days]
//
// With "days" these are drawn too. At rest, every note is somewhere, within a
// room that grows with their number, and none is on top of another; and there
// is something to be seen.
"use strict";
const [, , , site, shot, ticked] = process.argv;

// Runs in the page; the names are those of templates/graph.js.
/* global shown, canvas, pen */
function wrongs() {
	const wrong = [], n = shown.length;
	const far = shown.map((a) => Math.hypot(a.x, a.y));
	if (!far.every(Number.isFinite))
		wrong.push("a note is nowhere");
	if (!(Math.max(...far) < 100 + 30 * Math.sqrt(n)))
		wrong.push(`${n} notes reach as far as ${Math.max(...far)}`);
	const close = shown.filter((a) => shown.some((b) => a !== b &&
		Math.hypot(a.x - b.x, a.y - b.y) < 4)).length;
	if (close > 0)
		wrong.push(`${close} of ${n} notes are on top of another`);
	const { data } = pen.getImageData(0, 0, canvas.width, canvas.height);
	let painted = 0;
	for (let i = 3; i < data.length; i += 4)
		painted += data[i] > 0;
	if (painted < data.length / 4 / 100)
		wrong.push(`${painted} of ${data.length / 4} pixels`);
	return wrong;
}

require("./window.js")(site, (look, url) =>
	look("shape", { reducedMotion: "reduce" }, async (page, wrong) => {
		await page.goto(url.file + "graph.html");
		if (ticked)
			await page.locator(".net input").check();
		// Two frames: one that draws, and one behind it.
		await page.evaluate(() => new Promise((done) =>
			requestAnimationFrame(() => requestAnimationFrame(done))));
		wrong.push(...await page.evaluate(wrongs));
		await page.screenshot({ path: shot });
	}));
