internal import ArgumentParser
internal import Glibc
internal import Localization
internal import RemcsCore

/// `remcs send-hardware`: tells the center about the hardware (manual 4.2.13), or shows what it would tell.
struct SendHardwareCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "send-hardware", abstract: abstract(.commandSendHardwareAbstract))
  @OptionGroup var options: ServiceOptions
  @Flag(help: help(.commandSendHardwarePreview)) var preview = false
  @Flag(help: help(.commandOptionJson)) var json = false

  func run() throws {
    try options.run { service, language in
      let cancellation = Interruption.cancellation()
      if preview {
        let told = try service.previewHardware(cancellation: cancellation)
        if json { return try CommandOutput.printJSON(told) }
        for line in told.lines(in: language) { print(String(repeating: "  ", count: line.depth) + line.text) }
        return
      }
      let progress = ProgressPrinter(language)
      let delivery = try service.sendHardware(observer: progress.show, cancellation: cancellation)
      if json {
        try CommandOutput.printJSON(["result": delivery == .sent ? "sent" : "waiting"])
      } else {
        progress.finish(delivery == .sent ? .rmg0132 : .rmg0138)
      }
      if delivery == .waiting { throw ExitCode(EX_TEMPFAIL) }
    }
  }
}
