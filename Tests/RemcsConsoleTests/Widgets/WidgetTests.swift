import RemcsCore
import Testing

@testable import RemcsConsole

struct WidgetTests {
  @Test func `English text is wrapped at spaces`() {
    #expect("one two three".wrapped(columns: 8) == ["one two", "three"])
    #expect("abcdefghij".wrapped(columns: 4) == ["abcd", "efgh", "ij"])
    #expect("a\n\nb".wrapped(columns: 10) == ["a", "", "b"])
  }

  @Test func `Japanese text is wrapped between characters, but no line begins with a closing mark`() {
    #expect("あいうえお。".wrapped(columns: 10) == ["あいうえ", "お。"])
    #expect("あいう（え）".wrapped(columns: 8) == ["あいう", "（え）"])
  }

  @Test(arguments: 2...20)
  func `no wrapped line is too wide, and no character is lost`(columns: Int) {
    let text = "接続確認を行います。RMG_0053 (メール) よろしいですか、abcdefghijklmnop 終了"
    let lines = text.wrapped(columns: columns)
    for line in lines { #expect(line.columns <= max(2, columns), "\(line)") }
    let kept = lines.joined().filter { $0 != " " }
    #expect(kept == text.filter { $0 != " " })
  }

  @Test func `a text scrolls within its bounds`() {
    var scroll = ScrollText()
    scroll.fit(count: 20, height: 8)
    let moved = [scroll.update(.up), scroll.update(.end), scroll.update(.down)]
    #expect(moved == [false, true, false])
    #expect(scroll.first == 12 && !scroll.hasMore)
    scroll.fit(count: 20, height: 18)
    #expect(scroll.first == 2, "a larger window shows no emptiness")
    scroll.fit(count: 5, height: 8)
    #expect(scroll.fits && scroll.first == 0)
  }

  @Test(arguments: [0, 1, 50, 99, 100, 140])
  func `the bar is as wide at every percentage`(percent: Int) {
    let text = ProgressBar.text(percent: percent)
    #expect(text.columns == ProgressBar.width + 7)
    #expect(text.filter { $0 == "#" }.count == min(100, percent) / 2)
  }

  @Test func `a status line that is too long keeps state and serial number`() {
    let status = ViewContext.Status(
      device: "00-PRIMEQUEST3000SERIES-MCX0ABCDEFGHIJKLMN-AC-00000000000000000042", state: .maintenancePaused,
      connectionType: .isdn, waiting: 123)
    for language in Language.allCases {
      let line = status.line(Words(language), columns: 80)
      #expect(line.columns <= 80)
      #expect(line.contains("0042") && line.contains("123"))
      #expect(line.contains(language == .ja ? "保守中・接続停止中" : "MAINTENANCE, PAUSED"))
    }
  }

  @Test func `Esc closes a pop-up with the answer that destroys nothing`() {
    var question = PopUp.question(.leave, .rmg0035)
    let left = question.update(.dismiss)
    #expect(left == .cancel)
    var resume = PopUp(.resume, .own(.resume), [.resume, .startOver])
    let resumed = resume.update(.dismiss)
    #expect(resumed == .resume)
  }

  @Test func `what was typed cannot drive the terminal from a message`() {
    #expect(Words(.en).typed("a\u{1B}[2Jb\u{202E}　") == "a?[2Jb?　")
  }
}
