internal import Glibc

/// The memory that the program's code takes. The kernel maps sixteen pages around each one that is needed, and keeps them: of
/// a registration alone, which runs once, there are megabytes on the screen that waits afterwards.
package enum CodePages {
  /// Lets go of all of it. What is needed again comes back from the kernel's cache, in some tenths of a millisecond.
  package static func giveBack() {
    guard let maps = fopen("/proc/self/maps", "re") else { return }
    defer { fclose(maps) }
    var line = [CChar](repeating: 0, count: 4352)
    while fgets(&line, Int32(line.count), maps) != nil {
      let text = String(decoding: line.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
      let words = text.split(separator: " ")
      // Code is never written, so that nothing is lost with its pages; `[vdso]` is no file.
      guard words.count >= 6, words[1] == "r-xp", words[5].first == "/" else { continue }
      let ends = words[0].split(separator: "-").map { UInt($0, radix: 16) ?? 0 }
      guard ends.count == 2, let start = UnsafeMutableRawPointer(bitPattern: ends[0]) else { continue }
      madvise(start, Int(ends[1] - ends[0]), MADV_DONTNEED)
    }
  }
}
