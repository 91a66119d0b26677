import Foundation
import TestSupport

/// `make bench`: measures the installed programs and prints what the design promises beside what was found, next to
/// dialog and whiptail on the same machine in the same run.
///
/// Sizes, memory and bytes are held to their limits (exit code 1); times are shown with theirs, because they say as
/// much about the machine as about the program.
@main
struct Bench {
  static func main() {
    let arguments = Array(CommandLine.arguments.dropFirst())
    guard !arguments.isEmpty else {
      FileHandle.standardError.write(Data("usage: remcs-bench FOLDER-OF-RELEASE-PROGRAMS [TOPIC ...]\n".utf8))
      exit(64)
    }
    do {
      if let job = MailJob(arguments) { return try job.run() }
      exit(try measure(Installation(folder: arguments[0]), only: Set(arguments.dropFirst())) ? 1 : 0)
    } catch {
      FileHandle.standardError.write(Data("remcs-bench: \(error)\n".utf8))
      exit(70)
    }
  }

  private static let topics: [(name: String, measure: @Sendable (Installation) throws -> Table)] = [
    ("size", measureSizes), ("memory", measureMemory), ("time", measureTimes), ("bytes", measureBytes),
    ("mail", measureMail), ("patience", measurePatience), ("agent", measureAgent),
  ]

  /// Measures everything, or only some topics; whether a limit is broken.
  private static func measure(_ programs: Installation, only names: Set<String>) throws -> Bool {
    print("remcs at \(programs.folder)\n\(Machine.description)\n")
    var isOver = false
    for topic in topics where names.isEmpty || names.contains(topic.name) {
      let table = try topic.measure(programs)
      print(table.description)
      // Seen at once, also through a pipe.
      fflush(nil)
      isOver = isOver || table.isOver
    }
    print(isOver ? "A limit is OVER." : "Every limit of size, memory and bytes is kept.")
    return isOver
  }
}

/// Where it was measured.
enum Machine {
  static var description: String {
    let system = (try? String(contentsOfFile: "/etc/os-release", encoding: .utf8)) ?? ""
    let processors = (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)) ?? ""
    let load = (try? String(contentsOfFile: "/proc/loadavg", encoding: .utf8)) ?? ""
    let model = value("model name", in: processors, separator: ":") ?? "unknown processor"
    let name = value("PRETTY_NAME", in: system, separator: "=") ?? "unknown system"
    let cores = ProcessInfo.processInfo.activeProcessorCount
    return "\(ISO8601DateFormatter().string(from: Date())), \(name), \(cores) x \(model), load \(load.prefix(14))"
  }

  private static func value(_ key: String, in text: String, separator: Character) -> String? {
    text.split(separator: "\n").first { $0.hasPrefix(key) }?.split(separator: separator).last
      .map { $0.trimmingCharacters(in: CharacterSet(charactersIn: " \"\t")) }
  }
}
