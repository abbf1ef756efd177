// The picture of a verdict.

addWords({
  en: {
    enlarge: (what) => `Enlarge the picture. ${what}`,
    savePicture: "Save the picture",
    onLight: "Light",
    onDark: "Dark",
  },
  ja: {
    enlarge: (what) => `図を拡大: ${what}`,
    savePicture: "図を保存",
    onLight: "明るい背景",
    onDark: "暗い背景",
  },
});
