import Foundation

/// A thread with a network of its own, in which there is only the loopback, and if wanted with its own `/etc/hosts` and
/// `/etc/resolv.conf`. Threads that it starts are in there with it; everybody else sees nothing of it.
public enum Isolation {
  /// What went wrong while it was made.
  public struct Failure: Error { let text: String }

  /// Only root may make namespaces.
  public static let isPossible = getuid() == 0 && ip != nil

  private static let ip = ["/usr/sbin/ip", "/sbin/ip", "/usr/bin/ip"].first(where: FileManager.default.isExecutableFile)

  /// Runs `body` in there.
  /// - Parameters:
  ///   - hosts: the text of `/etc/hosts`; nil for the machine's own.
  ///   - resolver: the text of `/etc/resolv.conf`.
  ///   - commands: what `ip` is told besides to bring the loopback up.
  ///   - body: runs on the thread.
  /// - Returns: what `body` gives back.
  /// - Throws: what `body` throws, or `Failure`.
  public static func run<Result: Sendable>(
    hosts: String? = nil, resolver: String? = nil, commands: [[String]] = [],
    _ body: @escaping @Sendable () throws -> Result
  ) throws -> Result {
    let box = Box<Result>()
    let done = DispatchSemaphore(value: 0)
    Thread.detachNewThread {
      box.result = Swift.Result {
        try enter(hosts, resolver)
        for command in [["link", "set", "lo", "up"]] + commands { try tell(command) }
        return try body()
      }
      done.signal()
    }
    done.wait()
    guard let result = box.result else { throw Failure(text: "nothing came back") }
    return try result.get()
  }

  private final class Box<Value>: @unchecked Sendable {
    var result: Result<Value, any Error>?
  }

  private static func enter(_ hosts: String?, _ resolver: String?) throws {
    // CLONE_NEWNET, CLONE_NEWNS; of this thread alone.
    guard let unshare = unsafeBitCast(dlsym(nil, "unshare"), to: (@convention(c) (Int32) -> Int32)?.self),
      unshare(0x4000_0000 | 0x0002_0000) == 0
    else { throw Failure(text: "unshare: \(String(cString: strerror(errno)))") }
    // MS_REC | MS_PRIVATE: what is mounted here stays here.
    guard mount("none", "/", nil, 0x4000 | 0x40000, nil) == 0 else {
      throw Failure(text: "mount: \(String(cString: strerror(errno)))")
    }
    for (text, path) in [(hosts, "/etc/hosts"), (resolver, "/etc/resolv.conf")] {
      guard let text else { continue }
      let file = try TestDirectory.make().appendingPathComponent("file")
      try text.write(to: file, atomically: true, encoding: .utf8)
      // A link cannot be mounted over; what it leads to can.
      let target = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
      // MS_BIND
      guard mount(file.path, target, nil, 0x1000, nil) == 0 else {
        throw Failure(text: "mount \(target): \(String(cString: strerror(errno)))")
      }
    }
  }

  /// `ip` inherits the namespaces of the thread that starts it.
  private static func tell(_ arguments: [String]) throws {
    var child = pid_t()
    var words: [UnsafeMutablePointer<CChar>?] = ([ip ?? "ip"] + arguments).map { strdup($0) }
    words.append(nil)
    defer { for word in words { free(word) } }
    guard posix_spawn(&child, ip ?? "ip", nil, nil, words, environ) == 0 else { throw Failure(text: "ip") }
    var status: Int32 = 0
    waitpid(child, &status, 0)
    guard status == 0 else { throw Failure(text: "ip \(arguments.joined(separator: " "))") }
  }
}
