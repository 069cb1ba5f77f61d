// window.js: one window after the other, each with its facts; see chromium.js
//
// usage: require("./window.js")(SITE, async (look, url) => …)
//
// look(NAME, OPTIONS, ACT) opens a window and prints "NAME: FACT", FACT being
// "fine" or what ACT(PAGE, WRONG) and the console say is wrong. url.file and
// url.http are where the site is.
"use strict";
const chromium = require("./chromium.js");

module.exports = (site, run) => chromium.main(async (browser) => {
	const server = await chromium.serve(site);
	const look = async (name, options, act) => {
		const context = await browser.newContext(options);
		const page = await context.newPage();
		const wrong = [];
		// There may be little of the machine left for a test.
		context.setDefaultTimeout(60000);
		page.on("console", (m) => wrong.push(`console: ${m.text()}`));
		page.on("pageerror", (e) => wrong.push(`error: ${e.message}`));
		page.on("dialog", (d) => {
			wrong.push(`dialog: ${d.message()}`);
			d.dismiss();
		});
		await act(page, wrong).catch((e) => wrong.push(e.message));
		console.log(`${name}: ${wrong.join("; ").replace(/\n/g, " ") || "fine"}`);
		await context.close();
	};
	try {
		await run(look, { file: `file://${site}/`, http: `${server.url}/` });
	} finally {
		server.close();
	}
});
