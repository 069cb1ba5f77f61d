# man.awk: the two steps around cmark-gfm that make a manual page; see man.sh

# ---- before: Markdown to Markdown -------------------------------------------

# [[manual/log|text]] as a reference to halfhour-log(1), text in front.
function reference(link,    bar, target, text, page) {
	bar = index(link, "|")
	target = bar ? substr(link, 1, bar - 1) : link
	text = bar ? substr(link, bar + 1) : ""
	sub(/#.*/, "", target)
	if (target !~ /^manual\//)
		return text != "" ? text : target
	page = substr(target, 8)
	page = page == "index" || page == "halfhour" ? "halfhour" : \
		"halfhour-" page
	page = "**" page "**(1)"
	return text == "" || text ~ /^halfhour/ ? page : text " (" page ")"
}

# The wiki links of a line, but not those inside of code.
function links(s,    out, run, n, at, end) {
	out = ""
	while (match(s, /`+|!?\[\[[^]]*\]\]/)) {
		out = out substr(s, 1, RSTART - 1)
		run = substr(s, RSTART, RLENGTH)
		s = substr(s, RSTART + RLENGTH)
		if (run ~ /^`/) {
			at = index(s, run)
			end = at ? at + length(run) - 1 : 0
			out = out run substr(s, 1, end)
			s = substr(s, end + 1)
		} else {
			sub(/^!/, "", run)
			out = out reference(substr(run, 3, length(run) - 4))
		}
	}
	return out s
}

# A row of a table as one paragraph, its first cell being a term.
function row(s,    cell, n, i, text) {
	gsub(/\\\|/, "\001", s)
	sub(/^\| */, "", s)
	sub(/ *\|$/, "", s)
	n = split(s, cell, / *\| */)
	if (!in_table) {
		in_table = 1
		for (i = 1; i <= n; i++)
			head[i] = cell[i]
		return
	}
	if (cell[1] ~ /^:?-+:?$/)
		return
	text = n == 2 ? cell[2] : ""
	for (i = 2; n > 2 && i <= n; i++)
		text = text (i > 2 ? "; " : "") head[i] ": " cell[i]
	s = cell[1] " TPTPTP " text
	gsub(/\001/, "|", s)
	print links(s) "\n"
}

function before_line(s) {
	if (fence) {
		print s
		if (!match(s, /^```+$/) || RLENGTH < fence)
			return
		fence = 0
		if (section == "Synopsis" || section == "Options")
			describe = 1
		return
	}
	if (match(s, /^```+/)) {
		fence = RLENGTH
		print substr(s, 1, fence)
		return
	}
	if (s ~ /^\|/) {
		row(s)
		return
	}
	in_table = 0
	if (s ~ /^# /)
		titled = 1
	else if (s ~ /^##+ /) {
		section = s
		sub(/^#+ /, "", section)
		if (section == "See also" && index_page != "")
			commands()
		describe = 0
		print substr(s, 2)
	} else if (titled && !named && s != "") {
		# The summary of a command; any other page has a description.
		named = 1
		if (about == "")
			print "NAMENAME " s "\n"
		else {
			print "NAMENAME " about "\n"
			print "# Description\n"
			print links(s)
		}
	} else {
		if (describe && s != "") {
			print "# Description\n"
			describe = 0
		}
		print links(s)
	}
}

# The table of commands of the manual's first page.
function commands(    s, on) {
	print "# Commands\n"
	in_table = 0
	while ((getline s < index_page) > 0) {
		if (s ~ /^## /)
			on = s == "## The commands"
		else if (on && s ~ /^\|/)
			row(s)
	}
	close(index_page)
}

BEGIN {
	if (step == "before" && ARGC > 2) {
		index_page = ARGV[2]
		ARGC = 2
	}
}

step == "before" && NR == 1 && $0 == "---" { meta = 1; next }
step == "before" && meta {
	if ($0 == "---")
		meta = 0
	else if (sub(/^description: */, ""))
		about = $0
	next
}
step == "before" { before_line($0); next }

# ---- behind: man(7) to man(7) -----------------------------------------------

function fonts(s) {
	gsub(/\\f\[C\]/, "\\fB", s)
	gsub(/\\f\[B\]/, "\\fB", s)
	gsub(/\\f\[I\]/, "\\fI", s)
	gsub(/\\f\[\]/, "\\fR", s)
	return s
}

# The length of a text as mandoc counts it: what is not ASCII as \[u1234].
function width(s) {
	gsub(/[\300-\377][\200-\277]*/, "12345678", s)
	return length(s)
}

# Text in lines of at most 80 of these, none of which looks like a macro.
function fill(s,    word, n, i, line, out) {
	n = split(fonts(s), word, /[ \n]+/)
	line = out = ""
	for (i = 1; i <= n; i++) {
		if (line != "" && width(line " " word[i]) > 80) {
			out = out line "\n"
			line = ""
		}
		if (line == "" && word[i] ~ /^[.\047]/)
			word[i] = "\\&" word[i]
		line = line (line == "" ? "" : " ") word[i]
	}
	return out line
}

# A paragraph, whole: a name, a term with its text, or only text.
function paragraph(s, macro,    at, term) {
	if (s ~ /^NAMENAME /) {
		sub(/^NAMENAME /, "", s)
		print ".SH NAME\n" fill(name " \\- " s)
		return
	}
	at = index(s, " TPTPTP")
	if (at > 0) {
		term = fonts(substr(s, 1, at - 1))
		s = substr(s, at + 7)
		sub(/^ /, "", s)
		# A term is one line; a long one becomes a paragraph.
		if (width(term) <= 80)
			print ".TP\n" term "\n" fill(s)
		else
			print ".PP\n" fill(term) "\n.RS 4\n" fill(s) "\n.RE"
		return
	}
	if (macro != "")
		print macro
	print fill(s)
}

function flush_text() {
	if (text != "")
		paragraph(text, headed && macro == ".PP" ? "" : macro)
	if (text != "")
		headed = 0
	text = macro = ""
}

step == "behind" && NR == 1 {
	title = toupper(name)
	print "'\\\" -*- coding: utf-8 -*-"
	print ".TH \"" title "\" \"1\" \"" date "\" \"halfhour " version \
		"\" \"Manual of halfhour\""
}

code && $0 == "\\f[]" { next }
code && $0 == ".fi" { print ".EE\n.RE"; code = 0; next }
code && $0 == "\\f[C]" { next }
code { print; next }

$0 == ".nf" {
	if (!headed)
		print ".PP"
	print ".RS 4\n.EX"
	headed = 0
	macro = text = ""
	code = 1
	next
}
$0 == ".SH" || $0 == ".SS" { flush_text(); heading = $0; next }
heading != "" {
	print heading " " (heading == ".SH" ? toupper(fonts($0)) : fonts($0))
	heading = ""
	headed = 1
	next
}
/^\.(PP|IP|LP)/ { flush_text(); macro = $0; next }
/^\.[A-Z]/ { flush_text(); print fonts($0); next }
{ text = text (text == "" ? "" : "\n") $0 }
END { if (step == "behind") flush_text() }
