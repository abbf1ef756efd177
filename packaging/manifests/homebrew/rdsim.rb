# Belongs into the folder Formula of a tap.
class Rdsim < Formula
  desc "Predicts whether and how a message leaves an Exchange Online organization"
  homepage "https://github.com/@repository@"
  version "@version@"
  license any_of: ["MIT", "Apache-2.0"]

  on_macos do
    on_arm do
      url "https://github.com/@repository@/releases/download/v@version@/rdsim-v@version@-aarch64-apple-darwin.tar.gz"
      sha256 "@sha256 aarch64-apple-darwin.tar.gz@"
    end
    on_intel do
      url "https://github.com/@repository@/releases/download/v@version@/rdsim-v@version@-x86_64-apple-darwin.tar.gz"
      sha256 "@sha256 x86_64-apple-darwin.tar.gz@"
    end
  end

  on_linux do
    on_arm do
      url "https://github.com/@repository@/releases/download/v@version@/rdsim-v@version@-aarch64-unknown-linux-musl.tar.gz"
      sha256 "@sha256 aarch64-unknown-linux-musl.tar.gz@"
    end
    on_intel do
      url "https://github.com/@repository@/releases/download/v@version@/rdsim-v@version@-x86_64-unknown-linux-musl.tar.gz"
      sha256 "@sha256 x86_64-unknown-linux-musl.tar.gz@"
    end
  end

  def install
    bin.install "rdsim"
    man1.install "man/rdsim.1"
    bash_completion.install "completions/rdsim.bash" => "rdsim"
    fish_completion.install "completions/rdsim.fish"
    zsh_completion.install "completions/_rdsim"
    doc.install "docs", "rdsim.html", "rdsim.cdx.json"
  end

  test do
    system bin/"rdsim", "init", "tenant"
    assert_match "REJECTED", shell_output("#{bin}/rdsim check --policy tenant/default.yaml tenant/sample.eml")
  end
end
