internal import CCurl
internal import Glibc
internal import RemcsCore

/// Opens TCP connections by libcurl: it tries several addresses against each other (happy eyeballs), binds to an
/// interface, and lets itself be stopped. The dialogue is ours (docs/decisions.md says why).
struct Connector {
  /// Why there is no connection.
  enum Failure: Error, Equatable {
    /// Nobody listens there.
    case refused(String)
    /// The system found no way after all.
    case unreachable(String)
    /// libcurl is not there: the name that it was looked for under.
    case noLibrary(String)
    case memory
    case link(LinkFailure)
  }

  /// The port that connections leave through; nil for any.
  var maintenancePort: MaintenancePort?

  /// ``maintenancePort`` as libcurl wants it. It must be told whether it is an interface or an address: a name that is no interface
  /// would be looked up in the DNS otherwise.
  private var source: String? {
    maintenancePort.map { port in port.interface.map { "if!" + $0 } ?? "host!" + port.address }
  }

  /// A name that no resolver ever sees: libcurl is handed the addresses under it, so that what a person typed never
  /// becomes part of a URL.
  private static let placeholder = "server.invalid"

  /// A connected, non-blocking socket, which now belongs to the caller.
  func connect(
    to addresses: [ServerAddress], port: Int, until deadline: Deadline, _ cancellation: Cancellation
  ) throws(Failure) -> Int32 {
    // Both together would be the most that a program that sends ever holds.
    CodePages.giveBack()
    guard ccurl_load() else { throw .noLibrary("libcurl.so.4") }
    defer { ccurl_unload() }
    guard let easy = ccurl_easy_init() else { throw .memory }
    defer { ccurl_easy_cleanup(easy) }
    guard let multi = ccurl_multi_init() else { throw .memory }
    defer { ccurl_multi_cleanup(multi) }
    let texts = addresses.map { $0.isIPv6 ? "[\($0.text)]" : $0.text }
    let entry = "\(Self.placeholder):\(port):" + texts.joined(separator: ",")
    let list = ccurl_slist_append(nil, entry)
    defer { ccurl_slist_free_all(list) }

    var good = ccurl_set_string(easy, CURLOPT_URL, "http://\(Self.placeholder):\(port)/") == CURLE_OK
    good = ccurl_set_list(easy, CURLOPT_RESOLVE, list) == CURLE_OK && good
    good = ccurl_set_string(easy, CURLOPT_PROXY, "") == CURLE_OK && good
    good = ccurl_set_long(easy, CURLOPT_NOSIGNAL, 1) == CURLE_OK && good
    good = ccurl_set_long(easy, CURLOPT_CONNECT_ONLY, 1) == CURLE_OK && good
    good = ccurl_set_long(easy, CURLOPT_FRESH_CONNECT, 1) == CURLE_OK && good
    // Ours ends the wait; this one only makes libcurl share it between several addresses.
    good =
      ccurl_set_long(easy, CURLOPT_CONNECTTIMEOUT_MS, Int(max(1, deadline.milliseconds))) == CURLE_OK && good
    if let scope = addresses.first(where: { $0.scope != 0 })?.scope {
      good = ccurl_set_long(easy, CURLOPT_ADDRESS_SCOPE, Int(scope)) == CURLE_OK && good
    }
    if let source { good = ccurl_set_string(easy, CURLOPT_INTERFACE, source) == CURLE_OK && good }
    guard good, ccurl_multi_add_handle(multi, easy) == CURLM_OK else { throw .memory }
    defer { ccurl_multi_remove_handle(multi, easy) }

    let result = try wait(multi, deadline, cancellation)
    var system = 0
    _ = ccurl_get_long(easy, CURLINFO_OS_ERRNO, &system)
    switch result {
    case CURLE_OK:
      var socket = curl_socket_t(-1)
      guard ccurl_get_socket(easy, &socket) == CURLE_OK, socket >= 0 else { throw .memory }
      // libcurl closes its own descriptor with the handle; the connection lives on in ours.
      let own = fcntl(socket, F_DUPFD_CLOEXEC, 0)
      guard own >= 0, fcntl(own, F_SETFL, fcntl(own, F_GETFL) | O_NONBLOCK) == 0 else {
        if own >= 0 { close(own) }
        throw .link(.system(errno))
      }
      return own
    case CURLE_OPERATION_TIMEDOUT: throw .link(.timedOut(deadline.seconds))
    case CURLE_OUT_OF_MEMORY: throw .memory
    case CURLE_COULDNT_CONNECT:
      let text = system == 0 ? "" : String(cString: strerror(Int32(system)))
      // Addresses without a route were sorted out before, so this is the errno of one that was really called.
      switch Int32(system) {
      case ETIMEDOUT: throw .link(.timedOut(deadline.seconds))
      case ENETUNREACH, EHOSTUNREACH, EADDRNOTAVAIL, ENETDOWN, EINVAL: throw .unreachable(text)
      default: throw .refused(text)
      }
    default: throw .unreachable(String(cString: ccurl_easy_strerror(result)))
    }
  }

  private func wait(
    _ multi: UnsafeMutableRawPointer, _ deadline: Deadline, _ cancellation: Cancellation
  ) throws(Failure) -> CURLcode {
    while true {
      if cancellation.isRaised { throw .link(.canceled) }
      var running: Int32 = 0
      guard ccurl_multi_perform(multi, &running) == CURLM_OK else { throw .memory }
      var queued: Int32 = 0
      while let message = ccurl_multi_info_read(multi, &queued) {
        if message.pointee.msg == CURLMSG_DONE { return message.pointee.data.result }
      }
      let left = deadline.milliseconds
      if left == 0 { throw .link(.timedOut(deadline.seconds)) }
      var extra = curl_waitfd(fd: cancellation.descriptor, events: Int16(CURL_WAIT_POLLIN), revents: 0)
      let count: UInt32 = cancellation.descriptor < 0 ? 0 : 1
      // A slice, in case the wish has no descriptor.
      ccurl_multi_poll(multi, &extra, count, min(left, count == 0 ? 100 : 1000), nil)
    }
  }
}
