import Foundation

extension PseudoTerminal {
  static func spawn(
    _ program: String, _ arguments: [String], _ environment: [String: String], _ slave: String
  ) throws -> pid_t {
    var variables = ["TERM": "xterm", "LC_ALL": "C.UTF-8"]
    for name in ["PATH", "LLVM_PROFILE_FILE", "HOME"] {
      variables[name] = ProcessInfo.processInfo.environment[name] ?? ""
    }
    variables.merge(environment) { _, new in new }

    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    // Opened by the leader of a new session, it becomes the controlling terminal.
    posix_spawn_file_actions_addopen(&actions, 0, slave, O_RDWR, 0)
    posix_spawn_file_actions_adddup2(&actions, 0, 1)
    posix_spawn_file_actions_adddup2(&actions, 0, 2)

    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    // Tests run on threads that block signals, and a program inherits that: SIGWINCH would never arrive.
    var none = sigset_t()
    sigemptyset(&none)
    var all = sigset_t()
    sigfillset(&all)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setsigdefault(&attributes, &all)
    let newSession: Int16 = 0x80  // POSIX_SPAWN_SETSID, which needs _GNU_SOURCE
    posix_spawnattr_setflags(&attributes, newSession | Int16(POSIX_SPAWN_SETSIGMASK) | Int16(POSIX_SPAWN_SETSIGDEF))

    let pairs = variables.filter { !$0.value.isEmpty }.map { "\($0.key)=\($0.value)" }
    var process: pid_t = 0
    let failure = withStrings([program] + arguments) { argv in
      withStrings(pairs) { envp in posix_spawn(&process, program, &actions, &attributes, argv, envp) }
    }
    guard failure == 0 else { throw Failure(description: "posix_spawn \(program): \(failure)") }
    return process
  }

  private static func withStrings<Result>(
    _ strings: [String], _ body: (UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> Result
  ) -> Result {
    var pointers = strings.map { strdup($0) } + [nil]
    defer { pointers.forEach { free($0) } }
    return pointers.withUnsafeMutableBufferPointer { buffer in
      withExtendedLifetime(buffer) { body(buffer.baseAddress ?? UnsafeMutablePointer.allocate(capacity: 1)) }
    }
  }
}
