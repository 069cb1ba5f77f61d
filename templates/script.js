// script.js: what a page can do beyond being read; all of it works without
"use strict";

// ---- a button that copies a block of code ----------------------------------

(() => {
	// The words of the page's language; this very element has them.
	const { copy, copied } = document.currentScript.dataset;
	const said = document.createElement("p");

	// Where there is no clipboard, as at http: addresses, what is selected
	// can be copied all the same.
	const select = (code) => {
		getSelection().selectAllChildren(code);
		if (!document.execCommand("copy"))
			throw new Error("cannot copy");
		getSelection().removeAllRanges();
	};
	// Without its last line end, which a shell would take for Enter.
	const put = async (code) => {
		const text = code.textContent.replace(/\n$/, "");
		try {
			await navigator.clipboard.writeText(text);
		} catch {
			select(code);
		}
	};
	const add = (code) => {
		const box = document.createElement("div");
		const button = document.createElement("button");
		let timer;

		box.className = "copy";
		box.lang = said.lang;
		button.type = "button";
		button.textContent = copy;
		button.addEventListener("click", async () => {
			try {
				await put(code);
			} catch {
				return;
			}
			button.textContent = said.textContent = copied;
			clearTimeout(timer);
			timer = setTimeout(() => {
				button.textContent = copy;
				said.textContent = "";
			}, 2000);
		});
		box.append(button);
		code.parentElement.before(box);
	};

	// Screen readers are told by this, wherever the focus is.
	said.className = "said";
	said.lang = document.documentElement.lang;
	said.setAttribute("role", "status");
	const codes = document.querySelectorAll(
		".prose pre > code, .example pre > code");
	codes.forEach(add);
	if (codes.length)
		document.body.append(said);
})();

// ---- "/" and Ctrl-K lead to the search

addEventListener("keydown", (e) => {
	const box = document.getElementById("_q");

	if (e.ctrlKey || e.metaKey ? e.key !== "k" : e.key !== "/" ||
		e.target.closest("input, textarea, select, [contenteditable]"))
		return;
	e.preventDefault();
	if (box)
		box.select();
	else
		location = document.querySelector("[data-search]").dataset.search;
});

// ---- the heatmap is one stop of Tab; the arrow keys lead from day to day

document.querySelector(".heat")?.addEventListener("keydown", (e) => {
	const days = [...e.currentTarget.querySelectorAll("a")];
	const here = days.indexOf(e.target.closest("a"));
	// Weeks are 13 apart, and so are their days.
	const at = ({ firstElementChild: { x, y } }) =>
		7 * x.baseVal.value + y.baseVal.value;
	const away = (a) => at(a) - at(days[here]);
	const to = { Home: () => 0, End: () => days.length - 1,
		ArrowUp: () => here - 1, ArrowDown: () => here + 1,
		ArrowLeft: () => days.findLastIndex((a) => away(a) <= -91),
		ArrowRight: () => days.findIndex((a) => away(a) >= 91) }[e.key]?.();

	if (to === undefined || e.ctrlKey || e.metaKey || e.altKey)
		return;
	e.preventDefault();
	if (!days[to])
		return;
	days[here].tabIndex = -1;
	days[to].tabIndex = 0;
	days[to].focus();
});

// ---- what has moved is left for the very place that was asked for

{
	const on = document.querySelector("[data-moved]");

	if (on)
		location.replace(on.href + location.hash);
}
