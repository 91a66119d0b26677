internal import RemcsCore
internal import RemcsCryptography

/// One mail as it goes over the wire, header and body, made while it is read: memory does not grow with its size.
final class MailText {
  /// Its exact size in bytes.
  let size: Int
  private let step: () throws(TransportFailure) -> [UInt8]?

  init(size: Int, _ step: @escaping () throws(TransportFailure) -> [UInt8]?) {
    self.size = size
    self.step = step
  }

  /// Pieces that were made before they were asked for.
  private var ahead: ArraySlice<Result<[UInt8]?, TransportFailure>> = []
  /// How many bytes may be made ahead: a small mail as a whole, of a large one the beginning.
  private static let mostAhead = 32_768

  /// The next piece; nil at the end.
  func next() throws(TransportFailure) -> [UInt8]? {
    if let first = ahead.popFirst() { return try first.get() }
    return try step()
  }

  /// Makes the beginning now; what fails is told by ``next()``.
  func prepare() {
    var bytes = 0
    while bytes < Self.mostAhead {
      do throws(TransportFailure) {
        let piece = try step()
        ahead.append(.success(piece))
        guard let piece else { return }
        bytes += piece.count
      } catch {
        return ahead.append(.failure(error))
      }
    }
  }

  /// A mail that carries encrypted content.
  static func envelope(
    header: [UInt8], content: MailContent, for recipients: [Certificate], _ sizer: EnvelopedData.Sizer
  ) throws(TransportFailure) -> MailText {
    let size = try envelopeSize(header: header.count, content: content.length, sizer)
    let encryptor: EnvelopedData.Encryptor
    do {
      encryptor = try EnvelopedData.Encryptor(for: recipients)
    } catch {
      throw failure(error)
    }
    let reader = MailContent.Reader(content)
    var lines = Base64.LineEncoder()
    var pending: [UInt8]? = header
    var isDone = false
    return MailText(size: size) { () throws(TransportFailure) -> [UInt8]? in
      if let first = pending {
        pending = nil
        return first
      }
      while !isDone {
        let content = try reader.next()
        let text: [UInt8]
        do throws(CryptographyError) {
          if let content {
            text = lines.encode(try encryptor.encrypt(content))
          } else {
            isDone = true
            text = lines.encode(try encryptor.finish()) + lines.finish()
          }
        } catch {
          throw failure(error)
        }
        if !text.isEmpty { return text }
      }
      return nil
    }
  }

  /// How large a mail with encrypted content is.
  static func envelopeSize(
    header: Int, content: Int, _ sizer: EnvelopedData.Sizer
  ) throws(TransportFailure) -> Int {
    do {
      return header + Base64.LineEncoder.length(of: try sizer.size(of: content))
    } catch {
      throw failure(error)
    }
  }

  /// What a failure to encrypt means.
  static func failure(_ error: CryptographyError) -> TransportFailure {
    TransportFailure(
      error.code == .memory ? .memory : .file, at: .preparing, TransportRemark(.system, error.description))
  }
}
