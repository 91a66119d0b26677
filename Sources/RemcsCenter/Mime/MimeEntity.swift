internal import RemcsCryptography

/// A mail or a part of one: header fields and a body that is still encoded. Made for hostile input: it never traps,
/// and every list in it is bounded.
struct MimeEntity {
  /// Names in lower case, values unfolded.
  let fields: [(name: String, value: String)]
  let body: ArraySlice<UInt8>

  private static let maximumHeader = 65_536
  private static let maximumFields = 500

  /// Splits header and body. Lines may end in CRLF, or in LF as a mail server hands them to a program.
  init(_ bytes: ArraySlice<UInt8>) throws(CenterError) {
    var fields: [(name: String, value: String)] = []
    var position = bytes.startIndex
    while position < bytes.endIndex {
      guard position - bytes.startIndex <= Self.maximumHeader, fields.count <= Self.maximumFields else {
        throw CenterError(.damaged, "the header of the mail is too long")
      }
      let window = bytes[position..<min(bytes.endIndex, position + Self.maximumHeader + 2)]
      guard let end = window.firstIndex(of: 10) else {
        throw CenterError(.damaged, "the header of the mail does not end")
      }
      var line = bytes[position..<end]
      if line.last == 13 { line.removeLast() }
      position = end + 1
      if line.isEmpty { break }
      if line.first == 32 || line.first == 9 {
        guard let last = fields.last else { throw CenterError(.damaged, "the mail begins with a folded line") }
        let rest = String(decoding: line, as: UTF8.self)
        fields[fields.count - 1] = (last.name, last.value + rest)
      } else if let colon = line.firstIndex(of: UInt8(ascii: ":")) {
        let name = String(decoding: line[..<colon], as: UTF8.self).lowercased()
        fields.append((Self.trimmed(name), Self.trimmed(String(decoding: line[(colon + 1)...], as: UTF8.self))))
      } else if !(fields.isEmpty && line.starts(with: "From ".utf8)) {
        // An envelope line as mailboxes have it may stand first; anything else is no header.
        throw CenterError(.damaged, "the header of the mail has a line without a colon")
      }
    }
    self.fields = fields
    body = bytes[position...]
  }

  /// The first field of that name.
  func field(_ name: String) -> String? { fields.first { $0.name == name }?.value }

  /// Content-Type; text/plain without one, as RFC 2045 has it.
  var contentType: MimeHeaderValue { MimeHeaderValue(field("content-type") ?? "text/plain") }

  /// The body without its transfer encoding.
  func decodedBody() throws(CenterError) -> ArraySlice<UInt8> {
    switch MimeHeaderValue(field("content-transfer-encoding") ?? "7bit").value {
    case "7bit", "8bit", "binary": return body
    case "base64":
      do {
        return try Base64.decode(slice: body)[...]
      } catch {
        throw CenterError(.damaged, "the base64 of the mail is broken")
      }
    default: throw CenterError(.damaged, "the mail has a transfer encoding that reports do not have")
    }
  }

  /// The entities of a multipart body, in order.
  func parts(maximum: Int) throws(CenterError) -> [MimeEntity] {
    guard let boundary = contentType.parameters["boundary"], !boundary.isEmpty, boundary.utf8.count <= 70 else {
      throw CenterError(.damaged, "the mail has no boundary between its parts")
    }
    let mark = Array("--\(boundary)".utf8)
    var parts: [MimeEntity] = []
    var begin: Int?
    var position = body.startIndex
    while let found = Self.find(mark, in: body, from: position) {
      position = found + mark.count
      guard found == body.startIndex || body[found - 1] == 10 else { continue }
      if let begin {
        guard parts.count < maximum else { throw CenterError(.tooLarge, "the mail has too many parts") }
        // The line end before a boundary belongs to the boundary (RFC 2046 5.1.1).
        var end = max(begin, found - 1)
        if end > begin, body[end - 1] == 13 { end -= 1 }
        parts.append(try MimeEntity(body[begin..<end]))
      }
      if body[position...].starts(with: "--".utf8) { return parts }
      guard let lineEnd = body[position...].prefix(256).firstIndex(of: 10) else { break }
      begin = lineEnd + 1
      position = lineEnd + 1
    }
    throw CenterError(.damaged, "the mail ends in the middle of its parts")
  }

  private static func find(_ pattern: [UInt8], in bytes: ArraySlice<UInt8>, from start: Int) -> Int? {
    guard start <= bytes.endIndex - pattern.count else { return nil }
    return bytes.withUnsafeBufferPointer { buffer -> Int? in
      pattern.withUnsafeBufferPointer { pattern -> Int? in
        let last = buffer.count - pattern.count
        var index = start - bytes.startIndex
        while index <= last {
          if buffer[index] == pattern[0] {
            var length = 1
            while length < pattern.count, buffer[index + length] == pattern[length] { length += 1 }
            if length == pattern.count { return index + bytes.startIndex }
          }
          index += 1
        }
        return nil
      }
    }
  }

  private static func trimmed(_ text: String) -> String {
    var view = text[...]
    while let last = view.last, last == " " || last == "\t" { view.removeLast() }
    return String(view.drop { $0 == " " || $0 == "\t" })
  }
}

/// `type/subtype; name=value; name="quoted value"` (RFC 2045 5.1): value and names in lower case.
struct MimeHeaderValue {
  let value: String
  private(set) var parameters: [String: String] = [:]

  init(_ text: String) {
    var pieces: [String] = []
    var piece = ""
    var isQuoted = false
    var isEscaped = false
    for character in text {
      if isEscaped {
        piece.append(character)
        isEscaped = false
      } else if isQuoted, character == "\\" {
        isEscaped = true
      } else if character == "\"" {
        isQuoted.toggle()
      } else if character == ";", !isQuoted {
        pieces.append(piece)
        piece = ""
      } else if isQuoted || (character != " " && character != "\t") {
        piece.append(character)
      }
    }
    pieces.append(piece)
    value = pieces[0].lowercased()
    for piece in pieces.dropFirst().prefix(20) {
      guard let equals = piece.firstIndex(of: "=") else { continue }
      let name = piece[..<equals].lowercased()
      if parameters[name] == nil { parameters[name] = String(piece[piece.index(after: equals)...]) }
    }
  }
}
