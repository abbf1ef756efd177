// What stands around every view.

addWords({
  en: {
    lang: "English",
    title: "rdsim",
    tagline: "Will this message leave the organization?",
    skip: "Skip to the verdict",
    views: { start: "Start", check: "Check", matrix: "Matrix", compare: "Compare", trace: "Trace", submit: "Devices", quiz: "Quiz" },
    copyLink: "Copy link",
    linkCopied: "Link copied",
    linkHolds: "The link holds the policy and the message themselves. Nothing is stored anywhere else.",
    linkAsks: "Whoever opens it gets the same questions. Nothing is stored anywhere else.",
    linkBad: "The link is damaged or too large; the page shows what it could read of it.",
    footer: "Runs in this page alone: nothing you enter is sent anywhere.",
    otherTables: "This browser decodes some old character sets in another way than the engine; what a reader sees may be wrong there.",
    language: "Language",
  },
  ja: {
    lang: "日本語",
    title: "rdsim",
    tagline: "このメッセージは組織外へ送信されるか",
    skip: "判定へ移動",
    views: { start: "はじめに", check: "判定", matrix: "一覧", compare: "比較", trace: "追跡", submit: "デバイス", quiz: "クイズ" },
    copyLink: "リンクをコピー",
    linkCopied: "リンクをコピーしました",
    linkHolds: "リンクにはポリシーとメッセージそのものが含まれます。ほかの場所には保存されません。",
    linkAsks: "リンクを開いた人には同じ問題が出ます。ほかの場所には何も保存されません。",
    linkBad: "リンクが壊れているか、大きすぎます。読み取れた部分だけを表示しています。",
    footer: "このページの中だけで動作します。入力した内容はどこにも送信されません。",
    otherTables: "このブラウザーは一部の古い文字セットを異なる方法でデコードします。受信者に見える内容が正しくない場合があります。",
    language: "言語",
  },
});
