// The first view, and the questions to start with. web/pack takes words from here by their keys.

addWords({
  en: {
    startTitle: "Will this message leave your organization?",
    startAbout: "rdsim simulates the remote domains of Exchange Online: what leaves, in what form, and what the message trace then shows. No tenant is touched, and nothing you enter is sent anywhere.",
    startTenant: "A tenant: Default and one partner",
    startMessage: "A message: an inbox rule forwards it",
    startLine: "decides, on line # of the tenant.",
    startTry: "Try what changes it",
    tries: {
      spam: "The outbound spam policy says On",
      partner: "The partner allows no forwarding",
      other: "It goes to erin@example.com",
    },
    openExample: "Open it in Check",
    openExampleAbout: "There you change every setting, and choose or write the message.",
    startQuestions: "Start with a question",
    tryThis: "Try:",
    readPage: (title) => `Read: ${title}`,
    moreQuestions: "More questions",
    closeQuestion: "Close the question",
    questions: {
      forward: {
        ask: "Why is forwarding blocked with 5.7.520?",
        look: "The remote domain of the partner lets the forward pass, and then the outbound spam policy refuses it: Automatic means Off. The mailbox that forwards gets the report.",
        attempt: "set AutoForwardingMode to On; or set AutoForwardEnabled of the partner to false: then it is dropped and nobody gets a report.",
      },
      oof: {
        ask: "Why did my out-of-office reply not arrive?",
        look: "AllowedOOFType of this remote domain is None, so the external reply is dropped without a report. The trace says SuppressExternal.",
        attempt: "choose External for this domain; then look at the other three domains, one for each value.",
      },
      pair: {
        ask: "Why does the trace show two replies and one drop?",
        look: "For a sender outside, Exchange makes an internal and an external reply; both stand under “What it triggers”. The internal one is dropped, which is normal: the external one leaves.",
        attempt: "set AllowedOOFType to None: then neither leaves.",
      },
      winmail: {
        ask: "Why does the partner get winmail.dat?",
        look: "TNEFEnabled is true for this domain, so each message goes as rich text: whoever does not use Outlook sees an attachment winmail.dat.",
        attempt: "set TNEFEnabled to false, and see the form change.",
      },
      trap: {
        ask: "We closed forwarding on Default. Why does the partner still get forwards?",
        look: "A remote domain inherits nothing from Default. This one was added for rich text only, and its AutoForwardEnabled is what a new one has: true.",
        attempt: "switch off automatic forwarding for fabrikam.com; or open Compare to see all that the new remote domain opened.",
      },
      silent: {
        ask: "Why does the trace say RESOLVER.MSGTYPE.AF?",
        look: "AutoForwardEnabled is false for the recipient’s domain, so the forward is dropped. Neither the sender nor the one who forwards gets a report.",
        attempt: "switch it on: then the outbound spam policy decides, and its refusal is reported.",
      },
      change: {
        ask: "What changes if we set AutoForwardEnabled to false on Default?",
        look: "Each cell that changes is marked: only what is forwarded automatically. Everything else stays as it is.",
        attempt: "choose your own policy, or a sample with a partner, on both sides, and change one setting.",
      },
      mojibake: {
        ask: "Why is our Japanese text unreadable there?",
        look: "The message names no character set, so CharacterSet of the remote domain is written into it: iso-8859-1, though the text is Shift_JIS. See what the reader sees.",
        attempt: "set CharacterSet to shift_jis.",
      },
      group: {
        ask: "Why did only some members of a group get it?",
        look: "The group is expanded, and each member is judged alone. Carol is inside; Bob is a contact whose mail goes to fabrikam.com, and there the reply of a rule is dropped.",
        attempt: "look at both recipients; then allow automatic replies.",
      },
      hybrid: {
        ask: "Hybrid: why does a colleague on premises get no internal reply?",
        look: "Dave is a mail user here, so the remote domain that the hybrid wizard made for contoso.com decides. External lets no internal reply through.",
        attempt: "choose InternalLegacy for contoso.com, as a hybrid organization wants it.",
      },
      meeting: {
        ask: "Who learns that a meeting was forwarded?",
        look: "The notification to an organizer outside is dropped, because MeetingForwardNotificationEnabled is false from the start. The trace calls it NDR.",
        attempt: "allow meeting forward notifications on Default.",
      },
      scanner: {
        ask: "Our scanner sends mail. What does it need?",
        look: "Signed in (port 587) it may send to anybody, and so it may through a connector that knows its address (port 25). Direct send (port 25) reaches people inside alone. This scanner signs in at the server for direct send, which is refused; what suits it stands below.",
        attempt: "set the server to smtp.office365.com.",
      },
    },
  },
  ja: {
    startTitle: "このメッセージは組織外へ送信されるか",
    startAbout: "rdsim は Exchange Online のリモートドメインのシミュレーターです。何が、どの形式で組織外へ送信され、メッセージ追跡に何が表示されるかを予測します。テナントには接続せず、入力した内容はどこにも送信されません。",
    startTenant: "テナント: Default と取引先 1 社",
    startMessage: "メッセージ: 仕分けルールによる転送",
    startLine: "が決定しました (テナントの # 行目)。",
    startTry: "変えてみる",
    tries: {
      spam: "送信スパムポリシーを On にする",
      partner: "取引先への自動転送を禁止する",
      other: "erin@example.com 宛てにする",
    },
    openExample: "「判定」で開く",
    openExampleAbout: "すべての設定を変更し、メッセージを選択または作成できます。",
    startQuestions: "質問から始める",
    tryThis: "試してみる:",
    readPage: (title) => `説明を読む: ${title}`,
    moreQuestions: "ほかの質問",
    closeQuestion: "質問を閉じる",
    questions: {
      forward: {
        ask: "転送が 5.7.520 で拒否されるのはなぜか",
        look: "取引先のリモートドメインは転送を許可しますが、次に送信スパムポリシーが拒否します。Automatic は Off と同じ意味です。レポートは転送元のメールボックスに届きます。",
        attempt: "AutoForwardingMode を On にします。または取引先の AutoForwardEnabled を false にすると破棄され、誰にも通知されません。",
      },
      oof: {
        ask: "不在時応答が届かなかったのはなぜか",
        look: "このリモートドメインの AllowedOOFType は None なので、外部の不在時応答は通知なしで破棄されます。メッセージ追跡には SuppressExternal と表示されます。",
        attempt: "このドメインを External にします。ほかの 3 つのドメインには、残りの値が 1 つずつ設定されています。",
      },
      pair: {
        ask: "追跡に応答が 2 つあり、片方が破棄されているのはなぜか",
        look: "外部の送信者に対して、Exchange は内部と外部の 2 つの不在時応答を作成します。判定の下に両方が表示されます。内部の応答は破棄されますが、これは正常です。外部の応答は送信されます。",
        attempt: "AllowedOOFType を None にすると、どちらも送信されません。",
      },
      winmail: {
        ask: "取引先に winmail.dat が届くのはなぜか",
        look: "このドメインの TNEFEnabled は true なので、すべてのメッセージがリッチテキストで送信されます。Outlook 以外では winmail.dat という添付ファイルになります。",
        attempt: "TNEFEnabled を false にして、形式の変化を確認します。",
      },
      trap: {
        ask: "Default で自動転送を禁止したのに、取引先に転送されるのはなぜか",
        look: "リモートドメインは Default から何も引き継ぎません。リッチテキストのためだけに追加されたこのドメインの AutoForwardEnabled は、新規作成時の値 true のままです。",
        attempt: "fabrikam.com の自動転送を無効にします。「比較」では、追加によって許可されたものがすべてわかります。",
      },
      silent: {
        ask: "追跡に RESOLVER.MSGTYPE.AF と表示されるのはなぜか",
        look: "受信者のドメインの AutoForwardEnabled が false なので、転送は破棄されます。送信者にも転送した人にもレポートは届きません。",
        attempt: "有効にすると、次に送信スパムポリシーが決定し、拒否されたことがレポートで通知されます。",
      },
      change: {
        ask: "Default の AutoForwardEnabled を false にすると何が変わるか",
        look: "変わるセルに印が付きます。変わるのは自動転送だけで、ほかは変わりません。",
        attempt: "両側で自分のポリシーや取引先のあるサンプルを選び、設定を 1 つ変えます。",
      },
      mojibake: {
        ask: "日本語が文字化けするのはなぜか",
        look: "メッセージに文字セットの指定がないため、リモートドメインの CharacterSet (iso-8859-1) が書き込まれますが、実際の本文は Shift_JIS です。受信者に見える内容を確認してください。",
        attempt: "CharacterSet を shift_jis にします。",
      },
      group: {
        ask: "グループの一部のメンバーにしか届かないのはなぜか",
        look: "グループはメンバーに展開され、メンバーごとに判定されます。Carol は組織内です。Bob は fabrikam.com への連絡先で、そこでは仕分けルールによる返信が破棄されます。",
        attempt: "両方の受信者を確認してから、自動応答を許可します。",
      },
      hybrid: {
        ask: "ハイブリッド: オンプレミスの同僚に内部の不在時応答が届かないのはなぜか",
        look: "Dave はここではメールユーザーなので、ハイブリッドのウィザードが contoso.com に作成したリモートドメインが決定します。External では内部の不在時応答は送信されません。",
        attempt: "contoso.com を InternalLegacy にします。ハイブリッド組織ではこの値にします。",
      },
      meeting: {
        ask: "会議出席依頼の転送は誰に通知されるか",
        look: "外部の開催者への通知は破棄されます。MeetingForwardNotificationEnabled の既定値が false だからです。メッセージ追跡には NDR と表示されます。",
        attempt: "Default で会議出席依頼の転送通知を許可します。",
      },
      scanner: {
        ask: "スキャナーからメールを送信するには何が必要か",
        look: "サインイン (ポート 587) するか、アドレスを登録したコネクタ (ポート 25) を使うと、誰にでも送信できます。直接送信 (ポート 25) は組織内にしか届きません。このスキャナーは直接送信用のサーバーでサインインしようとして拒否されます。適した方法はその下に表示されます。",
        attempt: "サーバーを smtp.office365.com に変更します。",
      },
    },
  },
});
