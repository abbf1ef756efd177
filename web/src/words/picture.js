// The picture of a verdict.

addWords({
  en: {
    enlarge: "Enlarge the picture",
    savePicture: "Save the picture",
    onLight: "Light",
    onDark: "Dark",
  },
  ja: {
    enlarge: "図を拡大",
    savePicture: "図を保存",
    onLight: "明るい背景",
    onDark: "暗い背景",
  },
});
