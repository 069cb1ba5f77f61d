/* page_words.c: the interface in Korean, English and Japanese */
#include <stdlib.h>
#include <string.h>

#include "page/page_int.h"

enum {
	WORDS_KO,
	WORDS_EN,
	WORDS_JA,
	WORDS_LANGS
};

/*
 * Every word that a page of ours shows. {n} is a number; "one|many" are two
 * forms by that number. Templates read them as {{words.KEY}}.
 */
struct word {
	const char *key, *text[WORDS_LANGS];
};

static const struct word words[] = {
	{ "skip", { "본문으로 건너뛰기", "Skip to content", "本文へ移動" } },
	{ "nav", { "주요 메뉴", "Main", "メインメニュー" } },
	{ "crumbs", { "위치", "Breadcrumbs", "現在位置" } },
	{ "home", { "처음", "Home", "ホーム" } },
	{ "today", { "오늘", "Today", "今日" } },
	{ "days", { "기록", "Days", "記録" } },
	{ "topics", { "주제", "Topics", "トピック" } },
	{ "tries", { "시도", "Tries", "トライ" } },
	{ "notes", { "노트", "Notes", "ノート" } },
	{ "stats", { "통계", "Stats", "統計" } },
	{ "search", { "찾기", "Search", "検索" } },
	{ "search_label", { "찾을 낱말", "Words to look for", "検索する語" } },
	{ "search_how",
	    { "모든 낱말이 있는 글을 찾는다. 어느 페이지에서나 / 또는 "
	      "Ctrl-K로 여기에 온다.",
		"Finds what has all of the words. On every page, / or Ctrl-K "
		"leads here.",
		"すべての語があるページを探します。どのページからも / か "
		"Ctrl-K でここに来られます。" } },
	{ "search_hits", { "찾은 글", "Found", "見つかったページ" } },
	{ "n_found", { "찾은 글: {n}편", "Found: {n}", "{n}件" } },
	{ "n_best",
	    { "찾은 글: 약 {m}편, 그 가운데 {n}편",
		"Found: about {m}, the best {n}", "約{m}件のうち{n}件" } },
	{ "search_none", { "찾은 글이 없다.", "Nothing was found.",
			     "見つかりませんでした。" } },
	{ "search_more", { "더 보기", "More", "もっと見る" } },
	{ "search_failed",
	    { "찾기에 쓰는 파일을 읽지 못했다. 페이지를 다시 열어 본다.",
		"The files of the search could not be read. Load the page "
		"again.",
		"検索用のファイルを読めませんでした。ページを開き直してください。" } },
	{ "search_file",
	    { "파일로 연 페이지에서는 찾을 수 없다. 이 폴더에서 다음을 돌리고, 나오는 "
	      "주소로 연다:",
		"A page that is opened as a file cannot search. In this "
		"folder, run this, and open the address that it tells:",
		"ファイルとして開いたページでは検索できません。このフォルダーで次を実行し、"
		"表示されたアドレスを開いてください:" } },
	{ "search_no_script",
	    { "여기서 찾으려면 자바스크립트가 필요하다. 터미널에서는 이렇게 찾는다:",
		"To search here takes JavaScript. In a terminal, search with:",
		"ここでの検索には JavaScript が必要です。端末では次で検索します:" } },
	{ "per_week", { "주마다 공부한 시간(분)", "Minutes per week",
			  "週ごとの学習時間(分)" } },
	{ "per_topic", { "주제마다 공부한 시간", "Time per topic",
			   "トピックごとの学習時間" } },
	{ "tries_plot",
	    { "달마다 시작하고 해낸 시도", "Tries born and done, by month",
		"月ごとのトライ" } },
	{ "as_table", { "표로 보기", "As a table", "表で見る" } },
	{ "week", { "주", "Week", "週" } },
	{ "month", { "달", "Month", "月" } },
	{ "born", { "시작", "born", "開始" } },
	{ "contents", { "차례", "Contents", "目次" } },
	{ "tags", { "태그", "Tags", "タグ" } },
	{ "aliases", { "다른 이름", "Also called", "別名" } },
	{ "studied", { "공부한 날", "Studied on", "学んだ日" } },
	{ "written", { "쓴 날", "Written", "書いた日" } },
	{ "made", { "만든 날", "Created", "作成日" } },
	{ "changed", { "고친 날", "Updated", "更新日" } },
	{ "changes", { "바뀐 것", "Changes", "更新履歴" } },
	{ "all_changes",
	    { "바뀐 것 모두 보기", "All changes", "更新履歴を見る" } },
	{ "marked", { "정리할 것", "To be settled", "整理すること" } },
	{ "about_marked",
	    { "두 곳에서 다르게 고쳐서 둘 다 남겨 둔 날",
		"Days in which what was edited in two places is kept twice",
		"二か所で別々に直され、両方を残した日" } },
	{ "backlinks",
	    { "이 글로 오는 링크", "Linked from", "このページへのリンク" } },
	{ "draft", { "초안", "Draft", "下書き" } },
	{ "failed",
	    { "이 글은 해석하지 못해 원문을 그대로 보여 준다.",
		"This note could not be read as Markdown; its source is shown.",
		"このノートは解釈できず、原文のまま表示しています。" } },
	{ "entries", { "이날 한 것", "Entries", "この日の記録" } },
	{ "prev_day", { "이전 기록", "Earlier", "前の記録" } },
	{ "next_day", { "다음 기록", "Later", "次の記録" } },
	{ "no_days", { "아직 기록이 없다. 이렇게 시작한다:",
			 "Nothing is logged yet. Begin with:",
			 "まだ記録がありません。始めるには:" } },
	{ "go_on",
	    { "가장 최근 기록으로", "To the latest day", "最新の記録へ" } },
	{ "moved_to", { "옮긴 곳", "Moved to", "移動先" } },
	{ "streak", { "연속", "Streak", "連続" } },
	{ "longest", { "가장 긴 연속", "Longest", "最長" } },
	{ "score", { "습관 점수", "Score", "習慣スコア" } },
	{ "score_most",
	    { "거의 날마다 공부한다.", "You study on nearly every day.",
		"ほぼ毎日学んでいます。" } },
	{ "score_many", { "이틀에 하루는 공부한다.",
			    "You study on every other day, or more often.",
			    "二日に一度は学んでいます。" } },
	{ "score_some", { "가끔 공부한다.", "You study now and then.",
			    "ときどき学んでいます。" } },
	{ "score_few", { "이제 시작이다. 하루 30분이면 된다.",
			   "A beginning: half an hour a day will do.",
			   "これからです。一日30分で十分です。" } },
	{ "streak_none", { "오늘 공부하면 새 연속이 시작된다.",
			     "A new streak begins with the next day of study.",
			     "次に学ぶ日から新しい連続が始まります。" } },
	{ "streak_tight", { "한 번 더 쉬면 연속이 끊긴다.",
			      "One more day off ends the streak.",
			      "あと一日休むと連続が切れます。" } },
	{ "streak_free",
	    { "이번 주에는 {n}일 더 쉬어도 연속이 이어진다.",
		"The streak bears {n} more day off this week.|The streak bears "
		"{n} more days off this week.",
		"今週はあと{n}日休んでも連続は続きます。" } },
	{ "studied_days", { "공부한 날", "Days", "学んだ日数" } },
	{ "time", { "모두", "In all", "合計" } },
	{ "heat", { "지난 1년", "The last year", "この一年" } },
	{ "less", { "적음", "Less", "少" } },
	{ "more", { "많음", "More", "多" } },
	{ "latest", { "최근 기록", "Latest days", "最近の記録" } },
	{ "graph", { "그래프", "Graph", "グラフ" } },
	{ "as_graph",
	    { "그래프로 보기", "See them as a graph", "グラフで見る" } },
	{ "graph_days", { "기록도 그리기", "Draw days too", "記録も描く" } },
	{ "graph_how",
	    { "마우스로는 끌고 Ctrl과 휠로 키운다. 손가락으로는 둘로 옮기고 키우며, "
	      "하나는 페이지를 넘긴다. 키보드로는 화살표와 + - 0을 쓴다.",
		"By mouse, drag, and zoom with Ctrl and the wheel; by touch, use "
		"two fingers, as one scrolls the page; by keyboard, use the "
		"arrows, + - and 0.",
		"マウスではドラッグし、Ctrl とホイールで拡大します。タッチでは二本指で動かし、"
		"一本指はページをスクロールします。キーボードでは矢印と + - 0 を使います。" } },
	{ "n_linked", { "링크가 가장 많은 {n}개만 보인다.",
			  "Only the {n} with the most links are shown.",
			  "リンクの多い{n}件だけを表示しています。" } },
	{ "open_tries", { "해 볼 것", "Open tries", "これから試すこと" } },
	{ "closed_here", { "이날 닫은 시도", "Tries closed on this day",
			     "この日に閉じたトライ" } },
	{ "done_tries", { "해낸 것", "Done", "できたこと" } },
	{ "dropped_tries", { "접은 것", "Dropped", "やめたこと" } },
	{ "retried_tries", { "다시 해 보는 것", "Retried", "再挑戦したこと" } },
	{ "next_try", { "다음 시도", "tried again", "次のトライ" } },
	{ "was_try", { "앞선 시도", "earlier try", "前のトライ" } },
	{ "folders", { "폴더", "Folders", "フォルダー" } },
	{ "the_note", { "노트", "Note", "ノート" } },
	{ "no_tries", { "열린 시도가 없다.", "No try is open.",
			  "開いているトライはありません。" } },
	{ "no_entry", { "기록 없음", "no entry", "記録なし" } },
	{ "table", { "표", "Table", "表" } },
	{ "no_notes", { "아직 노트가 없다.", "No notes yet.",
			  "ノートはまだありません。" } },
	{ "no_topics", { "아직 주제가 없다.", "No topics yet.",
			   "トピックはまだありません。" } },
	{ "all_days", { "기록 모두 보기", "All days", "記録をすべて見る" } },
	{ "all_topics",
	    { "주제 모두 보기", "All topics", "トピックをすべて見る" } },
	{ "all_tags", { "태그 모두 보기", "All tags", "タグをすべて見る" } },
	{ "all_tries",
	    { "시도 모두 보기", "All tries", "トライをすべて見る" } },
	{ "task_open", { "할 일", "To do", "未完了" } },
	{ "task_done", { "한 일", "Done", "完了" } },
	{ "open", { "열림", "open", "未着手" } },
	{ "done", { "해냄", "done", "完了" } },
	{ "dropped", { "접음", "dropped", "中止" } },
	{ "retried", { "다시 함", "retried", "再挑戦" } },
	{ "not_found",
	    { "없는 페이지", "Page not found", "ページがありません" } },
	{ "not_found_text",
	    { "이 주소에는 아무것도 없다. 이름이 바뀌었거나 지워졌을 수 있다.",
		"There is nothing at this address. It may have been renamed "
		"or removed.",
		"このアドレスには何もありません。名前が変わったか、削除されたのかもしれません。" } },
	{ "made_with",
	    { "halfhour로 만듦", "Made with halfhour", "halfhour で作成" } },
	{ "n_min", { "{n}분", "{n} min", "{n}分" } },
	{ "n_hours", { "{n}시간", "{n} h", "{n}時間" } },
	{ "n_days", { "{n}일", "{n} day|{n} days", "{n}日" } },
	{ "n_notes", { "{n}편", "{n} note|{n} notes", "{n}件" } },
	{ "n_more", { "그 밖에 {n}일", "{n} more", "ほか{n}日" } },
	{ "n_links", { "그 밖에 {n}곳", "{n} more", "ほか{n}件" } },
	{ "n_over", { "{n}분 넘김", "{n} min over", "{n}分超過" } },
	{ "n_times", { "{n}번", "{n} time|{n} times", "{n}回" } },
	{ "n_runs", { "{n}번 돌렸다", "{n} run|{n} runs", "{n}回実行" } },
	{ "n_more_times", { "그 밖에 {n}번", "{n} more", "ほか{n}回" } },
	{ "n_took",
	    { "{n}일 만에", "after {n} day|after {n} days", "{n}日後" } },
	{ "n_ago", { "{n}일 전", "{n} day ago|{n} days ago", "{n}日前" } },
	{ "no_time", { "시각 없음", "untimed", "時刻なし" } },
	{ "stdout", { "출력", "Output", "出力" } },
	{ "stderr", { "오류 출력", "Errors", "エラー出力" } },
	{ "build", { "컴파일러", "Compiler", "コンパイラ" } },
	{ "no_output", { "출력 없음", "No output", "出力なし" } },
	{ "n_cut", { "… {n}바이트를 더 썼지만 여기까지만 남겼다",
		       "… {n} more byte not kept|… {n} more bytes not kept",
		       "… 残り{n}バイトは省略" } },
	{ "n_bytes", { "{n}바이트", "{n} byte|{n} bytes", "{n}バイト" } },
	{ "n_pieces", { "{n}개", "{n}", "{n}個" } },
	{ "hang", { "누가 누구를 기다리나", "Who waits for whom",
		      "誰が誰を待つか" } },
	{ "hang_who", { "누가", "Task", "タスク" } },
	{ "hang_what", { "하는 일", "What it does", "していること" } },
	{ "hang_why", { "근거", "Evidence", "根拠" } },
	{ "hang_ends",
	    { "깨울 수 있는 것", "Who could wake it", "起こせるもの" } },
	{ "hang_or", { "또는", "or", "または" } },
	{ "hang_thread",
	    { "스레드, 프로세스", "thread of", "スレッド、プロセス" } },
	{ "layers", { "레이어", "Layers", "レイヤー" } },
	{ "layer_step", { "단계", "Step", "ステップ" } },
	{ "layer_first", { "처음", "First build", "最初のビルド" } },
	{ "layer_second", { "고친 뒤", "After the change", "変更後" } },
	{ "layer_size", { "크기", "Size", "サイズ" } },
	{ "layer_hit", { "캐시", "cached", "キャッシュ" } },
	{ "layer_made", { "만듦", "made", "作成" } },
	{ "layer_again", { "다시", "again", "再作成" } },
	{ "layer_here", { "여기서 깨짐", "broken here", "ここで無効" } },
	{ "layer_change", { "바꾼 것", "Change", "変更" } },
	{ "layer_held", { "캐시가 깨지지 않았다", "The cache holds",
			    "キャッシュは無効にならない" } },
	{ "layer_broke",
	    { "캐시가 {n}번 단계에서 깨졌다", "The cache breaks at step {n}",
		"キャッシュはステップ{n}で無効になった" } },
	{ "layer_instruction",
	    { "명령이 바뀌었다", "another instruction", "命令が変わった" } },
	{ "layer_file", { "복사하는 파일이 바뀌었다", "it copies another file",
			    "コピーするファイルが変わった" } },
	{ "layer_source", { "바탕이 되는 스테이지나 이미지가 바뀌었다",
			      "it is made from another stage or image",
			      "元のステージかイメージが変わった" } },
	{ "layer_before",
	    { "앞 단계를 다시 만들었다", "a step before it was made again",
		"前のステップを作り直した" } },
	{ "n_hits", { "캐시 {n}개", "{n} from the cache", "キャッシュ{n}個" } },
	{ "n_again", { "다시 {n}개", "{n} made again", "再作成{n}個" } },
	{ "hand", { "손으로 한 것과 견주면", "Against doing it by hand",
		      "手作業との比較" } },
	{ "hand_session", { "손으로", "By hand", "手作業" } },
	{ "hand_time", { "걸린 시간", "Time", "時間" } },
	{ "hand_steps",
	    { "명령과 단계", "Commands and steps", "コマンドとステップ" } },
	{ "hand_layers", { "파일이 든 레이어", "Layers with files",
			     "ファイルのあるレイヤー" } },
	{ "hand_size", { "기반에 더한 크기", "Size beside the base",
			   "ベースに加えたサイズ" } },
	{ "hand_again", { "그 변화로 되풀이한 것", "Repeated for the change",
			    "その変更で繰り返したもの" } },
	{ "n_commands",
	    { "명령 {n}개", "{n} command|{n} commands", "コマンド{n}個" } },
	{ "n_steps", { "단계 {n}개", "{n} step|{n} steps", "ステップ{n}個" } },
	{ "left", { "남긴 것", "Left behind", "残したもの" } },
	{ "left_process", { "끝나지 않은 프로세스", "running process",
			      "終わっていないプロセス" } },
	{ "left_zombie",
	    { "좀비 프로세스", "zombie process", "ゾンビプロセス" } },
	{ "left_pipe", { "파이프에 남은, 아무도 읽지 않은", "unread in a pipe",
			   "パイプに読まれずに残った" } },
	{ "left_shm",
	    { "/dev/shm의 이름", "name in /dev/shm", "/dev/shm の名前" } },
	{ "left_mqueue", { "메시지 큐", "message queue", "メッセージキュー" } },
	{ "left_sysv-shm", { "System V 공유 메모리", "System V shared memory",
			       "System V 共有メモリ" } },
	{ "left_sysv-sem", { "System V 세마포어", "System V semaphores",
			       "System V セマフォ" } },
	{ "left_sysv-msg", { "System V 메시지 큐", "System V message queue",
			       "System V メッセージキュー" } },
	{ "session", { "세션", "Session", "セッション" } },
	{ "n_exit", { "종료 코드 {n}", "exit status {n}", "終了コード {n}" } },
	{ "n_sets", { "환경 변수의 변화 {n}개",
			"{n} change of the environment|"
			"{n} changes of the environment",
			"環境変数の変化{n}件" } },
	{ "play", { "재생", "Play", "再生" } },
	{ "pause", { "멈춤", "Pause", "一時停止" } },
	{ "speed", { "빠르기", "Speed", "速さ" } },
	{ "played_at", { "재생한 자리", "Position", "再生位置" } },
	{ "not_played",
	    { "기록을 읽지 못했다", "The recording could not be read",
		"記録を読めませんでした" } },
	{ "not_ended", { "끝나지 않음", "not ended", "終わっていない" } },
	{ "note_says", { "노트에는", "the note says", "ノートでは" } },
	{ "get_cast", { "터미널 기록 내려받기 (asciicast)",
			  "Download the terminal recording (asciicast)",
			  "端末の記録をダウンロード (asciicast)" } },
	{ "recorded", { "기록", "Recorded", "記録" } },
	{ "stale", { "오래된 기록", "Stale", "古い記録" } },
	{ "stale_code", { "코드가 바뀌었다", "the code has changed",
			    "コードが変わりました" } },
	{ "stale_attrs", { "예제의 속성을 읽을 수 없다",
			     "the attributes of the example cannot be used",
			     "例の属性が読めません" } },
	{ "not_recorded",
	    { "아직 돌리지 않음", "Not recorded yet", "未実行" } },
	{ "run_it", { "직접 돌려 보기", "Run it yourself", "自分で実行" } },
	{ "wanted", { "기대한 것", "expected", "期待" } },
	{ "expected", { "기대한 대로", "as expected", "期待どおり" } },
	{ "unexpected", { "기대와 다름", "not as expected", "期待と違う" } },
	{ "outcome_ok", { "정상 종료", "finished", "正常終了" } },
	{ "outcome_exit", { "오류 종료", "failed", "エラー終了" } },
	{ "outcome_signal", { "시그널로 끝남", "killed", "シグナルで終了" } },
	{ "outcome_timeout", { "시간 초과", "timed out", "時間切れ" } },
	{ "outcome_deadlock", { "교착", "deadlock", "デッドロック" } },
	{ "outcome_build",
	    { "컴파일 실패", "did not compile", "コンパイル失敗" } },
	{ "outcome_stop", { "다른 것이 끝나 멈춤", "stopped at the end",
			      "ほかの終了で停止" } },
	{ "outcome_unstarted",
	    { "시작하지 않음", "not started", "開始されず" } },
	{ "outcome_output",
	    { "적은 것과 다름", "not as written", "書いたものと違う" } },
	{ "outcome_limit", { "한도 초과", "over a limit", "制限超過" } },
	{ "copy", { "복사", "Copy", "コピー" } },
	{ "copied", { "복사했다", "Copied", "コピーしました" } },
	{ "output_block", { "적힌 출력", "written output", "書かれた出力" } },
	{ "part_of", { "이 예제의 일부:", "Part of", "この例の一部:" } },
	{ "about_home", { "하루에 30분씩 공부한 기록과 노트",
			    "A log of half hours of study, and notes",
			    "一日30分ずつ学んだ記録とノート" } },
	{ "about_days", { "날마다 무엇을 얼마나 공부했는지",
			    "What was studied on each day, and for how long",
			    "毎日、何をどれだけ学んだか" } },
	{ "about_topics",
	    { "주제마다 공부한 날과 시간", "The days and minutes of each topic",
		"トピックごとの学んだ日と時間" } },
	{ "about_tries", { "해 보기로 한 것과 그 결과",
			     "What is to be tried, and what came of it",
			     "試すことと、その結果" } },
	{ "about_stats", { "공부한 시간과 시도를 그림과 표로",
			     "Minutes and tries, in plots and tables",
			     "学習時間とトライをグラフと表で" } },
	{ "about_changes", { "노트가 바뀐 차례, 가장 새로운 것부터",
			       "What changed in the notes, the latest first",
			       "ノートの更新履歴、新しい順" } },
	{ "about_tags", { "모든 태그와 그 노트", "All tags, and their notes",
			    "すべてのタグとノート" } },
	{ "about_notes", { "모든 노트를 폴더별로", "All notes, by folder",
			     "すべてのノートをフォルダー別に" } },
	{ "about_graph", { "노트와 주제가 어떻게 이어져 있는지",
			     "How notes and topics are linked",
			     "ノートとトピックのつながり" } },
	{ "about_search", { "모든 노트와 기록에서 낱말 찾기",
			      "Look for words in all notes and days",
			      "すべてのノートと記録から語を探す" } },
	{ "about_today", { "가장 최근 기록으로 간다", "Leads to the latest day",
			     "最新の記録へ" } },
	{ "broken",
	    { "가리키는 글이나 파일이 없다", "There is no such page or file",
		"リンク先がありません" } },
	{ "broken_part",
	    { "그 글에 이런 제목은 없다", "There is no such heading there",
		"リンク先にその見出しはありません" } },
	{ "comma", { ", ", ", ", "、" } },
	{ "details", { "자세히", "Details", "詳細" } },
	{ "back", { "본문으로 돌아가기", "Back to the text", "本文へ戻る" } },
};

static const char *const weekdays[WORDS_LANGS][7] = {
	[WORDS_KO] = { "월", "화", "수", "목", "금", "토", "일" },
	[WORDS_EN] = { "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun" },
	[WORDS_JA] = { "月", "火", "水", "木", "金", "土", "日" },
};

static const char *const weekdays_en[] = { "Monday", "Tuesday", "Wednesday",
	"Thursday", "Friday", "Saturday", "Sunday" };

static const char *const months_en[] = { "January", "February", "March",
	"April", "May", "June", "July", "August", "September", "October",
	"November", "December" };

static const char *const langs[WORDS_LANGS] = { "ko", "en", "ja" };

int
page_lang(const char *lang)
{
	int i;

	for (i = 0; i < WORDS_LANGS; i++)
		if (strcmp(langs[i], lang) == 0)
			return i;
	return WORDS_KO;
}

struct tmpl_val *
page_words(struct arena *a, int lang)
{
	struct tmpl_val *v = tmpl_object(a);
	size_t i;

	for (i = 0; i < sizeof(words) / sizeof(*words); i++)
		tmpl_text(a, v, words[i].key, words[i].text[lang]);
	tmpl_index(a, v);
	return v;
}

const char *
page_word(const struct page_ctx *c, const char *key)
{
	size_t i;

	for (i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (*words[i].key == *key && strcmp(words[i].key, key) == 0)
			return words[i].text[c->lang];
	return NULL;
}

const char *
page_word_of(const struct page_ctx *c, const struct note *n, const char *key)
{
	struct page_ctx in = *c;
	const char *lang = page_note_lang(c, n);
	int i;

	for (i = 0; i < WORDS_LANGS && lang != NULL; i++)
		if (strncmp(langs[i], lang, 2) == 0 &&
		    (lang[2] == '\0' || lang[2] == '-'))
			in.lang = i;
	return page_word(&in, key);
}

const char *
page_count(const struct page_ctx *c, const char *key, long n)
{
	const char *form = page_word(c, key), *bar = strchr(form, '|'), *hole;
	size_t len = strlen(form);

	if (bar != NULL && n == 1)
		len = (size_t)(bar - form);
	else if (bar != NULL) {
		form = bar + 1;
		len = strlen(form);
	}
	hole = strstr(form, "{n}");
	return arena_printf(c->a, "%.*s%ld%.*s", (int)(hole - form), form, n,
	    (int)(form + len - (hole + 3)), hole + 3);
}

const char *
page_minutes(const struct page_ctx *c, long minutes)
{
	const char *rest = page_count(c, "n_min", minutes % 60), *hours;

	if (minutes < 60)
		return rest;
	hours = page_count(c, "n_hours", minutes / 60);
	if (minutes % 60 == 0)
		return hours;
	/* Japanese has no spaces. */
	return arena_printf(
	    c->a, c->lang == WORDS_JA ? "%s%s" : "%s %s", hours, rest);
}

const char *
page_iso(const struct page_ctx *c, struct date d)
{
	char iso[DATE_MAX];

	date_format(iso, d);
	return arena_strdup(c->a, iso);
}

const char *
page_date(const struct page_ctx *c, struct date d)
{
	const char *day = weekdays[c->lang][date_weekday(d)];
	bool far = d.y != c->g->today.y;
	const char *year = "";

	switch (c->lang) {
	case WORDS_EN:
		if (far)
			year = arena_printf(c->a, " %d", d.y);
		return arena_printf(
		    c->a, "%s, %d %.3s%s", day, d.d, months_en[d.m - 1], year);
	case WORDS_JA:
		if (far)
			year = arena_printf(c->a, "%d年", d.y);
		return arena_printf(
		    c->a, "%s%d月%d日（%s）", year, d.m, d.d, day);
	default:
		if (far)
			year = arena_printf(c->a, "%d년 ", d.y);
		return arena_printf(
		    c->a, "%s%d월 %d일 (%s)", year, d.m, d.d, day);
	}
}

const char *
page_date_long(const struct page_ctx *c, struct date d)
{
	int day = date_weekday(d);

	switch (c->lang) {
	case WORDS_EN:
		return arena_printf(c->a, "%s, %d %s %d", weekdays_en[day], d.d,
		    months_en[d.m - 1], d.y);
	case WORDS_JA:
		return arena_printf(c->a, "%d年%d月%d日（%s）", d.y, d.m, d.d,
		    weekdays[WORDS_JA][day]);
	default:
		return arena_printf(c->a, "%d년 %d월 %d일 %s요일", d.y, d.m,
		    d.d, weekdays[WORDS_KO][day]);
	}
}

const char *
page_month(const struct page_ctx *c, struct date d)
{
	switch (c->lang) {
	case WORDS_EN:
		return arena_printf(c->a, "%s %d", months_en[d.m - 1], d.y);
	case WORDS_JA:
		return arena_printf(c->a, "%d年%d月", d.y, d.m);
	default:
		return arena_printf(c->a, "%d년 %d월", d.y, d.m);
	}
}

const char *
page_week_name(const struct page_ctx *c, struct date d)
{
	bool far = d.y != c->g->today.y;

	switch (c->lang) {
	case WORDS_EN:
		return arena_printf(c->a, "week of %d %.3s%s", d.d,
		    months_en[d.m - 1],
		    far ? arena_printf(c->a, " %d", d.y) : "");
	case WORDS_JA:
		return arena_printf(c->a, "%s%d月%d日からの週",
		    far ? arena_printf(c->a, "%d年", d.y) : "", d.m, d.d);
	default:
		return arena_printf(c->a, "%s%d월 %d일부터 한 주",
		    far ? arena_printf(c->a, "%d년 ", d.y) : "", d.m, d.d);
	}
}

const char *
page_month_short(const struct page_ctx *c, int month)
{
	switch (c->lang) {
	case WORDS_EN:
		return arena_printf(c->a, "%.3s", months_en[month - 1]);
	case WORDS_JA:
		return arena_printf(c->a, "%d月", month);
	default:
		return arena_printf(c->a, "%d월", month);
	}
}

const char *
page_weekday(const struct page_ctx *c, int weekday)
{
	return weekdays[c->lang][weekday];
}
