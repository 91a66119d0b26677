internal import ArgumentParser
internal import Glibc
internal import Localization
internal import RemcsCore

/// `remcs diagnose`: the staged check, without a mail.
struct DiagnoseCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "diagnose", abstract: abstract(.commandDiagnoseAbstract))

  @OptionGroup var options: ServiceOptions
  @Flag(help: help(.commandOptionJson)) var json = false
  @Option(help: help(.commandDiagnoseTimeout)) var timeout: Double?

  func run() throws {
    if let timeout, !(timeout > 0 && timeout <= 3600) {
      throw ValidationError(text(.commandDiagnoseTimeoutRange, in: .ofHelp()))
    }
    try options.run { service, language in
      let cancellation = Interruption.cancellation()
      let printer = DiagnosisPrinter(language)
      let diagnosis = try service.diagnose(
        timeout: timeout, observer: { if !json { printer.show($0) } }, cancellation: cancellation)
      if json { try CommandOutput.printJSON(DiagnosisDocument(diagnosis, language)) }
      guard let failure = diagnosis.failure else {
        let hasRemarks = diagnosis.steps.contains { !$0.remarks.isEmpty }
        if !json { print(text(hasRemarks ? .diagnosisRemarks : .diagnosisPassed, in: language)) }
        return
      }
      guard let error = failure.serviceError else {
        CommandOutput.printError(text(.diagnosisCanceled, in: language))
        throw ExitCode(1)
      }
      throw CommandOutput.fail(error, temporary: failure.isTemporary, language)
    }
  }
}

/// Prints each stage once, when it is over.
private final class DiagnosisPrinter {
  private let language: Language
  private var printed = 0

  init(_ language: Language) { self.language = language }

  func show(_ diagnosis: Diagnosis) {
    for step in diagnosis.steps.dropFirst(printed) {
      guard let seconds = step.seconds else { return }
      printed += 1
      // Everybody passes the preparation; it is only told when it does not.
      if step.stage == .preparing, step.outcome == .passed { continue }
      let mark =
        switch step.outcome {
        case .passed: step.remarks.isEmpty ? "[*]" : "[!]"
        case .canceled: "[-]"
        default: "[x]"
        }
      print("\(mark) \(step.stage.name(in: language))  \(Int((seconds * 1000).rounded())) ms")
      for fact in step.evidence { print("      \(fact.kind.label(in: language)): \(fact.value)") }
      for remark in step.remarks {
        print("    ! \(remark.text(in: language))")
        if let advice = remark.advice { print("      \(advice.text(in: language))") }
      }
    }
  }
}

/// What `remcs diagnose --json` prints.
private struct DiagnosisDocument: Encodable {
  struct Step: Encodable {
    let stage: TransportStage
    let result: Diagnosis.Outcome
    let milliseconds: Int?
    let evidence: [String: [String]]
    let remarks: [Remark]
  }

  struct Remark: Encodable {
    let remark: TransportRemark.Code
    let text: String
    let advice: String?
  }

  struct Failure: Encodable {
    let code: MessageCode
    let stage: TransportStage
    // As messages print them.
    let RL: Int
    let ML: Int
    let temporary: Bool
    let server: String
    let reason: Remark?
    let advice: String
  }

  let passed: Bool
  let failure: Failure?
  let steps: [Step]

  init(_ diagnosis: Diagnosis, _ language: Language) {
    passed = diagnosis.hasPassed
    failure = diagnosis.failure.flatMap { failure in
      failure.code.map { code in
        Failure(
          code: code, stage: failure.stage, RL: failure.libraryNumber, ML: failure.mailNumber,
          temporary: failure.isTemporary, server: failure.serverText,
          reason: failure.remark.map { Self.remark($0, language) },
          advice: failure.advice?.text(in: language) ?? "")
      }
    }
    steps = diagnosis.steps.map { step in
      Step(
        stage: step.stage, result: step.outcome, milliseconds: step.seconds.map { Int(($0 * 1000).rounded()) },
        evidence: Dictionary(grouping: step.evidence, by: \.kind.rawValue).mapValues { $0.map(\.value) },
        remarks: step.remarks.map { Self.remark($0, language) })
    }
  }

  private static func remark(_ remark: TransportRemark, _ language: Language) -> Remark {
    Remark(
      remark: remark.code, text: remark.text(in: language), advice: remark.advice?.text(in: language))
  }
}
