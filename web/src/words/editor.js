// The editor of a policy.

addWords({
  en: {
    editorKeys: "Tab indents the line. To leave the editor, press Escape, then Tab. Control and space show what may stand at the cursor. F8 goes to the next problem, F1 opens the page on the setting.",
    editorHint: "Ctrl+Space suggests settings and values. Tab indents; Esc, then Tab, leaves the editor.",
    suggestions: "Suggestions",
    problems: (n) => (n === 1 ? "1 problem" : `${n} problems`),
    toLine: (n) => `Go to line ${n}`,
    nextProblem: "Next problem (F8)",
    lastProblem: "Previous problem (Shift+F8)",
    aboutRule: "About this finding",
    quoted: (text) => `“${text}”`,
  },
  ja: {
    editorKeys: "Tab キーで行を字下げします。エディターから移動するには、Esc キーを押してから Tab キーを押します。Ctrl + Space キーで入力候補が表示されます。F8 キーで次の問題へ移動し、F1 キーで設定の説明が開きます。",
    editorHint: "Ctrl + Space で設定と値の候補を表示します。Tab で字下げし、Esc の後の Tab で次の項目へ移動します。",
    suggestions: "入力候補",
    problems: (n) => `${n} 件の問題`,
    toLine: (n) => `${n} 行目へ移動`,
    nextProblem: "次の問題 (F8)",
    lastProblem: "前の問題 (Shift + F8)",
    aboutRule: "この指摘について",
    quoted: (text) => `「${text}」`,
  },
});
