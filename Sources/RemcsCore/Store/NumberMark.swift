internal import Glibc

/// The next number once more, in a file beside the database: of a database of which nothing can be read a new one goes on
/// from it, so that the center sees which numbers are missing, and none twice. It is not synced: nobody waits for it.
struct NumberMark {
  private let file: String

  /// The mark of the database at a path.
  init(of path: String) { file = path + ".next" }

  /// The next number as far as is known; 1 where nothing is.
  var next: Int {
    guard let bytes = try? Files.read(file, maximum: 100) else { return 1 }
    let text = String(decoding: bytes, as: UTF8.self).prefix { $0.isNumber }
    return max(1, Int(text) ?? 1)
  }

  /// Notes a number, if it can be noted: on a full disk it was before.
  func raise(to number: Int) {
    let descriptor = open(file, O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard descriptor >= 0 else { return }
    defer { close(descriptor) }
    // Never shorter than before: a longer number overwrites it.
    let text = Array("\(number)\n".utf8)
    _ = pwrite(descriptor, text, text.count, 0)
  }
}
