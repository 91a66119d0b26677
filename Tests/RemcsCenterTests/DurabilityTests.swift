import Foundation
import Testing

@testable import RemcsCenter

struct DurabilityTests {
  let center: TestCenter
  init() throws { center = try TestCenter() }

  /// Notes steps, and can hold or fail one.
  final class Recorder: @unchecked Sendable {
    private let lock = NSLock()
    private var steps: [FileSystem.Step] = []
    var all: [FileSystem.Step] { lock.withLock { steps } }
    func add(_ step: FileSystem.Step) { lock.withLock { steps.append(step) } }
  }

  @Test func `each file is written, synced, renamed, and its directory synced, the record last`() throws {
    let recorder = Recorder()
    var directory = center.directory
    directory.files.watch = { recorder.add($0) }
    var report = SampleReport()
    report.files = [("a.bin", [1, 2, 3])]
    _ = try Intake(directory).accept(try report.mail(for: center.certificate))
    let steps = recorder.all
    let place = "\(center.path)/reports/\(report.id)"
    for (file, folder) in [
      ("manifest.json", place), ("attachments/a.bin", place + "/attachments"), ("report.json", place),
    ] {
      let path = "\(place)/\(file)"
      let begin = try #require(steps.firstIndex(of: .written(path)))
      #expect(
        Array(steps[begin..<(begin + 4)]) == [.written(path), .synced(path), .renamed(path), .directorySynced(folder)])
    }
    #expect(steps.suffix(4).first == .written("\(place)/report.json"))
    // The directory of the report itself is durable before anything is put into it.
    let made = try #require(steps.firstIndex(of: .directorySynced("\(center.path)/reports")))
    #expect(made < (try #require(steps.firstIndex(of: .written("\(place)/manifest.json")))))
  }

  @Test func `the answer comes after the last sync and not before`() throws {
    let gate = DispatchSemaphore(value: 0)
    let reached = DispatchSemaphore(value: 0)
    var files = FileSystem()
    files.watch = { step in
      guard case .directorySynced(let path) = step, path.hasSuffix("-held") == false else { return }
      guard case .directorySynced = step, path.contains("/reports/") else { return }
      reached.signal()
      gate.wait()
    }
    let server = try TestServer(center, files: files)
    let client = try server.client()
    _ = try client.begin()
    client.send(MailClient.stuffed(try SampleReport().mail(for: center.certificate)) + Array(".\r\n".utf8))
    // manifest.json and report.json: two syncs of the report's directory.
    for _ in 0..<2 {
      #expect(reached.wait(timeout: .now() + 10) == .success)
      #expect(!client.hasAnswer(within: 100))
      gate.signal()
    }
    #expect(try client.reply().hasPrefix("250"))
  }

  @Test(arguments: 0..<12)
  func `when the disk fails at any step the sender is told to try again, and the next try succeeds`(step: Int) throws {
    let recorder = Recorder()
    var directory = center.directory
    directory.files.watch = { (done) throws(CenterError) in
      recorder.add(done)
      if recorder.all.count == step + 1 { throw CenterError(.storage, "no space left") }
    }
    var report = SampleReport()
    report.files = [("a.bin", [1, 2, 3])]
    let mail = try report.mail(for: center.certificate)
    let error = #expect(throws: CenterError.self) { try Intake(directory).accept(mail) }
    #expect(error?.isTemporary == true)
    #expect(error?.exitCode == 75)
    #expect(try center.reports().allSatisfy { !$0.isComplete } || step >= 10)
    let receipt = try center.intake().accept(mail)
    #expect(receipt.outcome == .complete || (receipt.outcome == .duplicate && step >= 10))
    let stored = try #require(try center.reports().first)
    #expect(stored.isComplete)
    #expect(center.inbox.path(of: "a.bin", in: stored) != nil)
    #expect(FileManager.default.subpaths(atPath: center.path)?.filter { $0.hasSuffix(".new") } == [])
  }

  @Test func `a full disk is a temporary answer of the mail server`() throws {
    var files = FileSystem()
    files.watch = { (_) throws(CenterError) in throw CenterError(.storage, "no space left") }
    let server = try TestServer(center, files: files)
    let client = try server.client()
    _ = try client.begin()
    #expect(try client.content(try SampleReport().mail(for: center.certificate)).hasPrefix("451 4.3.0"))
  }

  @Test func `several programs may store at a time`() throws {
    let mails = try (1...8).map { try SampleReport(sequence: $0).mail(for: center.certificate) }
    let answers = AnswerBox()
    DispatchQueue.concurrentPerform(iterations: mails.count) { index in
      let result = try? Tool.run(Tool.center, ["deliver", center.path], input: mails[index])
      answers.add("\(result?.status ?? -1)")
    }
    #expect(answers.all.allSatisfy { $0 == "0" })
    #expect(try center.reports().map(\.number) == Array(1...8))
  }
}
