// looks.js: what a page looks like where that says something; see window.js
//
// usage: node looks.js MODULES SITE SHOTS EN-SITE JA-SITE
"use strict";
const [, , modules, site, shots, ...others] = process.argv;
// The oldest day in the year that the heatmap shows.
const first = "2025-11-24";
const pathOf = (page) => page.split("/").map(encodeURIComponent).join("/");

async function axe(page) {
	return page.evaluate(async () => (await window.axe.run(document, {
		runOnly: ["wcag2a", "wcag2aa", "wcag22aa", "best-practice"],
		preload: false,
		rules: { "target-size": { enabled: true } } })).violations
		.flatMap((v) => v.nodes.map((n) => `${v.id} at ${n.target}`))
		.filter((s) => !/^target-size at \.(heat|plot|axis)/.test(s))
		.slice(0, 3));
}

// ---- wide tables --------------------------------------------------------------

async function table(page, wrong) {
	const seen = await page.$eval(".wide", (box) => ({
		over: box.scrollWidth > box.clientWidth,
		row: Math.max(...[...box.querySelectorAll("tbody tr")].map(
			(row) => row.offsetHeight)),
		size: [...box.querySelectorAll(".num")].map((td) => td.offsetHeight -
			parseFloat(getComputedStyle(td).lineHeight)),
		page: document.documentElement.scrollWidth > innerWidth }));
	if (!seen.over || seen.page)
		wrong.push(`it scrolls: ${seen.over}, the page does: ${seen.page}`);
	if (seen.row > 150)
		wrong.push(`a row is ${seen.row} high`);
	await page.locator(".wide").focus();
	await page.keyboard.press("ArrowRight");
	await page.waitForFunction(() =>
		document.querySelector(".wide").scrollLeft > 0);
	const narrow = await page.$eval("table:not(.wide table)",
		(t) => t.scrollWidth > t.clientWidth);
	if (narrow)
		wrong.push("a table of two columns scrolls");
	wrong.push(...await axe(page));
	await page.screenshot({ path: `${shots}/table-${
		page.viewportSize().width}.png` });
}

// On paper a table is whole, and so is a number.
async function paper(page, wrong) {
	await page.emulateMedia({ media: "print" });
	const cut = await page.evaluate(() => [
		...[...document.querySelectorAll(".wide")].filter((e) =>
			getComputedStyle(e).overflowX !== "visible"),
		...[...document.querySelectorAll(".num")].filter((td) => {
			const all = document.createRange();
			all.selectNodeContents(td);
			return all.getClientRects().length !== 1;
		})].length);
	if (cut > 0)
		wrong.push(`${cut} are cut`);
}

// ---- the heatmap ---------------------------------------------------------------

// It is one stop of Tab, the day that is the last; which other keys lead on is
// in `keys`, each with the day it leads to.
async function heat(page, wrong, keys) {
	const here = () => page.evaluate(() => {
		const e = document.activeElement;
		return e.closest(".heat") && decodeURIComponent(
			e.getAttribute("href") ?? "").slice(6, 16);
	});
	const stops = [];
	for (let n = 0; n < 60; n++) {
		await page.keyboard.press("Tab");
		if (await here() !== null)
			stops.push(await here());
		if (await page.evaluate(() =>
			!!document.activeElement.closest(".latest")))
			break;
	}
	if (stops.join() !== "2026-11-23")
		wrong.push(`Tab stops in it at ${stops}`);
	await page.locator('.heat a[tabindex="0"], .heat a:not([tabindex])')
		.focus();
	for (const [key, day] of keys) {
		await page.keyboard.press(key);
		if (await here() !== day)
			wrong.push(`${key} leads to ${await here()}, not ${day}`);
	}
	if (keys.length > 0 && await page.$$eval(".heat a", (all) =>
		all.filter((a) => a.tabIndex === 0).length) !== 1)
		wrong.push("there is more than one stop now");
	await page.screenshot({ path: `${shots}/heat.png` });
	wrong.push(...await axe(page));
}

// ---- tries, lines, the menu -----------------------------------------------------

async function dropped(page, wrong) {
	const line = await page.$eval(".tries .dropped", (li) => [...
	li.querySelectorAll("a")].map((a) => {
		const s = getComputedStyle(a);
		return s.textDecorationLine === "line-through" &&
			!/[,/] 0\)$/.test(s.textDecorationColor);
	}));
	if (!line[0] || line.slice(1).some((struck) => struck))
		wrong.push(`struck: ${line}`);
	/* A box within a line is not struck with it. */
	const tags = await page.$$eval(".tries .dropped .hash", (all) => all
		.map((e) => getComputedStyle(e).textDecorationLine));
	if (tags.join() !== "line-through")
		wrong.push(`its tag is ${tags}`);
}

// On the page of its day, too, a try that was dropped has no tick.
async function ticks(page, wrong) {
	const seen = await page.$$eval(".kpt li:has(.became)", (all) => all
		.map((li) => `${li.querySelector(".state").className} ${getComputedStyle(
			li.querySelector("input"), "::after").content}`).join("; "));
	if (seen !== 'state done ""; state dropped none; state retried none')
		wrong.push(seen);
}

async function line(page, wrong) {
	const lit = await page.$eval("#num-L2", (a) => {
		const s = getComputedStyle(a, "::after");
		return { wide: parseFloat(s.width), ground: s.backgroundColor,
			pre: a.closest("pre").clientWidth };
	});
	if (!(lit.wide >= lit.pre) || /, 0\)$/.test(lit.ground))
		wrong.push(JSON.stringify(lit));
	await page.locator("pre").screenshot({ path: `${shots}/line.png` });
}

async function menu(page, wrong) {
	const out = await page.$$eval(".nav a", (all) => {
		const nav = all[0].closest(".nav").getBoundingClientRect();
		return all.filter((a) => {
			const box = a.getBoundingClientRect();
			return box.left < nav.left || box.right > nav.right + 0.5 ||
				box.right > innerWidth || box.bottom > nav.bottom + 0.5;
		}).map((a) => a.textContent);
	});
	if (out.length > 0)
		wrong.push(`out of sight: ${out}`);
	wrong.push(...await axe(page));
	await page.screenshot({ path: `${shots}/menu-${
		await page.getAttribute("html", "lang")}.png` });
}

// ---- the text ---------------------------------------------------------------------

// An entry of one letter can be hit; a heading keeps to the one that it stands
// below, a key looks like one, and what is folded keeps off what follows.
async function letters(page, wrong) {
	wrong.push(...await axe(page));
	const seen = await page.evaluate(() => {
		const box = (s) => document.querySelector(s).getBoundingClientRect();
		return { heads: box(".prose h3").top - box(".prose h2").bottom,
			fold: box(".prose pre").top - box(".prose details").bottom,
			key: getComputedStyle(document.querySelector(".prose kbd"))
				.borderTopStyle,
			label: document.querySelector(".axis").getScreenCTM().a *
				parseFloat(getComputedStyle(
					document.querySelector(".axis text")).fontSize),
			over: document.documentElement.scrollWidth - innerWidth };
	});
	if (seen.heads > 24 || seen.fold < 8 || seen.key !== "solid" ||
		seen.label < 9.5 || seen.over > 0)
		wrong.push(JSON.stringify(seen));
	await page.screenshot({ path: `${shots}/letters-${
		page.viewportSize().width}.png` });
}

// What says that a table goes on does not glare in the dark.
async function edge(page, wrong) {
	const light = await page.$eval(".wide", (box) => Math.max(
		...[...getComputedStyle(box).backgroundImage.matchAll(
			/rgb\((\d+), (\d+), (\d+)\)/g)].map((m) => Math.max(
			...m.slice(1).map(Number)))));
	if (!(light < 100))
		wrong.push(`its edge is ${light} of 255`);
	await page.screenshot({ path: `${shots}/table-dark.png` });
}

// ---- forced colours --------------------------------------------------------------

async function forced(page, wrong) {
	const said = await page.evaluate(() => {
		const ground = (e) => getComputedStyle(e).backgroundColor;
		const line = (e) => getComputedStyle(e).borderBottomColor;
		const legend = [...document.querySelectorAll(".grass .legend .sq")];
		return { legend: new Set(legend.map(ground)).size, of: legend.length,
			mark: getComputedStyle(document.querySelector(".mark"))
				.forcedColorAdjust,
			menu: [...document.querySelectorAll(
				".nav a:not([aria-current])")].filter((a) =>
				line(a) !== ground(document.body) &&
				line(a) !== ground(document.documentElement)).length };
	});
	if (said.legend !== said.of || said.mark !== "none" || said.menu > 0)
		wrong.push(JSON.stringify(said));
	await page.screenshot({ path: `${shots}/forced.png` });
}

require("./window.js")(site, async (look, url) => {
	const open = (path, act, root = url.file) => async (page, wrong) => {
		await page.addInitScript({ path: `${modules}/axe-core/axe.min.js` });
		await page.goto(root + path);
		await act(page, wrong);
	};
	const phone = { viewport: { width: 360, height: 740 } };
	const note = `${pathOf("표")}.html`;
	await look("table", {}, open(note, table));
	await look("table, phone", phone, open(note, table));
	await look("paper", {}, open(note, paper));
	await look("table, dark", { ...phone, colorScheme: "dark" },
		open(note, edge));
	await look("letters", {}, open("daily/2026-11-19.html", letters));
	await look("letters, phone", phone,
		open("daily/2026-11-19.html", letters));
	await look("labels", phone, open("index.html", async (page, wrong) => {
		const size = await page.$eval(".heat", (svg) => svg.getScreenCTM().a *
			parseFloat(getComputedStyle(svg.querySelector("text")).fontSize));
		if (size < 9.5)
			wrong.push(`${size} px`);
	}));
	await look("days", {}, open("index.html", (page, wrong) => heat(page, wrong,
		[["ArrowUp", "2026-11-21"], ["ArrowRight", "2026-11-21"],
			["ArrowDown", "2026-11-23"], ["ArrowDown", "2026-11-23"],
			["ArrowLeft", "2026-11-15"], ["ArrowRight", "2026-11-23"],
			["Home", first], ["ArrowLeft", first], ["End", "2026-11-23"],
			["ArrowUp", "2026-11-21"]])));
	await look("days, phone", phone, open("index.html", (page, wrong) =>
		heat(page, wrong, [["Home", first]])));
	await look("days without script", { javaScriptEnabled: false },
		open("index.html", async (page, wrong) => {
			const stops = await page.$$eval(".heat a", (all) => all
				.filter((a) => a.tabIndex === 0).length);
			if (stops !== 1)
				wrong.push(`${stops} stops`);
			await page.click(".latest .all a");
			await page.waitForURL(/days\.html/);
			if (await page.locator("main .days a.when").count() < 180)
				wrong.push("the other days are in no list");
		}));
	await look("dropped", {}, open("tries.html", dropped));
	await look("tags", phone, open(`${pathOf("꼬리표")}.html`,
		async (page, wrong) => wrong.push(...await axe(page))));
	await look("ticks", phone, open("daily/2026-11-21.html", ticks));
	await look("line", {}, open(`${note}#num-L2`, line));
	await look("a year in the graph", phone, open("graph.html",
		async (page, wrong) => wrong.push(...await axe(page))));
	for (const root of others)
		await look(`menu ${root.slice(-7, -5)}`, phone,
			open("search.html", menu, `file://${root}/`));
	await look("menu ko", { viewport: { width: 320, height: 740 } },
		open("index.html", menu));
	await look("forced colours", { forcedColors: "active" },
		open("index.html", forced));
});
