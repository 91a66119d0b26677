internal import Glibc

/// systemd, if it started us (sd_notify(3)): it wants to hear when we are ready, and from time to time that we live.
struct Supervisor {
  private let socketPath: [UInt8]?
  /// How often to tell that we live: half of what is allowed; nil if nobody asks.
  let interval: Duration?

  init() {
    socketPath = getenv("NOTIFY_SOCKET").map { Array(String(cString: $0).utf8) }
    let microseconds = getenv("WATCHDOG_USEC").flatMap { Int(String(cString: $0)) }
    interval = microseconds.map { .microseconds($0 / 2) }
  }

  func ready() { tell("READY=1") }

  func alive() { if interval != nil { tell("WATCHDOG=1") } }

  func stopping() { tell("STOPPING=1") }

  private func tell(_ state: String) {
    guard let socketPath, let first = socketPath.first else { return }
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    let room = MemoryLayout.size(ofValue: address.sun_path)
    guard socketPath.count < room else { return }
    withUnsafeMutableBytes(of: &address.sun_path) { bytes in
      bytes.copyBytes(from: socketPath)
      // `@` is an abstract name, which begins with NUL.
      if first == UInt8(ascii: "@") { bytes[0] = 0 }
    }
    let descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    guard descriptor >= 0 else { return }
    defer { close(descriptor) }
    let length = socklen_t(MemoryLayout<sa_family_t>.size + socketPath.count)
    let bytes = Array(state.utf8)
    _ = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        sendto(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL), $0, length)
      }
    }
  }
}
