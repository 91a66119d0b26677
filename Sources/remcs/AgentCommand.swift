internal import ArgumentParser
internal import FoundationEssentials
internal import Glibc
internal import Localization
internal import RemcsCore
internal import RemcsHardware

/// `remcs agent`: the background agent, which loses nothing (chapter 1). It waits for what is due next, and does it in a
/// pass of its own process (``AgentWorker``).
struct AgentCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "agent", abstract: abstract(.commandAgentAbstract), discussion: abstract(.commandAgentDiscussion))

  @OptionGroup var options: ServiceOptions
  @Flag(help: help(.commandAgentOnce)) var once = false
  /// One pass for the agent that started this program: it holds the post, and knows when the duties are due.
  @Option(help: .private) var pass: String?

  /// The longest wait, in seconds: a clock that was set forward is noticed no later.
  private static let longestWait: Double = 3600
  /// How soon it is tried again when a store could not be used, or a pass ended in the middle, in seconds.
  private static let troubleWait: Double = 60

  func run() throws {
    // Whoever reads our log may go away.
    signal(SIGPIPE, SIG_IGN)
    if let pass { return try runPass(DutyTimes(pass)) }
    let post = try takePost()
    let cancellation = Interruption.cancellation()
    if once { return try runOnce(cancellation) }
    let supervisor = Supervisor()
    supervisor.ready()
    let log = AgentLog(options.language, home: options.context.homePath)
    var last: AgentPass?
    while !cancellation.isRaised {
      post.quiet()
      let ending = worker(after: last).run(cancellation, supervisor)
      if case .done(let pass) = ending {
        last = pass
      } else {
        if cancellation.isRaised { break }
        // What ends the first pass would end each; who starts us has to know.
        if case .failed(let status) = ending, last == nil, status < 128 { throw ExitCode(status) }
        log.write(ending)
      }
      let due = ending.isDone ? last?.next : Date() + Self.troubleWait
      wait(until: due, post, cancellation, supervisor)
    }
    supervisor.stopping()
  }

  private func takePost() throws -> AgentPost {
    do {
      if let post = try AgentPost(options.context.homePath) { return post }
    } catch {
      throw CommandOutput.fail(error, temporary: false, options.language)
    }
    CommandOutput.printError(text(.commandAgentRunning, in: options.language))
    guard once else { throw ExitCode(EX_TEMPFAIL) }
    // It was asked to look now; a timer beside it is as content as after a pass of its own.
    try options.run(for: .agent) { service, _ in throw try isLeft(service) ? ExitCode(EX_TEMPFAIL) : .success }
    throw ExitCode.success
  }

  /// Whether something waits that may be sent.
  private func isLeft(_ service: Service) throws -> Bool {
    try service.status().waiting > 0 && service.state().sends
  }

  private func worker(after last: AgentPass?) -> AgentWorker {
    var arguments = ["agent", "--pass=" + (last?.duties.text ?? "first")]
    if let home = options.home { arguments.append("--home=" + home) }
    if let language = options.languageOption.language { arguments.append("--lang=" + language.rawValue) }
    return AgentWorker(arguments: arguments)
  }

  /// Waits for the next due time, for somebody who rings, or for the end; tells the supervisor that it lives.
  private func wait(until due: Date?, _ post: AgentPost, _ cancellation: Cancellation, _ supervisor: Supervisor) {
    let end = ContinuousClock.now + .seconds(max(0, min(due?.timeIntervalSinceNow ?? .infinity, Self.longestWait)))
    while true {
      supervisor.alive()
      let left = ContinuousClock.now.duration(to: end)
      guard left > .zero else { return }
      var descriptors = [
        pollfd(fd: post.descriptor, events: Int16(POLLIN), revents: 0),
        pollfd(fd: cancellation.descriptor, events: Int16(POLLIN), revents: 0),
      ]
      let slice = min(left, supervisor.interval ?? left)
      if poll(&descriptors, 2, Int32(slice / .milliseconds(1)) + 1) > 0 { return }
    }
  }

  // MARK: - A pass

  private func runOnce(_ cancellation: Cancellation) throws {
    try options.run(for: .agent) { service, language in
      let (_, error) = perform(DutyTimes(), service, cancellation, AgentLog(language, home: service.store.home))
      // Why is in the log, which for a timer is standard error.
      if error != nil { throw ExitCode.failure }
      if !cancellation.isRaised, try isLeft(service) { throw ExitCode(EX_TEMPFAIL) }
    }
  }

  private func runPass(_ due: DutyTimes) throws {
    // It was started by /proc/self/exe, and ps would call it `exe`.
    let name = open("/proc/self/comm", O_WRONLY | O_CLOEXEC)
    _ = write(name, "remcs", 5)
    close(name)
    try options.run(for: .agent) { service, language in
      let cancellation = Interruption.cancellation(atEndOfInput: true)
      let (pass, _) = perform(due, service, cancellation, AgentLog(language, home: service.store.home))
      // Stopped by somebody else than its agent, it has not done what was due.
      guard !cancellation.isRaised else { throw ExitCode(128 + SIGTERM) }
      print(pass.line, terminator: "")
    }
  }

  /// A full disk must not end the agent: it is what it is needed for.
  /// - Returns: what is due next, and what kept it from doing all.
  private func perform(
    _ due: DutyTimes, _ service: Service, _ cancellation: Cancellation, _ log: AgentLog
  ) -> (AgentPass, ServiceError?) {
    let sources: [any EventSource] = [
      // What is recorded is looked at before what is counted, so that nothing falls between the two.
      KernelCrashSource(), HardwareErrorSource(), MemoryErrorSource(), ControllerLogSource(), RedfishLogSource(),
    ]
    var agent = Agent(
      service,
      duties: [.timeZone, .periodicContact, .hardwareChange, .housekeeping] + sources.map { AgentDuty.events($0) },
      due: due, log: log.write)
    do throws(ServiceError) {
      return (AgentPass(next: try agent.step(cancellation), duties: agent.due), nil)
    } catch {
      log.write(error)
      return (AgentPass(next: Date() + Self.troubleWait, duties: agent.due), error)
    }
  }
}
