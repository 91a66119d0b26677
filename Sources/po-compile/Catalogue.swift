/// One entry of a catalogue: a key, its text, and where it stands.
struct Entry: Equatable {
  /// The key, for example `customer.title`.
  let key: String
  /// The text of this language.
  let text: String
  /// The tables of the manual that print it, from an extracted comment like `#. 6.12,6.13`.
  let tables: String?
  /// The line of its `msgid`, counted from 1.
  let line: Int

  /// The digits of the holes `%1` to `%9` in the text.
  var holes: Set<UInt8> {
    let bytes = Array(text.utf8)
    return Set(zip(bytes, bytes.dropFirst()).filter { $0 == UInt8(ascii: "%") && (0x31...0x39).contains($1) }.map(\.1))
  }
}

/// A parsed file `AREA.LANG.po`.
struct Catalogue: Equatable {
  /// The file, as errors name it.
  let path: String
  /// What it is about: the first part of the file name.
  let area: String
  /// Its language: the second part.
  let language: String
  /// Its entries in the order of the file, without the header.
  let entries: [Entry]
}

/// Why a catalogue cannot be compiled, in the form that build tools point at.
struct CatalogueError: Error, Equatable, CustomStringConvertible {
  /// The file.
  let path: String
  /// The line, counted from 1.
  let line: Int
  /// What is wrong.
  let reason: String

  var description: String { "\(path):\(line): error: \(reason)" }
}
