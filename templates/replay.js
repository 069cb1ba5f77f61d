// replay.js: a session as it went, from its recording: run_cast.c has its form
//
// The recording is fetched when it is first played. The transcript is the
// page's own: it gives its place, and has it again at the end.
(() => {
	const { play, pause, speed, at, failed } = document.currentScript.dataset;
	const still = matchMedia("(prefers-reduced-motion: reduce)");
	const make = (tag, more) => Object.assign(document.createElement(tag), more);
	const { min } = Math;

	// What a terminal shows of this: a line is written over from its start;
	// colours and the like are dropped, as the page does.
	const screen = (s) => {
		let done = "", line = [], col = 0;
		for (const [c, end] of s.matchAll(
			/\x1b\[[\d;?]*([@-~]?)|\x1b[\]PX^_].*?(?:\x07|\x1b\\|$)|\x1b.?|[^]/gsu))
			if (end === "K")
				line.length = min(line.length, col);
			else if (c === "\n") {
				done += line.join("") + c;
				line = [];
				col = 0;
			} else if (c === "\r")
				col = 0;
			else if (c === "\b")
				col -= col > 0;
			else if (c === "\t" || !/[\0-\x1f\x7f-\x9f]/.test(c)) {
				while (line.length < col)
					line.push(" ");
				line[col++] = c.replace(/[\u202a-\u202e\u2066-\u2069]/, "\ufffd");
			}
		return done + line.join("");
	};

	// [second, element, text] of all that came; nobody waits for more than a
	// second, and what was typed is typed.
	const read = (text) => {
		const v = text.trim().split("\n").slice(1).map((s) => JSON.parse(s));
		let t = 0;
		return v.flatMap(([wait, code, s], i) => {
			t += min(wait, 1);
			if (code !== "o")
				return [[t, "samp", ""]];
			if (v[i - 1]?.[1] !== "i")
				return [[t, v[i + 1]?.[1] === "i" && s.length < 3
					? "span" : "samp", s]];
			const step = still.matches ? 0 : min(0.04, 1.5 / s.length);
			return [...s].map((c) => [t += step, "kbd", c]);
		});
	};

	const add = (pre, url) => {
		const words = [...pre.childNodes];
		const bar = make("p", { className: "replay" });
		const go = make("button", { textContent: play });
		const fast = make("button", { textContent: `${speed} 1×` });
		const to = make("input", { type: "range", step: "any", max: 0, ariaLabel: at });
		const said = make("span");
		let v, n, t = 0, rate = 1, last = 0, id;

		const show = () => {
			const all = [], end = to.max - t < 0.01;
			const many = v.filter(([when]) => when <= t).length;
			to.value = t;
			to.ariaValueText = said.textContent =
				`${t.toFixed(1)} / ${to.max} s`;
			if (n === (n = end ? -1 : many))
				return;
			for (const [, tag, s] of v.slice(0, many))
				all.at(-1)?.[0] === tag ? all.at(-1)[1] += s : all.push([tag, s]);
			pre.style.minHeight ||= `${pre.offsetHeight}px`;
			pre.replaceChildren(...end ? words : all.map(([tag, s]) =>
				make(tag, { textContent: screen(s) })));
		};
		const stop = () => {
			cancelAnimationFrame(id);
			id = 0;
			go.textContent = play;
		};
		const tick = (now) => {
			t = min(to.max, t + (last && min(now - last, 100) / 1000 * rate));
			last = now;
			show();
			if (t < to.max)
				id = requestAnimationFrame(tick);
			else
				stop();
		};
		const get = async () => {
			const got = await fetch(url);
			v = got.ok && read(await got.text());
			to.max = v.at(-1)[0].toFixed(1);
		};
		go.onclick = async () => {
			if (id)
				return stop();
			id = 1;
			go.textContent = pause;
			try {
				v || await get();
			} catch {
				said.textContent = failed;
				return stop();
			}
			if (!id)
				return;
			if (t >= to.max)
				t = 0;
			last = 0;
			tick(0);
		};
		fast.onclick = () => {
			rate = 3 - rate;
			fast.textContent = `${speed} ${rate}×`;
		};
		to.oninput = () => {
			t = +to.value;
			v && show();
		};
		bar.append(go, fast, to, said);
		pre.before(bar);
	};

	// Files cannot be fetched.
	if (location.protocol !== "file:")
		for (const a of document.querySelectorAll(".cast a")) {
			const pre = a.closest("figure").querySelector(".session pre");
			if (pre)
				add(pre, a.href);
		}
})();
