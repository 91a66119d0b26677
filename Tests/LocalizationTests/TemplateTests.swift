import RemcsCore
import Testing

@testable import Localization

/// Holes, and what an argument leaves behind that is not there.
struct TemplateTests {
  static let cases: [(StaticString, [String], String)] = [
    ("plain", [], "plain"),
    ("100 %, 5%", ["x"], "100 %, 5%"),
    ("%1-%2-%1", ["a", "b"], "a-b-a"),
    ("a %1 b", ["%2 (%1)", "no"], "a %2 (%1) b"),
    ("failed. (%1)", ["5"], "failed. (5)"),
    ("failed. (%1)", [], "failed."),
    ("失敗しました。(%1)", [""], "失敗しました。"),
    ("f (mail (only)) (%1)", [], "f (mail (only))"),
    ("(%1:%2)", ["5", "7"], "(5:7)"),
    ("(%1:%2)", ["5"], "(5)"),
    ("(%1:%2)", ["", "7"], "(7)"),
    ("(%1:%2)", ["a:", "7"], "(a::7)"),
    ("x (%1:%2)", [], "x"),
    ("to %1 now", [], "to now"),
    ("%1 now", [], "now"),
    ("first %1", [], "first "),
    ("text.\n(Message) %3\nRL:%1,ML:%2", ["1", "2", "554 no"], "text.\n(Message) 554 no\nRL:1,ML:2"),
    ("text.\n(Message) %3\nRL:%1,ML:%2", ["1", "2"], "text.\nRL:1,ML:2"),
    ("text.\n(Message) %3\nRL:%1,ML:%2", [], "text."),
    ("()", [], "()"),
    ("%1(", ["a"], "a("),
  ]

  @Test(arguments: cases.indices)
  func `holes are filled and nothing odd remains`(_ index: Int) {
    let (template, arguments, expected) = Self.cases[index]
    #expect(Template(template).filled(with: arguments) == expected)
  }
}
