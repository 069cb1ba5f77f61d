// fit.js: pages on a phone, on paper, at rest, and in their languages
//
// usage: node fit.js MODULES SITE LANG
//
// Prints "WHAT PAGE: FACT", FACT being "fine" or what is wrong.
"use strict";
const { at, main, some } = require("./chromium.js");
const [, , , site, lang] = process.argv;

// ---- what runs in the page ---------------------------------------------------

// Nothing is wider than the window, but in what scrolls by itself.
function narrow() {
	const root = document.documentElement, wrong = [];
	const scrolls = (e) => e && e !== root && (
		/auto|scroll|hidden|clip/.test(getComputedStyle(e).overflowX) ||
		scrolls(e.parentElement));
	if (root.scrollWidth > root.clientWidth)
		wrong.push(`${root.scrollWidth} wide in ${root.clientWidth}`);
	for (const e of document.querySelectorAll("body *"))
		if (e.checkVisibility() && !e.closest("svg") &&
			e.getBoundingClientRect().right > root.clientWidth + 1 &&
			!scrolls(e.parentElement))
			wrong.push(`sticks out: ${e.outerHTML.slice(0, 80)}`);
	return wrong.slice(0, 5);
}

function paper() {
	const wrong = [], seen = (e) => e.checkVisibility();
	const light = (colour) => {
		const [r, g, b] = colour.match(/[\d.]+/g).map(Number);
		const grey = (r * 3 + g * 6 + b) / 10;
		return colour.startsWith("color(srgb") ? grey * 255 : grey;
	};
	for (const e of document.querySelectorAll(
		".top, .skip, nav:not(.crumbs), button, input:not(li > input), " +
		".cast, .foot, .crumbs, .numbers summary, .footnote-backref"))
		if (seen(e))
			wrong.push(`not for paper: ${e.outerHTML.slice(0, 60)}`);
	if (document.documentElement.scrollWidth > innerWidth)
		wrong.push(`wider than the paper: ${
			document.documentElement.scrollWidth}`);
	for (const e of document.querySelectorAll("summary"))
		if (getComputedStyle(e).listStyleType !== "none")
			wrong.push(`open, with the sign of what is folded: ${
				e.outerHTML.slice(0, 60)}`);
	for (const e of document.querySelectorAll(".numbers"))
		if (e.offsetHeight > 13 * e.querySelectorAll("tr").length + 60)
			wrong.push(`a column of air: ${e.offsetHeight}`);
	for (const e of document.querySelectorAll("pre, table"))
		if (e.scrollWidth > e.clientWidth + 1 ||
			e.getBoundingClientRect().right > innerWidth + 1)
			wrong.push(`cut: ${e.textContent.trim().slice(0, 40)}`);
	for (const e of document.querySelectorAll(".example :not(svg *)"))
		if (seen(e) && light(getComputedStyle(e).color) > 120 &&
			[...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim()))
			wrong.push(`too light: ${e.outerHTML.slice(0, 60)}`);
	for (const a of document.querySelectorAll("main a[href]:not(svg a)"))
		if (seen(a) && light(getComputedStyle(a).color) > 120)
			wrong.push(`too light: ${a.outerHTML.slice(0, 60)}`);
	for (const e of document.querySelectorAll("details > :not(summary)"))
		if (!seen(e) && seen(e.parentElement))
			wrong.push(`folded: ${e.outerHTML.slice(0, 60)}`);
	for (const e of [document.documentElement,
		...document.querySelectorAll("body, main, pre, .output, .callout, .kpt")]) {
		const ground = getComputedStyle(e).backgroundColor;
		if (!/, 0\)$/.test(ground) && light(ground) < 200 &&
			!/ 0\)$/.test(ground))
			wrong.push(`dark ground: ${ground} ${e.outerHTML.slice(0, 60)}`);
	}
	return wrong.slice(0, 5);
}

function still() {
	const wrong = [];
	for (const e of document.querySelectorAll("*")) {
		const s = getComputedStyle(e);
		if (parseFloat(s.transitionDuration) > 0 ||
			s.animationName !== "none" || s.scrollBehavior !== "auto")
			wrong.push(`moves: ${e.outerHTML.slice(0, 80)}`);
	}
	return wrong.slice(0, 5);
}

// Whoever reads a page aloud has to know the language of each part. What is
// written in Hangul is Korean and what has kana is Japanese, wherever it is but
// in code and what that prints, which have the language of their note.
function tongues(lang) {
	const wrong = [];
	const look = (e, text) => {
		if (e.closest("pre, samp"))
			return;
		const own = e.closest("[lang]").lang;
		const want = /[가-힣]/.test(text) ? "ko"
			: /[ぁ-ヿ]/.test(text) ? "ja" : own;
		if (own !== want)
			wrong.push(`${own}: "${text.trim().slice(0, 40)}" in ` +
				e.outerHTML.slice(0, 60));
	};
	const walk = document.createTreeWalker(document.body,
		NodeFilter.SHOW_TEXT);
	while (walk.nextNode())
		look(walk.currentNode.parentElement, walk.currentNode.data);
	for (const e of document.querySelectorAll("[aria-label], [title], [alt]"))
		for (const name of ["aria-label", "title", "alt"])
			look(e, e.getAttribute(name) || "");
	if (document.documentElement.lang !== lang)
		wrong.push(`the page is in ${document.documentElement.lang}`);
	// Korean breaks between words; Japanese has no spaces to break at.
	for (const e of document.querySelectorAll("p, li, h1, h2, td")) {
		const own = e.closest("[lang]").lang;
		const want = own === "ko" ? "keep-all" : "normal";
		if (getComputedStyle(e).wordBreak !== want)
			wrong.push(`${own} breaks by ${getComputedStyle(e).wordBreak}: ` +
				e.outerHTML.slice(0, 60));
	}
	return wrong.slice(0, 5);
}

// ---- what is asked of each ---------------------------------------------------

const asked = [
	{ what: "narrow", width: 360, test: narrow },
	// What a window of 1280 is at 400 %: WCAG 1.4.10.
	{ what: "narrower", width: 320, test: narrow },
	{ what: "paper", width: 720, media: "print", colorScheme: "dark",
		test: paper },
	{ what: "still", width: 1280, reducedMotion: "reduce", test: still },
	{ what: "language", width: 1280, test: tongues },
];

main(async (browser) => {
	const page = await (await browser.newContext()).newPage();
	for (const path of some(site)) {
		await page.goto(at(`file://${site}`, path));
		for (const { what, width, test, media = "screen",
			colorScheme = "light", reducedMotion = "no-preference" } of asked) {
			await page.setViewportSize({ width, height: 800 });
			await page.emulateMedia({ media, colorScheme, reducedMotion });
			const wrong = await page.evaluate(test, lang);
			console.log(`${what} ${path}: ${wrong.join("; ") || "fine"}`);
		}
	}
});
