import RemcsCore
import Testing

@Suite("Typed text") struct TypedTextTests {
  @Test func `all worked cases are there`() {
    #expect(FieldFixtures.cases.count == 158)
  }

  @Test(arguments: FieldFixtures.cases)
  func `a worked case comes out as worked`(_ example: TypedCase) {
    let verdict = Field.of(example.field).verdict(example.typed)
    #expect(verdict.outcome == example.outcome, "\(example.reason)")
    switch example.outcome {
    case .accept: #expect(verdict.value.codes == example.typed.codes)
    case .repair: #expect(verdict.value.codes == example.repaired?.codes)
    case .reject: #expect(verdict.code != nil)
    }
    if !example.suggestions.isEmpty {
      #expect(verdict.suggestions.first.map { example.suggestions.map(\.codes).contains($0.codes) } == true,
        "\(verdict.suggestions)")
    }
    if let maximum = example.maximum { #expect(Field.of(example.field).maximum == maximum) }
  }
}
