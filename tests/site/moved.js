// moved.js: pages that lead on, as lines "NAME: FACT"; see window.js
//
// usage: node moved.js MODULES SITE OLD NEW ANCHOR
"use strict";
const [, , , site, old, to, anchor] = process.argv;
const pathOf = (page) => page.split("/").map(encodeURIComponent).join("/");

async function place(page, wrong, root) {
	await page.goto(`${root}${pathOf(old)}#${encodeURIComponent(anchor)}`);
	await page.waitForURL(`${root}${pathOf(to)}#${encodeURIComponent(anchor)}`,
		{ timeout: 20000 });
	if (!await page.locator(":target").isVisible())
		wrong.push("the place is not there");
	// There is no way back into it.
	await page.goBack();
	if (page.url() !== "about:blank")
		wrong.push(`back is ${page.url()}`);
	await page.goto(root + pathOf(old));
	await page.waitForURL(root + pathOf(to), { timeout: 20000 });
}

require("./window.js")(site, async (look, url) => {
	for (const name of ["file", "http"]) {
		const root = url[name];
		await look(name, {}, (page, wrong) => place(page, wrong, root));
		await look(`${name} without script`, { javaScriptEnabled: false },
			async (page) => {
				await page.goto(`${root}${pathOf(old)}#x`)
					.catch(() => {}); // It has left already.
				await page.waitForURL((u) =>
					u.href.startsWith(root + pathOf(to)), { timeout: 20000 });
			});
		await look(`${name} with a script that is not there`, {},
			async (page, wrong) => {
				await page.route(/script-.*\.js/, (route) =>
					route.fulfill({ body: "", contentType: "text/javascript" }));
				await page.goto(root + pathOf(old));
				if (page.url() !== root + pathOf(old))
					wrong.push("it leads on all the same");
				await page.locator("main a[data-moved]").click();
				await page.waitForURL(root + pathOf(to), { timeout: 20000 });
			});
	}
});
