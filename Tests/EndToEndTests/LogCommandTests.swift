import Foundation
import Localization
import RemcsConsole
import RemcsCore
import TestSupport
import Testing

/// `remcs collect-logs` and its screen (manual chapter 7): real programs.
struct LogCommandTests {
  private func registered() throws -> (RunningCenter, DeviceHome) {
    let center = try RunningCenter()
    return (center, try DeviceHome(registeredAt: center))
  }

  private func tar(_ arguments: String...) throws -> String {
    let result = try Programs.run("/usr/bin/tar", arguments)
    try #require(result.status == 0, "\(result.errors)")
    return result.output
  }

  @Test func `the command writes one archive that tar opens, and tells path and size`() throws {
    let (center, device) = try registered()
    try device.mustDo("diagnose")
    let path = device.path + "/logs.tar.gz"
    let result = try device.remcs("collect-logs", "--output", path)
    #expect(result.status == 0, "\(result.errors)")
    let size = try #require(FileManager.default.attributesOfItem(atPath: path)[.size] as? Int)
    #expect(result.output.contains(path) && result.output.contains(String(size)))
    let names = try tar("-tzf", path).split(separator: "\n").compactMap { $0.split(separator: "/").last }
    #expect(
      names == [
        "README.txt", "versions.json", "status.json", "settings.json", "diagnosis.json", "history.jsonl", "queue.jsonl",
      ])
    // The words are those of both languages, and every file has some.
    let readme = try tar("-xzOf", path, "--wildcards", "*/README.txt")
    #expect(readme.contains(text(.logsReadme, in: .ja)) && readme.contains(text(.logsReadme, in: .en)))
    let versions = try tar("-xzOf", path, "--wildcards", "*/versions.json")
    for library in ["libcurl/", "OpenSSL 3", "ncurses", "SQLite", "zlib"] { #expect(versions.contains(library)) }
    let queue = try tar("-xzOf", path, "--wildcards", "*/queue.jsonl")
    #expect(queue.split(separator: "\n").count == 2 && queue.contains("connectionCheck"))
    _ = center
  }

  @Test func `without a name it goes into the directory of the moment, and for programs it is JSON`() throws {
    let device = try DeviceHome()
    let folder = try TemporaryDirectory("remcs-logs")
    let result = try Programs.run(
      "/bin/sh", ["-c", "cd '\(folder.path)' && '\(Programs.remcs)' collect-logs --json --home '\(device.path)'"])
    #expect(result.status == 0, "\(result.errors)")
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    #expect(names.count == 1 && names[0].hasPrefix("remcs-logs-00-"))
    let document = try #require(try result.json() as? [String: Any])
    #expect((document["path"] as? String)?.hasSuffix(names[0]) == true && document["size"] as? Int ?? 0 > 500)
  }

  @Test func `a file of that name stays, and a directory that is none is 65`() throws {
    let device = try DeviceHome()
    let mine = try device.file("mine.tar.gz", "mine")
    let refused = try device.remcs("collect-logs", "--output", mine)
    #expect(refused.status == 1 && refused.errors.contains("RMG_0150"))
    #expect(refused.errors.contains(text(.adviceFileExists, in: .ja)))
    #expect(try String(contentsOfFile: mine, encoding: .utf8) == "mine")
    let nowhere = try device.remcs("collect-logs", "--output", device.path + "/nowhere/logs.tar.gz")
    #expect(nowhere.status == 65 && nowhere.errors.contains("RMG_0033"))
  }

  @Test(.enabled(if: TestDisk.isPossible))
  func `a full disk is told, and leaves nothing half-written behind`() throws {
    let device = try DeviceHome()
    try FileManager.default.createDirectory(atPath: device.path + "/logs", withIntermediateDirectories: true)
    // It cannot be made smaller than the disk.
    let noise = Data((0..<200_000).map { _ in UInt8.random(in: 0...255) })
    try noise.write(to: URL(fileURLWithPath: device.path + "/logs/agent.log"))
    try TestDisk.withMemory(size: "64k") { path in
      let result = try device.remcs("collect-logs", "--output", path)
      #expect(result.status == 1 && result.errors.contains("RMG_0150"), "\(result.errors)")
      #expect(result.errors.contains(text(.adviceDiskFull, in: .ja)))
      #expect(try FileManager.default.contentsOfDirectory(atPath: path).isEmpty)
      #expect(try !device.remcs("history").output.contains("logsCollected"))
    }
  }

  @Test func `the menu collects them by keys, and tells path and size`() throws {
    let (center, device) = try registered()
    let folder = try TemporaryDirectory("remcs-logs")
    let person = try WizardDriver(device)
    try person.choose(.collectLogs)
    try person.see(.logCollection)
    try person.fill(.logDirectory, in: .logCollection, with: folder.path)
    person.pressNext()
    try person.see("よろしいですか")
    person.press(.enter)
    try person.see("ログを保存しました")
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    #expect(names.count == 1)
    person.press(.enter)
    try person.see(.menu)
    try person.leave()
    #expect(person.end() == .code(0))
    #expect(try tar("-tzf", folder.path + "/" + names[0]).contains("README.txt"))
    _ = center
  }
}
