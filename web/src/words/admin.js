// The words of the admin center, with what it calls each value. The Exchange admin center and the classic
// one before it label the settings of a remote domain alike; AutoForwardingMode is labelled by the
// outbound spam policies of Microsoft Defender. What no center shows has plain words.

addWords({
  en: {
    admin: {
      AllowedOOFType: {
        label: "Out of Office automatic reply types",
        values: {
          None: "None",
          External: "Allow only external out of office replies",
          ExternalLegacy: "Allow external and legacy out of office replies",
          InternalLegacy: "Allow only internal out of office replies",
        },
      },
      AutoReplyEnabled: { label: "Allow automatic replies" },
      AutoForwardEnabled: { label: "Allow automatic forwarding" },
      DeliveryReportEnabled: { label: "Allow delivery reports" },
      NDREnabled: { label: "Allow non-delivery reports" },
      MeetingForwardNotificationEnabled: { label: "Allow meeting forward notifications" },
      IsInternal: { label: "Treat as internal" },
      TNEFEnabled: {
        label: "Use rich-text format",
        values: { null: "Follow user settings", true: "Always", false: "Never" },
      },
      ContentType: {
        label: "Message body",
        values: { MimeHtmlText: "HTML; plain text stays plain text", MimeText: "Plain text", MimeHtml: "HTML" },
      },
      CharacterSet: { label: "MIME character set", values: { null: "None" } },
      NonMimeCharacterSet: { label: "Non-MIME character set", values: { null: "None" } },
      LineWrapSize: { label: "Line wrap" },
      ByteEncoderTypeFor7BitCharsets: { label: "Encoding of 7-bit character sets" },
      PreferredInternetCodePageForShiftJis: { label: "Japanese code page" },
      RequiredCharsetCoverage: { label: "Required character set coverage (%)" },
      DisplaySenderName: { label: "Show the sender’s name" },
      UseSimpleDisplayName: { label: "Use the simple display name" },
      AutoForwardingMode: {
        label: "Automatic forwarding rules",
        values: { Automatic: "Automatic - System-controlled", On: "On - Forwarding is enabled", Off: "Off - Forwarding is disabled" },
      },
    },
  },
  ja: {
    admin: {
      AllowedOOFType: {
        label: "不在時の自動応答の種類",
        values: {
          None: "なし",
          External: "外部の不在時返信のみを許可する",
          ExternalLegacy: "外部および従来の不在時応答を許可する",
          InternalLegacy: "内部の不在時返信のみを許可する",
        },
      },
      AutoReplyEnabled: { label: "自動応答を許可する" },
      AutoForwardEnabled: { label: "自動転送を許可する" },
      DeliveryReportEnabled: { label: "配信レポートを許可する" },
      NDREnabled: { label: "配信不能レポートを許可する" },
      MeetingForwardNotificationEnabled: { label: "会議出席依頼の転送通知を許可する" },
      IsInternal: { label: "内部として扱う" },
      TNEFEnabled: {
        label: "リッチテキスト形式の使用",
        values: { null: "ユーザー設定に従う", true: "常に許可", false: "許可しない" },
      },
      ContentType: {
        label: "メッセージの本文",
        values: { MimeHtmlText: "HTML (プレーンテキストはそのまま)", MimeText: "プレーンテキスト", MimeHtml: "HTML" },
      },
      CharacterSet: { label: "MIME 文字セット", values: { null: "なし" } },
      NonMimeCharacterSet: { label: "MIME 以外の文字セット", values: { null: "なし" } },
      LineWrapSize: { label: "行の折り返し" },
      ByteEncoderTypeFor7BitCharsets: { label: "7 ビット文字セットのエンコード" },
      PreferredInternetCodePageForShiftJis: { label: "日本語のコードページ" },
      RequiredCharsetCoverage: { label: "文字セットに必要な割合 (%)" },
      DisplaySenderName: { label: "送信者の表示名を使う" },
      UseSimpleDisplayName: { label: "簡易表示名を使う" },
      AutoForwardingMode: {
        label: "自動転送ルール",
        values: { Automatic: "自動 - システム制御", On: "オン - 転送が有効", Off: "オフ - 転送が無効" },
      },
    },
  },
});
