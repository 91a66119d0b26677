internal import Glibc

/// The directory of a device, `$REMCS_HOME`, and what lies in it (docs/architecture.md).
public struct Home: Sendable, Equatable {
  /// Its path.
  public let path: String

  /// A home at a path.
  public init(_ path: String) { self.path = path }

  /// Where state lives when nothing else is said.
  public static let standardPath = "/var/lib/remcs"

  /// Settings, queue, history.
  public var database: String { path + "/remcs.sqlite" }
  /// Trusted certificate authorities of centers and mail servers, PEM.
  public var trusted: String { path + "/ca.pem" }
  /// The center list, CMS-signed JSON.
  public var centerList: String { path + "/centers.p7m" }
  /// What the agent logs, in regular files.
  public var logs: String { path + "/logs" }
  /// Files that wait with their reports.
  public var spool: String { path + "/spool" }

  /// The same directory by its full path without links; as it is if it cannot be found.
  var resolved: Home {
    guard let real = realpath(path, nil) else { return self }
    defer { free(real) }
    return Home(String(cString: real))
  }

  /// Makes the directory if it is missing, for its owner alone, and proves that it can be written.
  func prepare() throws(ServiceError) {
    if mkdir(path, 0o700) != 0, errno != EEXIST {
      throw ServiceError(.rmg0150, ["\(path): \(systemMessage())"], systemNumber: errno)
    }
    guard access(path, W_OK | X_OK) == 0 else {
      throw ServiceError(.rmg0150, ["\(path): \(systemMessage())"], systemNumber: errno)
    }
  }
}

/// What the system says about the last failure.
func systemMessage() -> String { String(cString: strerror(errno)) }
