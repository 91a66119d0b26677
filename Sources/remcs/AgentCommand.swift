internal import ArgumentParser
internal import FoundationEssentials
internal import Glibc
internal import Localization
internal import RemcsCore
internal import RemcsHardware

/// `remcs agent`: the background agent, which loses nothing (chapter 1).
struct AgentCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "agent", abstract: abstract(.commandAgentAbstract), discussion: abstract(.commandAgentDiscussion))

  @OptionGroup var options: ServiceOptions
  @Flag(help: help(.commandAgentOnce)) var once = false

  /// The longest wait, in seconds: a clock that was set forward is noticed no later.
  private static let longestWait: Double = 3600
  /// How soon a store that could not be used is tried again, in seconds.
  private static let troubleWait: Double = 60

  func run() throws {
    try options.run { service, language in
      guard let post = try AgentPost(service.store.home) else {
        CommandOutput.printError(text(.commandAgentRunning, in: language))
        throw ExitCode(EX_TEMPFAIL)
      }
      // Whoever reads our log may go away.
      signal(SIGPIPE, SIG_IGN)
      let cancellation = Interruption.cancellation()
      let supervisor = Supervisor()
      let log = AgentLog(language, home: service.store.home)
      let sources: [any EventSource] = [
        // What is recorded is looked at before what is counted, so that nothing falls between the two.
        KernelCrashSource(), HardwareErrorSource(), MemoryErrorSource(), ControllerLogSource(), RedfishLogSource(),
      ]
      let duties = sources.map { AgentDuty.events($0) }
      var agent = Agent(
        service, duties: [.timeZone, .periodicContact, .hardwareChange, .housekeeping] + duties, log: log.write)
      if !once { supervisor.ready() }
      repeat {
        post.quiet()
        let due = Self.step(&agent, cancellation, log)
        if once || cancellation.isRaised { break }
        wait(until: due, post, cancellation, supervisor)
      } while !cancellation.isRaised
      supervisor.stopping()
      if once, !cancellation.isRaised, try service.status().waiting > 0, try service.state().sends {
        throw ExitCode(EX_TEMPFAIL)
      }
    }
  }

  /// A full disk must not end the agent: it is what it is needed for.
  private static func step(_ agent: inout Agent, _ cancellation: Cancellation, _ log: AgentLog) -> Date? {
    do throws(ServiceError) { return try agent.step(cancellation) } catch {
      log.write(error)
      return Date() + troubleWait
    }
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
      let milliseconds = Int32(left / .milliseconds(1)) + 1
      if poll(&descriptors, 2, milliseconds) > 0 { return }
    }
  }
}
