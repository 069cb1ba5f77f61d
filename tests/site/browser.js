// browser.js: what a page is like in a browser, as lines of TAP-able facts
//
// usage: node browser.js MODULES SITE PAGE…
//
// Each page is opened from file:// at 1280 and at 360 pixels, light and dark.
// For each it prints "PAGE WIDTH SCHEME: FACT", FACT being "fine" or what is
// wrong: a message on the console, a request that failed, a page wider than
// the window, a link without a name.
"use strict";
const [, , modules, site, ...pages] = process.argv;
const { chromium } = require(modules + "/playwright-core");

const args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
	"--disable-background-networking", "--disable-component-update",
	"--disable-sync"];

// Runs in the page: what a reader would stumble over.
function inspect() {
	const wrong = [];
	const root = document.documentElement;
	if (root.scrollWidth > root.clientWidth)
		wrong.push(`${root.scrollWidth} wide in ${root.clientWidth}`);
	for (const a of document.querySelectorAll("a[href]"))
		if (!a.textContent.trim() && !a.getAttribute("aria-label") &&
			!a.querySelector("title, img[alt]"))
			wrong.push(`a link without a name: ${a.outerHTML}`);
	if (document.querySelectorAll("h1").length !== 1)
		wrong.push(`${document.querySelectorAll("h1").length} h1`);
	if (!root.lang)
		wrong.push("no language");
	const ids = [...document.querySelectorAll("[id]")].map((e) => e.id);
	const twice = ids.filter((id, i) => ids.indexOf(id) !== i);
	if (twice.length)
		wrong.push(`ids twice: ${twice.join(" ")}`);
	return wrong;
}

// All pages in one window, since opening one takes longer than all of them.
async function look(browser, width, scheme) {
	const context = await browser.newContext({
		viewport: { width, height: 800 }, colorScheme: scheme });
	const page = await context.newPage();
	let wrong = [];
	page.on("console", (m) => wrong.push(`console: ${m.text()}`));
	page.on("pageerror", (e) => wrong.push(`error: ${e.message}`));
	page.on("requestfailed", (r) => wrong.push(`not loaded: ${r.url()}`));
	for (const path of pages) {
		wrong = [];
		await page.goto(`file://${site}/${path}`);
		wrong.push(...await page.evaluate(inspect));
		console.log(`${path} ${width} ${scheme}: ` +
			(wrong.join("; ") || "fine"));
	}
	await context.close();
}

(async () => {
	const browser = await chromium.launch({
		executablePath: process.env.CHROMIUM || "/usr/bin/chromium", args });
	for (const width of [1280, 360])
		for (const scheme of ["light", "dark"])
			await look(browser, width, scheme);
	await browser.close();
})().catch((e) => {
	console.error(e.message);
	process.exit(1);
});
