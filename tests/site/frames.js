// frames.js: how long the frames of a large graph take; see window.js
//
// usage: node frames.js MODULES SITE SHOTS
//
// Prints what there is, and the milliseconds that the script takes for a frame
// until the graph is at rest.
"use strict";
const [, , , site, shots] = process.argv;

require("./window.js")(site, (look, url) =>
	look("frames", {}, async (page, wrong) => {
		await page.addInitScript(() => {
			const ask = requestAnimationFrame;
			window.took = [];
			window.requestAnimationFrame = (act) => ask((time) => {
				const from = performance.now();
				act(time);
				window.took.push(performance.now() - from);
			});
		});
		await page.goto(url.file + "graph.html");
		let n = 0, was = -1;
		for (let i = 0; i < 400 && n !== was; i++) {
			was = n;
			await page.waitForTimeout(500);
			n = await page.evaluate(() => window.took.length);
		}
		if (n === 0 || n !== was)
			wrong.push(`${n} frames, and no rest`);
		const took = (await page.evaluate(() => window.took)).sort((a, b) => a - b);
		const at = (part) => took[Math.floor(part * (n - 1))].toFixed(1);
		const links = await page.locator(".net-list ul a").count();
		console.log(`2,000 notes, ${links} links, ${n} frames: median ${at(0.5)} ` +
			`ms, 95 of 100 within ${at(0.95)} ms, longest ${at(1)} ms`);
		await page.screenshot({ path: `${shots}/graph-2000.png` });
	}));
