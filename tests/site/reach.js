// reach.js: every page is reached, by clicks without script and by keyboard
//
// usage: node reach.js MODULES SITE
//
// Prints "WHAT PAGE: FACT", FACT being "fine" or what is wrong.
"use strict";
const { at, main, serve, some } = require("./chromium.js");
const [, , , site] = process.argv;

const say = (what, wrong) =>
	console.log(`${what}: ${wrong.length ? wrong.join("; ") : "fine"}`);

// ---- clicks ------------------------------------------------------------------

// Links that can be seen, as whole addresses; of a picture none, since only
// the middle of a link is clicked.
const links = (page) => page.$$eval("a[href]:not(svg a)", (all) => all
	.map((a, i) => [i, a.checkVisibility() ? a.href : ""])
	.filter(([, href]) => href));

// Click from page to page until no link leads to one that was not seen. What
// is left is told; so is each request that leaves the site.
async function clicks(browser, root, name) {
	const context = await browser.newContext({ javaScriptEnabled: false });
	const page = await context.newPage();
	const left = new Map(some(site).map((path) => [at(root, path), path]));
	const away = [];
	page.on("request", (r) => {
		if (!r.url().startsWith(root) && !r.url().startsWith("data:"))
			away.push(r.url());
	});
	await page.goto(at(root, "index.html"));
	for (const way = [page.url()]; way.length;) {
		const here = page.url().replace(/#.*/, "");
		if (left.has(here)) {
			say(`${name} ${left.get(here)}`, await page.$$eval("h1",
				(h) => h.length === 1 && h[0].checkVisibility()
					? [] : ["its title is not to be seen"]));
			left.delete(here);
		}
		const next = (await links(page)).find(
			([, href]) => left.has(href.replace(/#.*/, "")));
		if (next) {
			way.push(page.url());
			await page.locator("a[href]:not(svg a)").nth(next[0]).click();
			// A click returns before the page it leads to is whole.
			await page.waitForURL(next[1]);
		} else {
			await page.goto(way.pop());
		}
	}
	// Nothing leads to the error page, which leads on.
	for (const [url, path] of left)
		if (path === "404.html") {
			left.delete(url);
			await page.goto(url);
			await page.click("main a");
			await page.waitForURL((now) => now.href !== url);
			say(`${name} ${path}`, []);
		}
	say(`${name} no link leads to`, [...left.values()]);
	say(`${name} requests elsewhere`, away);
	await context.close();
}

// ---- keyboard ----------------------------------------------------------------

// Runs in the page: what a reader with a keyboard has to be able to reach, and
// a number for each.
function number() {
	const all = [...document.querySelectorAll("a[href]:not([tabindex='-1']), button, summary, " +
		"input:not([disabled]), select, textarea, [tabindex='0']")]
		.filter((e) => e.checkVisibility());
	all.forEach((e, i) => e.setAttribute("data-tab", i));
	return all.map((e) => e.outerHTML.slice(0, 80));
}

// Runs in the page: what is wrong with the ring around what has the focus: its
// contrast with what is behind it, or that what scrolls cuts it off.
function rings(e, style, box) {
	const wrong = [], what = e.outerHTML.slice(0, 80);
	const light = (colour) => {
		const [r, g, b] = colour.match(/[\d.]+/g).map((n) => n / 255)
			.map((c) => c > 0.04 ? ((c + 0.055) / 1.055) ** 2.4 : c / 12.92);
		return 0.2126 * r + 0.7152 * g + 0.0722 * b + 0.05;
	};
	const ground = (p) => {
		const colour = p ? getComputedStyle(p).backgroundColor : "rgb(0,0,0)";
		return /^rgb\(/.test(colour) ? colour : ground(p.parentElement);
	};
	const ring = e.matches("svg a")
		? getComputedStyle(e.querySelector("rect")).stroke
		: style.outlineColor;
	const inside = parseFloat(style.outlineOffset);
	const two = [light(ring), light(ground(inside < 0 ? e : e.parentElement))];
	if (Math.max(...two) < 3 * Math.min(...two))
		wrong.push(`ring of ${ring}: ${what}`);
	const scrolls = e.closest("svg") ? null : e.parentElement.closest(
		".nav, .toc, .example, pre, .heat-scroll, .plot-scroll");
	if (scrolls && e.getClientRects().length === 1) {
		const edge = scrolls.getBoundingClientRect();
		const far = inside + parseFloat(style.outlineWidth) - 1;
		if (box.top - far < edge.top || box.bottom + far > edge.bottom ||
			box.left - far < edge.left || box.right + far > edge.right)
			wrong.push(`ring cut off: ${what}`);
	}
	return wrong;
}

// Runs in the page: where the focus is, and whether it is to be seen.
function focused() {
	const e = document.activeElement;
	if (!e || e === document.body)
		return null;
	const style = getComputedStyle(e), wrong = [];
	const ring = e.matches("svg a")
		? getComputedStyle(e.querySelector("rect")).stroke !== "none"
		: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 1;
	const box = e.getClientRects()[0];
	wrong.push(...ring ? rings(e, style, box) : []);
	const x = box.left + Math.min(box.width / 2, 8), y = box.top + box.height / 2;
	const there = document.elementFromPoint(x, Math.min(y, innerHeight - 1));
	if (!ring)
		wrong.push(`no ring on ${e.outerHTML.slice(0, 80)}`);
	if (box.bottom < 0 || box.top > innerHeight)
		wrong.push(`out of sight: ${e.outerHTML.slice(0, 80)}`);
	else if (!there || !(e.contains(there) || there.contains(e) ||
		/* days that are close together on a line overlap */
		e.closest("svg") && e.closest("svg") === there.closest("svg")))
		wrong.push(`hidden: ${e.outerHTML.slice(0, 80)} under ` +
			(there && there.outerHTML.slice(0, 40)));
	return { tab: e.getAttribute("data-tab"), skip: e.className === "skip",
		wrong };
}

async function keyboard(browser, path, colorScheme) {
	const context = await browser.newContext(
		{ viewport: { width: 1280, height: 800 }, colorScheme });
	const page = await context.newPage();
	await page.addInitScript(`window.rings = ${rings}`);
	await page.goto(at(`file://${site}`, path));
	const all = await page.evaluate(number);
	const reached = new Set(), wrong = [];
	let last = -1, now;
	for (let i = 0; i < all.length + 20; i++) {
		await page.keyboard.press("Tab");
		now = await page.evaluate(focused);
		if (!now)
			break;
		if (i === 0 && !now.skip)
			wrong.push("the first is not the way past the menu");
		wrong.push(...now.wrong);
		// What the browser itself lets scroll has no number.
		if (now.tab === null)
			continue;
		reached.add(now.tab);
		if (+now.tab < last)
			wrong.push(`${now.tab} after ${last}`);
		last = +now.tab;
	}
	if (now)
		wrong.push("a trap: the focus does not leave the page");
	wrong.push(...all.filter((_, i) => !reached.has(String(i)))
		.map((html) => `not reached: ${html}`));
	// Past the menu, and on from there.
	await page.goto(at(`file://${site}`, path));
	await page.keyboard.press("Tab");
	await page.keyboard.press("Enter");
	await page.keyboard.press("Tab");
	if (!await page.evaluate(() => document.activeElement === document.body ||
		!document.activeElement.closest(".top")))
		wrong.push("the way past the menu leads into it");
	say(`keyboard ${colorScheme} ${path}`, wrong.slice(0, 8));
	await context.close();
}

main(async (browser) => {
	const server = await serve(site);
	await clicks(browser, `file://${site}`, "file:");
	await clicks(browser, server.url, "http:");
	server.close();
	for (const path of some(site, 1)) {
		await keyboard(browser, path, "light");
		// What the pages at the top have in other colours, the home has too.
		if (path === "index.html" || path.includes("/"))
			await keyboard(browser, path, "dark");
	}
});
