/* test_tmpl.c: the cases of the Mustache specification, and ours */
#include "tap.h"

#include "base/arena.h"
#include "tmpl/tmpl.h"

static struct arena *arena;

/*
 * Scopes are written in a little JSON with ' for ", so that a case is a few
 * lines: {'a':[1,{'b':'x'}],'t':true,'h':<b>x</b>;} where <…; is HTML.
 */
static struct tmpl_val *scope_value(const char **s);

static char *
scope_until(const char **s, char end)
{
	const char *from = ++*s;

	*s = strchr(from, end) + 1;
	return arena_strndup(arena, from, (size_t)(*s - from) - 1);
}

static void
scope_member(struct tmpl_val *obj, const char **s)
{
	const char *key = scope_until(s, '\''), *html;

	switch (*++*s) {
	case '<':
		html = arena_printf(arena, "<%s", scope_until(s, ';'));
		tmpl_html(arena, obj, key, html, strlen(html));
		break;
	case 't':
	case 'f':
		tmpl_bool(arena, obj, key, **s == 't');
		*s += strcspn(*s, ",}");
		break;
	default:
		tmpl_set(arena, obj, key, scope_value(s));
	}
}

static struct tmpl_val *
scope_value(const char **s)
{
	struct tmpl_val *v;
	size_t n;

	switch (**s) {
	case '{':
		v = tmpl_object(arena);
		for (++*s; **s != '}'; *s += **s == ',')
			scope_member(v, s);
		break;
	case '[':
		v = tmpl_list(arena);
		for (++*s; **s != ']'; *s += **s == ',')
			tmpl_push(arena, v, scope_value(s));
		break;
	case '\'':
		return tmpl_text_val(arena, scope_until(s, '\''));
	default:
		n = strcspn(*s, ",]}");
		v = tmpl_text_val(
		    arena, **s == 'n' ? NULL : arena_strndup(arena, *s, n));
		*s += n;
		return v;
	}
	++*s;
	return v;
}

struct render_case {
	const char *name, *text, *scope, *want;
	const char *partial; /* the text of the template "p", or NULL */
};

static const struct render_case variables[] = {
	{ "no interpolation", "Hello from {Mustache}!\n", "{}",
	    "Hello from {Mustache}!\n", NULL },
	{ "basic interpolation", "Hello, {{subject}}!\n", "{'subject':'world'}",
	    "Hello, world!\n", NULL },
	{ "no re-interpolation", "{{t}}: {{planet}}",
	    "{'t':'{{planet}}','planet':'Earth'}", "{{planet}}: Earth", NULL },
	{ "HTML escaping", "{{forbidden}}", "{'forbidden':'& \" < >'}",
	    "&amp; &quot; &lt; &gt;", NULL },
	{ "triple mustache", "{{{forbidden}}}", "{'forbidden':'& \" < >'}",
	    "& \" < >", NULL },
	{ "ampersand", "{{&forbidden}}", "{'forbidden':'& \" < >'}", "& \" < >",
	    NULL },
	{ "integer", "\"{{mph}} miles\"", "{'mph':85}", "\"85 miles\"", NULL },
	{ "triple integer", "{{{mph}}}", "{'mph':85}", "85", NULL },
	{ "ampersand integer", "{{&mph}}", "{'mph':85}", "85", NULL },
	{ "null", "I ({{cannot}}) be seen!", "{'cannot':null}", "I () be seen!",
	    NULL },
	{ "triple null", "I ({{{cannot}}})", "{'cannot':null}", "I ()", NULL },
	{ "ampersand null", "I ({{&cannot}})", "{'cannot':null}", "I ()",
	    NULL },
	{ "context miss", "I ({{cannot}})", "{}", "I ()", NULL },
	{ "triple context miss", "I ({{{cannot}}})", "{}", "I ()", NULL },
	{ "ampersand context miss", "I ({{&cannot}})", "{}", "I ()", NULL },
	{ "dotted names", "{{p.name}} == {{#p}}{{name}}{{/p}}",
	    "{'p':{'name':'Joe'}}", "Joe == Joe", NULL },
	{ "triple dotted names", "{{{p.name}}} == {{#p}}{{{name}}}{{/p}}",
	    "{'p':{'name':'Joe'}}", "Joe == Joe", NULL },
	{ "dotted names, any depth", "{{a.b.c.d.e.name}} == Phil",
	    "{'a':{'b':{'c':{'d':{'e':{'name':'Phil'}}}}}}", "Phil == Phil",
	    NULL },
	{ "dotted names, broken chain", "{{a.b.c}} == ", "{'a':{}}",
	    " == ", NULL },
	{ "dotted names, broken chain resolution", "{{a.b.c.name}} == ",
	    "{'a':{'b':{}},'c':{'name':'Jim'}}", " == ", NULL },
	{ "dotted names, initial resolution",
	    "{{#a}}{{b.c.d.e.name}}{{/a}} == Phil",
	    "{'a':{'b':{'c':{'d':{'e':{'name':'Phil'}}}}},"
	    "'b':{'c':{'d':{'e':{'name':'Wrong'}}}}}",
	    "Phil == Phil", NULL },
	{ "dotted names, context precedence", "{{#a}}{{b.c}}{{/a}}",
	    "{'a':{'b':{}},'b':{'c':'ERROR'}}", "", NULL },
	{ "dotted names are never single keys", "{{a.b}}", "{'a.b':'c'}", "",
	    NULL },
	{ "dotted names, no masking", "{{a.b}}", "{'a.b':'c','a':{'b':'d'}}",
	    "d", NULL },
	{ "implicit iterator", "Hello, {{.}}!", "'world'", "Hello, world!",
	    NULL },
	{ "implicit iterator escapes", "{{.}}", "'& \" < >'",
	    "&amp; &quot; &lt; &gt;", NULL },
	{ "implicit iterator, triple", "{{{.}}}", "'& \" < >'", "& \" < >",
	    NULL },
	{ "implicit iterator, ampersand", "{{&.}}", "'& \" < >'", "& \" < >",
	    NULL },
	{ "surrounding white space", "| {{string}} |", "{'string':'---'}",
	    "| --- |", NULL },
	{ "surrounding white space, triple", "| {{{string}}} |",
	    "{'string':'---'}", "| --- |", NULL },
	{ "standalone", "  {{string}}\n", "{'string':'---'}", "  ---\n", NULL },
	{ "standalone triple", "  {{{string}}}\n", "{'string':'---'}",
	    "  ---\n", NULL },
	{ "standalone ampersand", "  {{&string}}\n", "{'string':'---'}",
	    "  ---\n", NULL },
	{ "padding", "|{{ string }}|", "{'string':'---'}", "|---|", NULL },
	{ "triple padding", "|{{{ string }}}|", "{'string':'---'}", "|---|",
	    NULL },
	{ "ampersand padding", "|{{& string }}|", "{'string':'---'}", "|---|",
	    NULL },
	{ "true is a word", "{{t}}{{f}}", "{'t':true,'f':false}", "true",
	    NULL },
	{ "finished HTML", "{{{h}}}{{&h}}", "{'h':<b>;}", "<b><b>", NULL },
	{ "Hangul", "{{#list}}{{.}}{{/list}}", "{'list':['&#','한글']}",
	    "&amp;#한글", NULL },
};

static const struct render_case sections[] = {
	{ "truthy", "\"{{#b}}This is.{{/b}}\"", "{'b':true}", "\"This is.\"",
	    NULL },
	{ "falsey", "\"{{#b}}This is.{{/b}}\"", "{'b':false}", "\"\"", NULL },
	{ "null is falsey", "\"{{#b}}This is.{{/b}}\"", "{'b':null}", "\"\"",
	    NULL },
	{ "the empty text is falsey", "{{#b}}x{{/b}}{{^b}}y{{/b}}", "{'b':''}",
	    "y", NULL },
	{ "context", "\"{{#c}}Hi {{name}}.{{/c}}\"", "{'c':{'name':'Joe'}}",
	    "\"Hi Joe.\"", NULL },
	{ "parent contexts", "{{#sec}}{{a}}, {{b}}, {{c.d}}{{/sec}}",
	    "{'a':'foo','b':'wrong','sec':{'b':'bar'},'c':{'d':'baz'}}",
	    "foo, bar, baz", NULL },
	{ "variable test", "{{#foo}}{{.}} is {{foo}}{{/foo}}", "{'foo':'bar'}",
	    "bar is bar", NULL },
	{ "list contexts",
	    "{{#tops}}{{#middles}}{{tname.lower}}{{mname}}."
	    "{{#bottoms}}{{tname.upper}}{{mname}}{{bname}}.{{/bottoms}}"
	    "{{/middles}}{{/tops}}",
	    "{'tops':[{'tname':{'upper':'A','lower':'a'},'middles':"
	    "[{'mname':'1','bottoms':[{'bname':'x'},{'bname':'y'}]}]}]}",
	    "a1.A1x.A1y.", NULL },
	{ "deeply nested contexts",
	    "{{#a}}{{one}}{{#b}}{{one}}{{two}}{{one}}{{#c}}{{one}}{{two}}"
	    "{{three}}{{two}}{{one}}{{/c}}{{one}}{{/b}}{{one}}{{/a}}",
	    "{'a':{'one':1},'b':{'two':2},'c':{'three':3}}", "11211232111",
	    NULL },
	{ "list", "\"{{#list}}{{item}}{{/list}}\"",
	    "{'list':[{'item':1},{'item':2},{'item':3}]}", "\"123\"", NULL },
	{ "empty list", "\"{{#list}}Yay!{{/list}}\"", "{'list':[]}", "\"\"",
	    NULL },
	{ "doubled",
	    "{{#b}}\n* first\n{{/b}}\n* {{two}}\n{{#b}}\n* third\n{{/b}}\n",
	    "{'b':true,'two':'second'}", "* first\n* second\n* third\n", NULL },
	{ "nested truthy", "| A {{#b}}B {{#b}}C{{/b}} D{{/b}} E |",
	    "{'b':true}", "| A B C D E |", NULL },
	{ "nested falsey", "| A {{#b}}B {{#b}}C{{/b}} D{{/b}} E |",
	    "{'b':false}", "| A  E |", NULL },
	{ "context misses", "[{{#missing}}Found{{/missing}}]", "{}", "[]",
	    NULL },
	{ "implicit iterator over texts", "\"{{#list}}({{.}}){{/list}}\"",
	    "{'list':['a','b','c']}", "\"(a)(b)(c)\"", NULL },
	{ "implicit iterator over integers", "{{#list}}({{.}}){{/list}}",
	    "{'list':[1,2,3]}", "(1)(2)(3)", NULL },
	{ "implicit iterator over lists",
	    "{{#list}}({{#.}}{{.}}{{/.}}){{/list}}",
	    "{'list':[[1,2,3],['a','b']]}", "(123)(ab)", NULL },
	{ "implicit iterator escapes", "{{#list}}({{.}}){{/list}}",
	    "{'list':['&','<']}", "(&amp;)(&lt;)", NULL },
	{ "implicit iterator, triple", "{{#list}}({{{.}}}){{/list}}",
	    "{'list':['&','<']}", "(&)(<)", NULL },
	{ "root level list", "{{#.}}({{value}}){{/.}}",
	    "[{'value':'a'},{'value':'b'}]", "(a)(b)", NULL },
	{ "dotted truthy", "{{#a.b.c}}Here{{/a.b.c}}", "{'a':{'b':{'c':true}}}",
	    "Here", NULL },
	{ "dotted falsey", "{{#a.b.c}}Here{{/a.b.c}}",
	    "{'a':{'b':{'c':false}}}", "", NULL },
	{ "dotted broken chain", "{{#a.b.c}}Here{{/a.b.c}}", "{'a':{}}", "",
	    NULL },
	{ "surrounding white space", " | {{#b}}\t|\t{{/b}} | \n", "{'b':true}",
	    " | \t|\t | \n", NULL },
	{ "internal white space", " | {{#b}} {{! }}\n {{/b}} | \n",
	    "{'b':true}", " |  \n  | \n", NULL },
	{ "indented inline", " {{#b}}YES{{/b}}\n {{#b}}GOOD{{/b}}\n",
	    "{'b':true}", " YES\n GOOD\n", NULL },
	{ "standalone lines", "| This\n{{#b}}\n|\n{{/b}}\n| A Line\n",
	    "{'b':true}", "| This\n|\n| A Line\n", NULL },
	{ "indented standalone lines",
	    "| This\n  {{#b}}\n|\n  {{/b}}\n| A Line\n", "{'b':true}",
	    "| This\n|\n| A Line\n", NULL },
	{ "standalone CRLF", "|\r\n{{#b}}\r\n{{/b}}\r\n|", "{'b':true}",
	    "|\r\n|", NULL },
	{ "standalone without line before", "  {{#b}}\n#{{/b}}\n/",
	    "{'b':true}", "#\n/", NULL },
	{ "standalone without newline", "#{{#b}}\n/\n  {{/b}}", "{'b':true}",
	    "#\n/\n", NULL },
	{ "padding", "|{{# b }}={{/ b }}|", "{'b':true}", "|=|", NULL },
};

static const struct render_case inverted[] = {
	{ "falsey", "{{^b}}This{{/b}}", "{'b':false}", "This", NULL },
	{ "truthy", "{{^b}}This{{/b}}", "{'b':true}", "", NULL },
	{ "null", "{{^b}}This{{/b}}", "{'b':null}", "This", NULL },
	{ "context", "{{^c}}Hi {{name}}{{/c}}", "{'c':{'name':'Joe'}}", "",
	    NULL },
	{ "list", "{{^list}}{{n}}{{/list}}", "{'list':[{'n':1}]}", "", NULL },
	{ "empty list", "{{^list}}Yay!{{/list}}", "{'list':[]}", "Yay!", NULL },
	{ "doubled",
	    "{{^b}}\n* first\n{{/b}}\n* {{two}}\n{{^b}}\n* third\n{{/b}}\n",
	    "{'b':false,'two':'second'}", "* first\n* second\n* third\n",
	    NULL },
	{ "nested falsey", "| A {{^b}}B {{^b}}C{{/b}} D{{/b}} E |",
	    "{'b':false}", "| A B C D E |", NULL },
	{ "nested truthy", "| A {{^b}}B {{^b}}C{{/b}} D{{/b}} E |",
	    "{'b':true}", "| A  E |", NULL },
	{ "context misses", "[{{^missing}}None{{/missing}}]", "{}", "[None]",
	    NULL },
	{ "dotted truthy", "{{^a.b}}No{{/a.b}}", "{'a':{'b':true}}", "", NULL },
	{ "dotted broken chain", "{{^a.b.c}}No{{/a.b.c}}", "{'a':{}}", "No",
	    NULL },
	{ "surrounding white space", " | {{^b}}\t|\t{{/b}} | \n", "{'b':false}",
	    " | \t|\t | \n", NULL },
	{ "indented inline", " {{^b}}NO{{/b}}\n {{^b}}WAY{{/b}}\n",
	    "{'b':false}", " NO\n WAY\n", NULL },
	{ "standalone lines", "| This\n{{^b}}\n|\n{{/b}}\n| A Line\n",
	    "{'b':false}", "| This\n|\n| A Line\n", NULL },
	{ "standalone CRLF", "|\r\n{{^b}}\r\n{{/b}}\r\n|", "{'b':false}",
	    "|\r\n|", NULL },
	{ "standalone without newline", "^{{^b}}\n/\n  {{/b}}", "{'b':false}",
	    "^\n/\n", NULL },
	{ "padding", "|{{^ b }}={{/ b }}|", "{'b':false}", "|=|", NULL },
};

static const struct render_case comments[] = {
	{ "inline", "12345{{! Comment Block! }}67890", "{}", "1234567890",
	    NULL },
	{ "multiline", "12345{{!\n  This is a\n  comment...\n}}67890\n", "{}",
	    "1234567890\n", NULL },
	{ "standalone", "Begin.\n{{! Comment Block! }}\nEnd.\n", "{}",
	    "Begin.\nEnd.\n", NULL },
	{ "indented standalone", "Begin.\n  {{! Indented! }}\nEnd.\n", "{}",
	    "Begin.\nEnd.\n", NULL },
	{ "standalone CRLF", "|\r\n{{! Standalone }}\r\n|", "{}", "|\r\n|",
	    NULL },
	{ "standalone without line before", "  {{! I'm }}\n!", "{}", "!",
	    NULL },
	{ "standalone without newline", "!\n  {{! I'm }}", "{}", "!\n", NULL },
	{ "multiline standalone", "Begin.\n{{!\nSomething...\n}}\nEnd.\n", "{}",
	    "Begin.\nEnd.\n", NULL },
	{ "indented multiline standalone",
	    "Begin.\n  {{!\n    Something...\n  }}\nEnd.\n", "{}",
	    "Begin.\nEnd.\n", NULL },
	{ "indented inline", "  12 {{! 34 }}\n", "{}", "  12 \n", NULL },
	{ "surrounding white space", "12345 {{! x }} 67890", "{}",
	    "12345  67890", NULL },
	{ "a comment looks like a name", "({{! name }}{{!name}})",
	    "{'name':1,'! name':2}", "()", NULL },
};

static const struct render_case delimiters[] = {
	{ "pair", "{{=<% %>=}}(<%text%>)", "{'text':'Hey!'}", "(Hey!)", NULL },
	{ "special characters", "({{=[ ]=}}[text])", "{'text':'It worked!'}",
	    "(It worked!)", NULL },
	{ "sections",
	    "[\n{{#s}}\n  {{data}}\n  |data|\n{{/s}}\n\n"
	    "{{= | | =}}\n|#s|\n  {{data}}\n  |data|\n|/s|\n]\n",
	    "{'s':true,'data':'I got'}",
	    "[\n  I got\n  |data|\n\n  {{data}}\n  I got\n]\n", NULL },
	{ "inverted sections",
	    "[\n{{^s}}\n  {{data}}\n  |data|\n{{/s}}\n\n"
	    "{{= | | =}}\n|^s|\n  {{data}}\n  |data|\n|/s|\n]\n",
	    "{'s':false,'data':'I got'}",
	    "[\n  I got\n  |data|\n\n  {{data}}\n  I got\n]\n", NULL },
	{ "not inherited by partials", "[ {{>p}} ]\n{{= | | =}}\n[ |>p| ]\n",
	    "{'value':'yes'}", "[ .yes. ]\n[ .yes. ]\n", ".{{value}}." },
	{ "not changed by partials", "[ {{>p}} ]\n[ .{{value}}.  .|value|. ]\n",
	    "{'value':'yes'}", "[ .yes.  .yes. ]\n[ .yes.  .|value|. ]\n",
	    ".{{value}}. {{= | | =}} .|value|." },
	{ "surrounding white space", "| {{=@ @=}} |", "{}", "|  |", NULL },
	{ "outlying white space", " | {{=@ @=}}\n", "{}", " | \n", NULL },
	{ "standalone", "Begin.\n{{=@ @=}}\nEnd.\n", "{}", "Begin.\nEnd.\n",
	    NULL },
	{ "indented standalone", "Begin.\n  {{=@ @=}}\nEnd.\n", "{}",
	    "Begin.\nEnd.\n", NULL },
	{ "standalone CRLF", "|\r\n{{= @ @ =}}\r\n|", "{}", "|\r\n|", NULL },
	{ "standalone without line before", "  {{=@ @=}}\n=", "{}", "=", NULL },
	{ "standalone without newline", "=\n  {{=@ @=}}", "{}", "=\n", NULL },
	{ "padding", "|{{= @   @ =}}|", "{}", "||", NULL },
};

static const struct render_case partials[] = {
	{ "basic", "\"{{>p}}\"", "{}", "\"from partial\"", "from partial" },
	{ "not there", "\"{{>none}}\"", "{}", "\"\"", NULL },
	{ "context", "\"{{>p}}\"", "{'text':'content'}", "\"*content*\"",
	    "*{{text}}*" },
	{ "recursion", "{{>p}}",
	    "{'content':'X','nodes':[{'content':'Y','nodes':[]}]}", "X<Y<>>",
	    "{{content}}<{{#nodes}}{{>p}}{{/nodes}}>" },
	{ "surrounding white space", "| {{>p}} |", "{}", "| \t|\t |", "\t|\t" },
	{ "inline indentation", "  {{data}}  {{> p}}\n", "{'data':'|'}",
	    "  |  >\n>\n", ">\n>" },
	{ "standalone CRLF", "|\r\n{{>p}}\r\n|", "{}", "|\r\n>|", ">" },
	{ "standalone without line before", "  {{>p}}\n>", "{}", "  >\n  >>",
	    ">\n>" },
	{ "standalone without newline", ">\n  {{>p}}", "{}", ">\n  >\n  >",
	    ">\n>" },
	{ "standalone indentation", "\\\n {{>p}}\n/\n", "{'content':'<'}",
	    "\\\n |\n <\n |\n/\n", "|\n{{{content}}}\n|\n" },
	{ "what a variable holds is not indented", " {{>p}}\n",
	    "{'content':'<\n->'}", " |\n <\n->\n |\n",
	    "|\n{{{content}}}\n|\n" },
	{ "padding", "|{{> p }}|", "{'b':true}", "|[]|", "[]" },
	{ "no indentation of empty lines", "  {{>p}}\n", "{}", "  a\n\n  b\n",
	    "a\n\nb\n" },
	{ "sections in an indented partial", "  {{>p}}\n", "{'b':true}",
	    "  <\n  x\n  >\n", "<\n{{#b}}\nx\n{{/b}}\n>\n" },
	{ "indentation inside indentation", " {{>q}}\n", "{}", "  x\n", "x\n" },
};

static void
render_case(const char *group, const struct render_case *c)
{
	struct tmpl_set *set = tmpl_set_new();
	struct strbuf out = STRBUF_INIT;
	struct err e = ERR_INIT;
	const char *s = c->scope;
	int rc;

	rc = tmpl_set_add(set, "t", c->text, strlen(c->text), &e);
	if (rc == 0 && c->partial != NULL)
		rc = tmpl_set_add(set, "p", c->partial, strlen(c->partial), &e);
	if (rc == 0)
		rc = tmpl_set_add(set, "q", " {{>p}}\n", 8, &e);
	if (rc == 0)
		rc = tmpl_render(&out, set, "t", scope_value(&s), &e);
	is_str(rc == 0 ? out.buf : e.msg, c->want, "%s: %s", group, c->name);
	strbuf_release(&out);
	tmpl_set_free(set);
}

#define RENDER_CASES(group)                                                    \
	for (size_t i = 0; i < sizeof(group) / sizeof(*(group)); i++)          \
	render_case(#group, &(group)[i])

static const struct {
	const char *text, *want;
} mistakes[] = {
	{ "a\n  {{name", "t:2:3: this tag has no end" },
	{ "{{{name}}", "t:1:1: this tag has no end" },
	{ "{{}}", "t:1:1: a name is missing" },
	{ "한 {{ a b }}", "t:1:5: a name is one word" },
	{ "{{#a}}\n{{#b}}\n", "t:2:1: the section \"b\" has no end" },
	{ "x\n{{/a}}", "t:2:1: no section is open here" },
	{ "{{#a}}\n{{/b}}",
	    "t:2:1: this ends \"b\", but \"a\" of line 1 is open" },
	{ "{{=x=}}",
	    "t:1:1: two delimiters are wanted here, as in {{=<% %>=}}" },
	{ "{{= =}}",
	    "t:1:1: two delimiters are wanted here, as in {{=<% %>=}}" },
	{ "{{=12345678901234567 x=}}",
	    "t:1:1: two delimiters are wanted here, as in {{=<% %>=}}" },
	{ "{{<parent}}{{/parent}}",
	    "t:1:1: blocks and parents are not known here, use a partial" },
	{ "{{! two\nlines }}{{", "t:2:9: this tag has no end" },
};

static const struct {
	const char *text, *scope, *want;
} failures[] = {
	{ "a\n {{h}}", "{'h':<b>;}",
	    "t:2:2: \"h\" is HTML already: write {{{…}}}" },
	{ "{{o}}", "{'o':{}}",
	    "t:1:1: \"o\" is a list or an object, not a text" },
	{ "{{l}}", "{'l':[1]}",
	    "t:1:1: \"l\" is a list or an object, not a text" },
	{ "-{{>t}}", "{}", "t:1:2: \"t\" is too many partials deep" },
};

static void
mistake_cases(void)
{
	struct tmpl_set *set = tmpl_set_new();
	struct strbuf deep = STRBUF_INIT;
	struct err e = ERR_INIT;
	size_t i;

	for (i = 0; i < sizeof(mistakes) / sizeof(*mistakes); i++) {
		int rc = tmpl_set_add(
		    set, "t", mistakes[i].text, strlen(mistakes[i].text), &e);

		is_str(rc == -1 ? e.msg : "parsed", mistakes[i].want,
		    "mistake: %s", mistakes[i].want);
		ok(!tmpl_set_has(set, "t"), "and the set is as it was");
	}
	for (i = 0; i < 100; i++)
		strbuf_adds(&deep, "{{#a}}");
	ok(tmpl_set_add(set, "t", deep.buf, deep.len, &e) == -1,
	    "mistake: 100 sections inside each other");
	strbuf_release(&deep);
	tmpl_set_free(set);
}

static void
failure_cases(void)
{
	struct tmpl_set *set = tmpl_set_new();
	struct strbuf out = STRBUF_INIT;
	struct err e = ERR_INIT;
	size_t i;

	strbuf_adds(&out, "before");
	for (i = 0; i < sizeof(failures) / sizeof(*failures); i++) {
		const char *s = failures[i].scope;
		int rc = tmpl_set_add(
		    set, "t", failures[i].text, strlen(failures[i].text), &e);

		if (rc == 0)
			rc = tmpl_render(&out, set, "t", scope_value(&s), &e);
		is_str(rc == -1 ? e.msg : "rendered", failures[i].want,
		    "failure: %s", failures[i].want);
		is_str(out.buf, "before", "and the output is as it was");
	}
	ok(tmpl_render(&out, set, "none", tmpl_object(arena), &e) == -1,
	    "failure: %s", e.msg);
	strbuf_release(&out);
	tmpl_set_free(set);
	tmpl_set_free(NULL);
}

static void
replace_case(void)
{
	struct tmpl_set *set = tmpl_set_new();
	struct strbuf out = STRBUF_INIT;
	struct err e = ERR_INIT;

	ok(tmpl_set_add(set, "t", "old", 3, &e) == 0, "a template");
	ok(tmpl_set_add(set, "t", "new", 3, &e) == 0, "one of the same name");
	ok(tmpl_set_add(set, "t", "{{", 2, &e) == -1, "and one that is wrong");
	ok(tmpl_set_check(set, &e) == 0, "no partial is missing");
	tmpl_set_add(set, "u", "a\n {{>t}}{{>none}}", 18, &e);
	ok(tmpl_set_check(set, &e) == -1, "and now one is");
	is_str(e.msg, "u:2:8: \"none\" is no template", "and where");
	tmpl_render(&out, set, "t", tmpl_object(arena), &e);
	is_str(out.buf, "new", "the last good one is there");
	strbuf_release(&out);
	tmpl_set_free(set);
}

/* Of an object of many members each is found, and none that it has not. */
static void
index_case(void)
{
	struct tmpl_val *obj = tmpl_object(arena), *top = tmpl_object(arena);
	struct strbuf text = STRBUF_INIT, want = STRBUF_INIT, out = STRBUF_INIT;
	struct tmpl_set *set = tmpl_set_new();
	struct err e = ERR_INIT;
	int i;

	for (i = 0; i < 300; i++) {
		const char *key = arena_printf(arena, "k%d", i * 7);

		tmpl_int(arena, obj, key, i);
		strbuf_addf(&text, "{{o.k%d}}-{{o.k%d}},", i * 7, i * 7 + 1);
		strbuf_addf(&want, "%d-,", i);
	}
	tmpl_index(arena, obj);
	tmpl_set(arena, top, "o", obj);
	ok(tmpl_set_add(set, "t", text.buf, text.len, &e) == 0 &&
		tmpl_render(&out, set, "t", top, &e) == 0,
	    "an object with an index: %s", e.msg);
	is_str(out.buf, want.buf, "has what it had");
	strbuf_release(&text);
	strbuf_release(&want);
	strbuf_release(&out);
	tmpl_set_free(set);
}

int
main(void)
{
	arena = arena_new();
	RENDER_CASES(variables);
	RENDER_CASES(sections);
	RENDER_CASES(inverted);
	RENDER_CASES(comments);
	RENDER_CASES(delimiters);
	RENDER_CASES(partials);
	mistake_cases();
	failure_cases();
	replace_case();
	index_case();
	arena_free(arena);
	return done_testing();
}
