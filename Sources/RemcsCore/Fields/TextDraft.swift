/// A text on its way from what was typed to what is stored. Each character remembers the column it was typed in.
struct TextDraft {
  /// One character and where it was typed.
  struct Piece: Equatable {
    /// As it stands now.
    var scalar: Unicode.Scalar
    /// Counted from 1 in Unicode scalars of the typed text.
    let column: Int
  }

  /// What is left and has become of the text.
  var pieces: [Piece]
  /// What was done, each thing once, in the order in which it was first done.
  private(set) var notes: [Verdict.Note] = []

  /// A text as it was typed.
  init(_ typed: String) {
    pieces = typed.unicodeScalars.enumerated().map { Piece(scalar: $1, column: $0 + 1) }
  }

  /// The text now.
  var text: String {
    var scalars = String.UnicodeScalarView()
    for piece in pieces { scalars.append(piece.scalar) }
    return String(scalars)
  }

  /// The characters that do not pass, as problems.
  func problems(unless isAllowed: (Unicode.Scalar) -> Bool) -> [Verdict.Problem] {
    pieces.filter { !isAllowed($0.scalar) }.map { Verdict.Problem(column: $0.column, scalar: $0.scalar) }
  }

  /// Remembers what was done.
  mutating func note(_ note: Verdict.Note) {
    if !notes.contains(note) { notes.append(note) }
  }

  /// What every field does first: white space and byte order marks at both ends go, and so does what nobody sees.
  mutating func clean() {
    trim()
    let count = pieces.count
    pieces.removeAll { Characters.isVariationSelector($0.scalar) }
    if pieces.count < count { note(.variantRemoved) }
    let visible = pieces.count
    pieces.removeAll { Characters.isInvisible($0.scalar) }
    if pieces.count < visible { note(.invisibleRemoved) }
    trim()
  }

  private mutating func trim() {
    func isBlank(_ piece: Piece) -> Bool {
      piece.scalar.properties.isWhitespace || piece.scalar.value == 0xFEFF
    }
    guard let first = pieces.firstIndex(where: { !isBlank($0) }) else {
      if !pieces.isEmpty { note(.trimmed) }
      pieces = []
      return
    }
    let last = pieces.lastIndex { !isBlank($0) } ?? first
    if first > 0 || last < pieces.count - 1 { note(.trimmed) }
    pieces = Array(pieces[first...last])
  }

  /// Replaces each character for which `form` has another one, and notes it once.
  mutating func replace(_ note: Verdict.Note, _ form: (Unicode.Scalar) -> Unicode.Scalar?) {
    for index in pieces.indices {
      guard let other = form(pieces[index].scalar), other != pieces[index].scalar else { continue }
      pieces[index].scalar = other
      self.note(note)
    }
  }

  /// Full-width letters, digits and signs become half-width.
  mutating func narrow() { replace(.narrowed, Characters.narrowed) }

  /// Spaces between two digits become a hyphen, all others go (telephone numbers and postal codes).
  mutating func replaceSpacesByHyphens() {
    func isDigit(_ piece: Piece?) -> Bool { piece.map { ("0"..."9").contains($0.scalar) } ?? false }
    var result: [Piece] = []
    var index = 0
    while index < pieces.count {
      guard Characters.isSpace(pieces[index].scalar) else {
        result.append(pieces[index])
        index += 1
        continue
      }
      let column = pieces[index].column
      while index < pieces.count, Characters.isSpace(pieces[index].scalar) { index += 1 }
      note(.space)
      if isDigit(result.last), index < pieces.count, isDigit(pieces[index]) {
        result.append(Piece(scalar: "-", column: column))
      }
    }
    pieces = result
  }
}

extension StringProtocol {
  /// Whether both hold the same Unicode scalars; unlike `==`, which takes か with a mark for が.
  func isSame(as other: some StringProtocol) -> Bool { unicodeScalars.elementsEqual(other.unicodeScalars) }
}
