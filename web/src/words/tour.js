// The guided tour: a title and a text for each step.

addWords({
  en: {
    tourStart: "Take the tour",
    tourLeave: "Leave the tour",
    tourEnd: "Finish",
    tourBack: "Back",
    tourNext: "Next",
    tourSteps: [
      ["What this page is for", "It tells whether a message leaves an Exchange Online organization, in what form, and what the message trace shows. Nothing you enter leaves this browser."],
      ["The tenant", "Remote domains, one at a time, with the labels of the Exchange admin center. The entry * is Default: it applies to every domain that has no entry of its own."],
      ["The same as text", "Every switch is a line here. Change one, and the other follows. The lines that decided the verdict are marked."],
      ["The message", "Choose a sample, open a file of your own, or compose a message by its kind."],
      ["What a message does not tell", "Who forwarded it, or who it is really for, is not always in a message. Say it here if you know it."],
      ["The verdict", "Leaves, stays inside, dropped without a report, or rejected with one – and the response that the trace shows."],
      ["The steps", "What Exchange asks, in its order. The step that decides is marked. Select a step to read its page, with examples and sources."],
      ["Settings that were checked", "Each setting with its value, its line, and what it did. The first that stops the message decides."],
      ["Every kind at once", "Matrix: each kind of message to each group of recipients. Select a cell to see why. Compare does the same for two policies."],
      ["Your turn", "The quiz asks by topic and level, and tells why an answer is wrong. A class gets the same questions by a link."],
    ],
  },
  ja: {
    tourStart: "ページの案内",
    tourLeave: "案内を終了",
    tourEnd: "終了",
    tourBack: "戻る",
    tourNext: "次へ",
    tourSteps: [
      ["このページでできること", "メッセージが Exchange Online の組織から送信されるか、どの形式になるか、メッセージ追跡に何が表示されるかがわかります。入力した内容はこのブラウザーの外に送信されません。"],
      ["テナント", "リモートドメインを一つずつ、Exchange 管理センターの表記で示します。* は Default で、個別の設定がないすべてのドメインに適用されます。"],
      ["テキストでの表示", "各スイッチはここの 1 行に対応します。一方を変えると、もう一方も変わります。判定を決めた行には印が付きます。"],
      ["メッセージ", "サンプルを選ぶか、手元のファイルを開くか、種類を選んで作成します。"],
      ["メッセージからわからないこと", "誰が転送したか、実際の受信者は誰かは、メッセージからわからないことがあります。わかっていれば、ここで指定します。"],
      ["判定", "組織外へ送信、組織内に配信、通知なしの破棄、通知ありの拒否のいずれかと、メッセージ追跡に表示される応答です。"],
      ["経路", "Exchange が確認する順に並んでいます。決め手には印が付きます。選ぶと、例と出典のあるページが開きます。"],
      ["確認された設定", "各設定の値、行、結果です。最初にメッセージを止めた設定で決まります。"],
      ["すべての種類を一度に", "一覧では、各種類のメッセージを受信者のグループごとに示します。セルを選ぶと理由がわかります。比較では、二つのポリシーの違いを示します。"],
      ["クイズ", "分野とレベルごとに出題し、間違えた理由を示します。リンクを配れば、全員が同じ問題を解けます。"],
    ],
  },
});
