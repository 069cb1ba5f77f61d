// axe.js: pages as axe-core judges them, and what they look like
//
// usage: node axe.js MODULES SITE SHOTS NAME [all|"" [PAGE…]]
//
// Pages of every kind, or these, wide and light, narrow and dark, and with "all" the
// other way round too. For each it prints "PAGE WIDTH SCHEME: FACT", FACT being
// "fine" or the rules that are broken and where. Pictures go to
// SHOTS/NAME-PAGE-WIDTH-SCHEME.png.
"use strict";
const { at, main, some } = require("./chromium.js");
const [, , modules, site, shots, name, all, ...pages] = process.argv;

const looks = [[1280, "light"], [360, "dark"], [1280, "dark"], [360, "light"]];

// All that WCAG 2.2 asks for on its levels A and AA, and good practice.
const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa",
	"best-practice"];

// In a plot, where a mark is and how big says what it is about: WCAG 2.5.8
// excepts targets whose presentation is essential. The same links stand in a
// list or a table elsewhere.
const small = ".heat, .plot, .axis";

async function judge(page) {
	return page.evaluate(async ([tags, small]) => {
		const { violations } = await window.axe.run(document, {
			runOnly: tags, resultTypes: ["violations"],
			rules: { "target-size": { enabled: true } } });
		return violations.flatMap((v) => v.nodes.filter((n) =>
			v.id !== "target-size" ||
			!document.querySelector(n.target[0]).closest(small))
			.slice(0, 3).map((n) => `${v.id} at ${n.target.join(" ")}: ` +
				n.failureSummary.replace(/\s+/g, " ").slice(0, 200)));
	}, [tags, small]);
}

main(async (browser) => {
	const context = await browser.newContext();
	const page = await context.newPage();
	await context.addInitScript({ path: `${modules}/axe-core/axe.min.js` });
	for (const path of pages[0] ? pages : some(site, all ? 2 : 1)) {
		await page.goto(at(`file://${site}`, path));
		for (const [width, colorScheme] of all ? looks : looks.slice(0, 2)) {
			await page.setViewportSize({ width, height: 800 });
			await page.emulateMedia({ colorScheme });
			const wrong = await judge(page);
			console.log(`${path} ${width} ${colorScheme}: ` +
				(wrong.join("; ") || "fine"));
			await page.screenshot({ fullPage: true, path:
				`${shots}/${name}-${path.replace(/\.html$/, "")
					.replace(/\//g, "-")}-${width}-${colorScheme}.png` });
		}
	}
});
