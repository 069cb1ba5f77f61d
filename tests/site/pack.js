// pack.js: whether a stylesheet that was packed says what it said before
//
// usage: node pack.js MODULES STYLE PACKED
//
// Chromium reads both and writes down each rule as it understood it. A value
// with var() in it is kept as it was written, so there blanks behind commas and
// the zero of "0.5" are no difference.
"use strict";
const fs = require("fs");
const { main } = require("./chromium.js");
const [, , , ...files] = process.argv;

// Runs in the page.
function rules(text) {
	const sheet = new CSSStyleSheet();
	const all = (list, above) => [...list].flatMap((r) =>
		r.cssRules && !r.selectorText && r.cssRules.length > 0
			? all(r.cssRules, `${above}${r.conditionText ?? r.name} / `)
			: above + r.cssText);
	sheet.replaceSync(text);
	return all(sheet.cssRules, "").map((s) => s.replace(/\s+/g, " ")
		.replace(/, /g, ",").replace(/([ :,(])0\./g, "$1."));
}

main(async (browser) => {
	const page = await browser.newPage();
	const read = [];
	for (const file of files)
		read.push(await page.evaluate(rules, fs.readFileSync(file, "utf8")));
	const [whole, packed] = read;
	for (let i = 0; i < Math.max(whole.length, packed.length); i++)
		if (whole[i] !== packed[i])
			console.log(`${whole[i]}\n\tbecame ${packed[i]}`);
	console.log(`${whole.length} rules`);
});
