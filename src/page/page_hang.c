/* page_hang.c: who waited for whom, of an example that was a deadlock
 *
 * The record has the words of `halfhour explain`, which are English. Those are
 * known here, and are put into the language of the page; what is not known, as
 * of a newer halfhour, stays as it is. The picture is for who likes pictures:
 * all of it is in the table as well.
 */
#include <string.h>

#include "hang/hang.h"
#include "page/page_int.h"

#define HOLES_MOST 4
#define DEPTH_MOST 3 /* of an object within a sentence within a sentence */

/* A % is a number, a name or an object, and they stand in the same order. */
static const struct {
	const char *word[3]; /* ko, en, ja, as in page_words.c */
} hang_words[] = {
	{ { "교착이다. 태스크 %개가 서로를 기다리고, 깨울 수 있는 다른 누구도 "
	    "없다.",
	    "This is a deadlock: % tasks wait for each other, and nobody else "
	    "can wake them.",
	    "デッドロックです。%個のタスクが互いを待ち、ほかに起こせる者はいま"
	    "せん。" } },
	{ { "교착이다. 태스크 %개가 기다리고, 깨울 수 있는 누구도 없다.",
	    "This is a deadlock: % tasks wait, and nobody can wake them.",
	    "デッドロックです。%個のタスクが待ち、起こせる者はいません。" } },
	{ { "교착이다. 태스크 하나가 저만이 할 수 있는 일을 기다린다.",
	    "This is a deadlock: a task waits for what only itself could do.",
	    "デッドロックです。一つのタスクが、自分にしかできないことを待って"
	    "います。" } },
	/* what a task does */
	{ { "프로세스 %의 끝을 기다린다", "waits for the end of process %",
	    "プロセス%の終了を待つ" } },
	{ { "아무 자식의 끝이나 기다린다", "waits for the end of any child",
	    "どれかの子の終了を待つ" } },
	{ { "스레드 %의 끝을 기다린다", "waits for the end of thread %",
	    "スレッド%の終了を待つ" } },
	{ { "태스크 %의 뮤텍스를 기다린다",
	    "waits for a mutex that task % holds",
	    "タスク%が持つミューテックスを待つ" } },
	{ { "태스크 %의 rwlock을 기다린다",
	    "waits for a rwlock that task % holds",
	    "タスク%が持つrwlockを待つ" } },
	{ { "락이나 세마포어, 조건 변수를 기다린다",
	    "waits for a lock, semaphore or condition variable",
	    "ロック、セマフォ、条件変数のどれかを待つ" } },
	{ { "주인이 죽은 뮤텍스를 기다린다",
	    "waits for a mutex whose owner is gone",
	    "持ち主が消えたミューテックスを待つ" } },
	{ { "주인이 죽은 rwlock을 기다린다",
	    "waits for a rwlock whose owner is gone",
	    "持ち主が消えたrwlockを待つ" } },
	{ { "System V 세마포어 %번을 기다린다",
	    "waits for System V semaphore set %",
	    "System Vセマフォ集合%を待つ" } },
	{ { "System V 메시지 큐 %번을 기다린다",
	    "waits for System V message queue %",
	    "System Vメッセージキュー%を待つ" } },
	{ { "파일 락을 기다린다: %", "waits for the lock on %",
	    "ファイルのロックを待つ: %" } },
	{ { "디스크립터 %개 가운데 아무거나 기다린다",
	    "waits for any of % descriptors",
	    "%個のディスクリプタのどれかを待つ" } },
	{ { "쓰려는데 가득 찼다: %", "writes into %, which is full",
	    "書こうとするが満杯: %" } },
	{ { "읽으려는데 비어 있다: %", "reads from %, which is empty",
	    "読もうとするが空: %" } },
	{ { "%의 다른 쪽이 열리기를 기다린다",
	    "waits for the other end of % to be opened",
	    "%の他端が開かれるのを待つ" } },
	{ { "FIFO의 다른 쪽이 열리기를 기다린다",
	    "waits for a FIFO to be opened", "FIFOの他端が開かれるのを待つ" } },
	/* objects */
	{ { "파이프 %", "pipe %", "パイプ%" } },
	{ { "소켓 %", "socket %", "ソケット%" } },
	{ { "futex %", "futex %", "futex %" } },
	{ { "eventfd %", "eventfd %", "eventfd %" } },
	{ { "프로세스 %", "process %", "プロセス%" } },
	{ { "%의 자식들", "children of %", "%の子" } },
	{ { "%의 디스크립터", "descriptors of %", "%のディスクリプタ" } },
	{ { "파일 락 %", "lock on %", "ファイルのロック %" } },
	{ { "System V 세마포어 %", "System V semaphore set %",
	    "System Vセマフォ集合%" } },
	{ { "System V 메시지 큐 %", "System V message queue %",
	    "System Vメッセージキュー%" } },
	/* why we think so */
	{ { "커널이 지키는 futex가 태스크 %의 이름을 댄다",
	    "the futex, which the kernel keeps, names task %",
	    "カーネルが守るfutexがタスク%を指す" } },
	{ { "futex에 적힌 스레드 %, 그것이 끝나야 지워진다",
	    "the futex holds %, the number of a thread, until it has ended",
	    "futexにスレッド番号%があり、終了するまで消えない" } },
	{ { "robust 뮤텍스라 주인이 적혀 있다: %",
	    "a robust mutex: it holds its owner, %",
	    "robustミューテックスに持ち主がある: %" } },
	{ { "glibc 뮤텍스 같은데 없어진 주인 %: lock 2, users %, kind %",
	    "like a mutex of glibc, whose owner % is gone: lock 2, users %, "
	    "kind %",
	    "glibcのミューテックスらしいが持ち主%はいない: lock 2, users %, "
	    "kind %" } },
	{ { "glibc 뮤텍스 같은데 주인 %는 다른 프로세스에 있다: lock 2, "
	    "users %, kind %",
	    "like a mutex of glibc, whose owner % is of another process: "
	    "lock 2, users %, kind %",
	    "glibcのミューテックスらしいが持ち主%は別のプロセスにいる: lock 2, "
	    "users %, kind %" } },
	{ { "glibc 뮤텍스: lock 2, 주인 %, users %, kind %",
	    "a mutex of glibc: lock 2, owner %, users %, kind %",
	    "glibcのミューテックス: lock 2, 持ち主%, users %, kind %" } },
	{ { "glibc rwlock: 쓰는 태스크 %", "a rwlock of glibc: task % writes",
	    "glibcのrwlock: タスク%が書いている" } },
	{ { "glibc rwlock 같은데 쓰는 태스크 %는 다른 프로세스에 있다",
	    "like a rwlock of glibc, which task % of another process writes",
	    "glibcのrwlockらしいが書いているタスク%は別のプロセスにいる" } },
	{ { "futex 값은 %, 주인의 이름이 없다",
	    "the futex holds %: it names no owner",
	    "futexの値は%、持ち主の名はない" } },
	{ { "futex를 읽지 못했다", "the futex could not be read",
	    "futexが読めなかった" } },
	{ { "%. 마지막에 건드린 것은 프로세스 %",
	    "%; process % was the last to touch it",
	    "%。最後に触ったのはプロセス%" } },
	{ { "%. /proc/locks에 따르면 쥔 것은 프로세스 %",
	    "%; /proc/locks: process % has it",
	    "%。/proc/locksによるとプロセス%が持つ" } },
	{ { "%, fd % 등", "% on fd % and others", "%, fd %など" } },
	{ { "%, fd %", "% on fd %", "%, fd %" } },
	/* who could end it */
	{ { "그것의 자식", "a child of it", "その子" } },
	{ { "그 스레드", "the thread itself", "そのスレッド" } },
	{ { "주인", "its owner", "持ち主" } },
	{ { "그 스레드들만 닿을 수 있다", "only its threads can reach it",
	    "そのスレッドだけが届く" } },
	{ { "그것이 끝나면 커널이 놓아 준다", "its end lets it go",
	    "終了するとカーネルが放す" } },
	{ { "같은 메모리를 쓴다", "has mapped it", "同じメモリを使う" } },
	{ { "그것이 열 수 있다", "it could open that", "それが開ける" } },
	{ { "같은 프로그램이다", "runs the same program", "同じプログラム" } },
	{ { "fd %: 읽는 쪽", "its fd % is the reading end", "fd %が読む側" } },
	{ { "fd %: 쓰는 쪽", "its fd % is the writing end", "fd %が書く側" } },
	{ { "fd %: 한쪽 끝", "its fd % is an end of it", "fd %が片端" } },
	{ { "fd %: 상대편", "its fd % is the other end", "fd %が相手側" } },
	{ { "fd %: 같은 eventfd", "its fd % is the same eventfd",
	    "fd %が同じeventfd" } },
	{ { "fd %: 받을 수 있다", "its fd % is open to receive",
	    "fd %で受け取れる" } },
	{ { "fd %: 보낼 수 있다", "its fd % is open to send",
	    "fd %で送れる" } },
	{ { "같은 디스크립터 표를 쓴다", "its descriptors are the same",
	    "同じディスクリプタ表を使う" } },
	{ { "fd %: 같은 epoll", "its fd % is the same epoll",
	    "fd %が同じepoll" } },
	{ { "링 fd %: 파일을 따로 지녔다",
	    "its ring, fd %, has files of its own",
	    "リングfd %が自分のファイルを持つ" } },
	{ { "fd %: 락을 쥐고 있다", "its fd % has the lock",
	    "fd %がロックを持つ" } },
	{ { "/proc/locks에 따르면 락을 쥐고 있다",
	    "it has the lock, says /proc/locks",
	    "/proc/locksによるとロックを持つ" } },
	{ { "그 끝을 기다린다", "its end is waited for", "その終了を待つ" } },
	{ { "끝나면 처리할 시그널이 온다",
	    "its end is a signal that is handled",
	    "終了すると処理されるシグナルが来る" } },
	{ { "디스크립터를 읽지 못했다", "its descriptors could not be read",
	    "ディスクリプタが読めなかった" } },
};
#define N_WORDS (sizeof(hang_words) / sizeof(hang_words[0]))

/* ---- words ------------------------------------------------------------------ */

struct hole {
	const char *s;
	size_t len;
};

/* Whether s is the pattern with something in each hole; which is the shortest
 * that fits, and goes on to the end where the hole does. */
static bool
hang_match(const char *pattern, const char *s, struct hole holes[HOLES_MOST])
{
	size_t n = 0;

	for (;;) {
		size_t len = strcspn(pattern, "%");
		const char *next;

		if (strncmp(s, pattern, len) != 0)
			return false;
		s += len;
		pattern += len;
		if (*pattern == '\0' || n == HOLES_MOST)
			return *s == '\0' && *pattern == '\0';
		len = strcspn(++pattern, "%");
		next = len == 0 ? s + strlen(s)
				: memmem(s, strlen(s), pattern, len);
		if (next == NULL || next == s)
			return false;
		holes[n++] = (struct hole){ s, (size_t)(next - s) };
		s = next;
	}
}

static const char *
hang_say_in(struct page_ctx *c, const char *s, int depth)
{
	struct hole holes[HOLES_MOST];
	struct strbuf sb = STRBUF_INIT;
	const char *p, *text;
	size_t i, n = 0;

	for (i = 0; i < N_WORDS; i++)
		if (hang_match(hang_words[i].word[1], s, holes))
			break;
	if (i == N_WORDS || depth == DEPTH_MOST)
		return s;
	for (p = hang_words[i].word[c->lang]; *p != '\0'; p++) {
		if (*p != '%') {
			strbuf_addc(&sb, *p);
			continue;
		}
		text = arena_strndup(c->a, holes[n].s, holes[n].len);
		strbuf_adds(&sb, hang_say_in(c, text, depth + 1));
		n++;
	}
	text = arena_strdup(c->a, sb.buf);
	strbuf_release(&sb);
	return text;
}

const char *
page_hang_say(struct page_ctx *c, const char *s)
{
	return hang_say_in(c, page_output(c, s), 0);
}

/* ---- the model --------------------------------------------------------------- */

/* The same graph, in the words of the page. */
static struct hang
hang_spoken(struct page_ctx *c, const struct hang *h)
{
	struct hang out = *h;
	size_t i;

	out.sentence = page_hang_say(c, h->sentence);
	out.thread = page_word(c, "hang_thread");
	out.tasks = arena_copy(c->a, h->tasks, h->n_tasks, sizeof(*h->tasks));
	out.clauses =
	    arena_copy(c->a, h->clauses, h->n_clauses, sizeof(*h->clauses));
	for (i = 0; i < h->n_tasks; i++) {
		out.tasks[i].name = page_output(c, h->tasks[i].name);
		out.tasks[i].what = page_hang_say(c, h->tasks[i].what);
	}
	for (i = 0; i < h->n_clauses; i++) {
		out.clauses[i].object = page_hang_say(c, h->clauses[i].object);
		out.clauses[i].evidence =
		    page_hang_say(c, h->clauses[i].evidence);
	}
	return out;
}

static const char *
hang_name(const struct hang *h, const struct hang_edge *e)
{
	size_t i;

	for (i = 0; i < h->n_tasks; i++)
		if (h->tasks[i].pid == e->pid &&
		    (e->tid == 0 || h->tasks[i].tid == e->tid))
			return h->tasks[i].name;
	return "";
}

static void
hang_waits(struct page_ctx *c, struct tmpl_val *row, const struct hang *h,
    const struct hang_wait *t)
{
	struct tmpl_val *waits = tmpl_list(c->a);
	size_t i, k;

	for (i = 0; i < t->n_clauses; i++) {
		const struct hang_clause *w = &h->clauses[t->clause + i];
		struct tmpl_val *item = tmpl_push_object(c->a, waits);
		struct tmpl_val *ends = tmpl_list(c->a), *end;

		tmpl_text(c->a, item, "because", w->evidence);
		for (k = 0; k < w->n_edges; k++) {
			const struct hang_edge *e = &w->edges[k];

			end = tmpl_push_object(c->a, ends);
			tmpl_text(c->a, end, "or",
			    k > 0 ? page_word(c, "hang_or") : NULL);
			tmpl_text(c->a, end, "number",
			    arena_printf(
				c->a, "%d", e->tid != 0 ? e->tid : e->pid));
			tmpl_text(c->a, end, "name", hang_name(h, e));
			tmpl_text(
			    c->a, end, "how", page_hang_say(c, e->evidence));
		}
		tmpl_set(c->a, item, "ends", ends);
	}
	tmpl_set(c->a, row, "waits", waits);
}

void
page_hang(struct page_ctx *c, struct tmpl_val *o, const struct hang *kept)
{
	struct tmpl_val *m, *rows;
	struct strbuf svg = STRBUF_INIT;
	struct hang h;
	size_t i;

	if (kept == NULL || kept->n_tasks == 0)
		return;
	h = hang_spoken(c, kept);
	m = tmpl_object(c->a);
	rows = tmpl_list(c->a);
	tmpl_text(c->a, m, "sentence", h.sentence);
	hang_svg(&svg, &h);
	tmpl_html(
	    c->a, m, "svg", arena_strndup(c->a, svg.buf, svg.len), svg.len);
	strbuf_release(&svg);
	for (i = 0; i < h.n_tasks; i++) {
		const struct hang_wait *t = &h.tasks[i];
		struct tmpl_val *row = tmpl_push_object(c->a, rows);

		tmpl_text(
		    c->a, row, "number", arena_printf(c->a, "%d", t->tid));
		tmpl_text(c->a, row, "name", t->name);
		tmpl_text(c->a, row, "thread",
		    t->tid == t->pid
			? NULL
			: arena_printf(c->a, "%s %d", h.thread, t->pid));
		tmpl_text(c->a, row, "what", t->what);
		tmpl_bool(c->a, row, "cycle", t->cycle);
		hang_waits(c, row, &h, t);
	}
	tmpl_set(c->a, m, "tasks", rows);
	tmpl_set(c->a, o, "hang", m);
}
