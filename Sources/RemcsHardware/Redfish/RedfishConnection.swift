internal import CCurl
internal import Glibc
internal import RemcsCore

/// Asks a Redfish service, by libcurl over one connection: HTTPS with a certificate that was checked, a login that goes
/// nowhere else, no redirect, no proxy, and everything bounded. libcurl is loaded for as long as this lives.
final class RedfishConnection {
  /// What the service answers.
  enum Answer {
    case document(JSONValue)
    /// It is no JSON, or beyond its bounds.
    case unreadable
    /// An HTTP status that is no success.
    case refused(Int)
  }

  private let address: RedfishAddress
  private let limits: RedfishLimits
  private let cancellation: Cancellation
  private let easy: UnsafeMutableRawPointer
  private let multi: UnsafeMutableRawPointer
  private let headers: UnsafeMutablePointer<curl_slist>?
  private let received = Received()
  /// What libcurl writes about a failure, in more words than its code has.
  private let message = UnsafeMutablePointer<CChar>.allocate(capacity: Int(CURL_ERROR_SIZE))
  private var requests = 0
  private var bytes = 0
  private let end: ContinuousClock.Instant

  /// What arrives of one answer; a reference, because a C function fills it.
  private final class Received {
    var body: [UInt8] = []
    var headerBytes = 0
    var bodyLimit = 0
    var headerLimit = 0
    var isOver = false
  }

  init(
    _ address: RedfishAddress, password: String, limits: RedfishLimits, cancellation: Cancellation
  ) throws(HardwareFailure) {
    guard ccurl_load() else { throw .failed(HardwareRemark(.noLibrary, "libcurl.so.4")) }
    guard let easy = ccurl_easy_init() else {
      ccurl_unload()
      throw .failed(HardwareRemark(.memory))
    }
    guard let multi = ccurl_multi_init() else {
      ccurl_easy_cleanup(easy)
      ccurl_unload()
      throw .failed(HardwareRemark(.memory))
    }
    self.address = address
    self.limits = limits
    self.cancellation = cancellation
    self.easy = easy
    self.multi = multi
    headers = ccurl_slist_append(ccurl_slist_append(nil, "Accept: application/json"), "OData-Version: 4.0")
    end = .now + .seconds(limits.totalSeconds)
    message.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
    guard configure(password) else { throw .failed(HardwareRemark(.memory)) }
  }

  deinit {
    ccurl_easy_cleanup(easy)
    ccurl_multi_cleanup(multi)
    ccurl_slist_free_all(headers)
    message.deallocate()
    ccurl_unload()
  }

  /// `CURLAUTH_BASIC`, a macro that Swift does not see.
  private static let basicLogin = 1

  /// Settings that are the same for every question; whether libcurl took all of them.
  private func configure(_ password: String) -> Bool {
    let take: @convention(c) (UnsafeMutablePointer<CChar>?, Int, Int, UnsafeMutableRawPointer?) -> Int = {
      bytes, size, count, target in
      guard let bytes, let target else { return 0 }
      let received = Unmanaged<Received>.fromOpaque(target).takeUnretainedValue()
      guard count <= received.bodyLimit - received.body.count else {
        received.isOver = true
        return 0
      }
      UnsafeRawBufferPointer(start: bytes, count: count).withMemoryRebound(to: UInt8.self) { received.body += $0 }
      return count
    }
    let takeHeader: @convention(c) (UnsafeMutablePointer<CChar>?, Int, Int, UnsafeMutableRawPointer?) -> Int = {
      _, size, count, target in
      guard let target else { return 0 }
      let received = Unmanaged<Received>.fromOpaque(target).takeUnretainedValue()
      received.headerBytes += count
      received.isOver = received.headerBytes > received.headerLimit
      return received.isOver ? 0 : count
    }
    let target = Unmanaged.passUnretained(received).toOpaque()
    var codes = [
      ccurl_set_receiver(easy, CURLOPT_WRITEFUNCTION, take, CURLOPT_WRITEDATA, target),
      ccurl_set_receiver(easy, CURLOPT_HEADERFUNCTION, takeHeader, CURLOPT_HEADERDATA, target),
      ccurl_set_error_buffer(easy, message),
      ccurl_set_string(easy, CURLOPT_PROTOCOLS_STR, "https"),
      ccurl_set_string(easy, CURLOPT_PROXY, ""),
      ccurl_set_long(easy, CURLOPT_NOSIGNAL, 1),
      ccurl_set_long(easy, CURLOPT_FOLLOWLOCATION, 0),
      ccurl_set_long(easy, CURLOPT_NETRC, 0),
      ccurl_set_long(easy, CURLOPT_PATH_AS_IS, 1),
      ccurl_set_long(easy, CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_1_1)),
      ccurl_set_long(easy, CURLOPT_SSLVERSION, Int(CURL_SSLVERSION_TLSv1_2)),
      ccurl_set_long(easy, CURLOPT_SSL_VERIFYPEER, 1),
      ccurl_set_long(easy, CURLOPT_SSL_VERIFYHOST, 2),
      ccurl_set_list(easy, CURLOPT_HTTPHEADER, headers),
      ccurl_set_long(easy, CURLOPT_CONNECTTIMEOUT_MS, Int(limits.connectSeconds * 1000)),
    ]
    if !address.authorities.isEmpty {
      codes.append(ccurl_set_authorities(easy, address.authorities, address.authorities.utf8.count))
    }
    if !address.user.isEmpty {
      codes.append(ccurl_set_long(easy, CURLOPT_HTTPAUTH, Self.basicLogin))
      codes.append(ccurl_set_string(easy, CURLOPT_USERNAME, address.user))
      codes.append(ccurl_set_string(easy, CURLOPT_PASSWORD, password))
    }
    return headers != nil && codes.allSatisfy { $0 == CURLE_OK }
  }

  /// Asks for a document.
  ///
  /// - Parameter path: a path that ``RedfishPath`` has allowed.
  /// - Returns: the document, or that there is none for us.
  /// - Throws: where no other question would be answered either.
  func get(_ path: RedfishPath) throws(HardwareFailure) -> Answer {
    requests += 1
    guard requests <= limits.requests else { throw .failed(HardwareRemark(.endless, "\(limits.requests) requests")) }
    let left = (end - .now).milliseconds
    guard left > 0 else { throw .failed(HardwareRemark(.endless, "\(Int(limits.totalSeconds)) s")) }
    received.body = []
    received.headerBytes = 0
    received.bodyLimit = min(limits.answerBytes, limits.totalBytes - bytes)
    received.headerLimit = limits.headerBytes
    received.isOver = false
    message.pointee = 0
    guard ccurl_set_string(easy, CURLOPT_URL, address.url + path.text) == CURLE_OK,
      ccurl_set_long(easy, CURLOPT_TIMEOUT_MS, min(left, Int(limits.answerSeconds * 1000))) == CURLE_OK,
      ccurl_multi_add_handle(multi, easy) == CURLM_OK
    else { throw .failed(HardwareRemark(.memory)) }
    defer { ccurl_multi_remove_handle(multi, easy) }
    let result = try wait()
    bytes += received.body.count
    guard result == CURLE_OK else { throw failure(result) }
    var status = 0
    _ = ccurl_get_long(easy, CURLINFO_RESPONSE_CODE, &status)
    guard status == 200 else {
      if status == 401 { throw .failed(HardwareRemark(.notAllowed, address.url)) }
      return .refused(status)
    }
    return JSONValue(received.body).map { .document($0) } ?? .unreadable
  }

  private func wait() throws(HardwareFailure) -> CURLcode {
    while true {
      if cancellation.isRaised { throw .canceled }
      var running: Int32 = 0
      guard ccurl_multi_perform(multi, &running) == CURLM_OK else { throw .failed(HardwareRemark(.memory)) }
      var queued: Int32 = 0
      while let next = ccurl_multi_info_read(multi, &queued) {
        if next.pointee.msg == CURLMSG_DONE { return next.pointee.data.result }
      }
      var extra = curl_waitfd(fd: cancellation.descriptor, events: Int16(CURL_WAIT_POLLIN), revents: 0)
      let count: UInt32 = cancellation.descriptor < 0 ? 0 : 1
      // A slice, in case the wish has no descriptor.
      ccurl_multi_poll(multi, &extra, count, count == 0 ? 100 : 1000, nil)
    }
  }

  private func failure(_ result: CURLcode) -> HardwareFailure {
    if received.isOver { return .failed(HardwareRemark(.endless, "\(received.bodyLimit) bytes")) }
    let long = String(cString: message)
    let reason = long.isEmpty ? String(cString: ccurl_easy_strerror(result)) : long
    switch result {
    case CURLE_OPERATION_TIMEDOUT where .now >= end:
      return .failed(HardwareRemark(.endless, "\(Int(limits.totalSeconds)) s"))
    case CURLE_OPERATION_TIMEDOUT:
      return .failed(HardwareRemark(.timedOut, address.url, String(Int(limits.answerSeconds))))
    case CURLE_OUT_OF_MEMORY: return .failed(HardwareRemark(.memory))
    case CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CONNECT_ERROR, CURLE_SSL_CACERT_BADFILE, CURLE_SSL_CERTPROBLEM,
      CURLE_SSL_CIPHER, CURLE_SSL_ISSUER_ERROR, CURLE_USE_SSL_FAILED:
      return .failed(HardwareRemark(.notTrusted, address.url, reason))
    case CURLE_WEIRD_SERVER_REPLY, CURLE_UNSUPPORTED_PROTOCOL, CURLE_BAD_CONTENT_ENCODING:
      return .failed(HardwareRemark(.notUnderstood, address.url, reason))
    default: return .failed(HardwareRemark(.unreachable, address.url, reason))
    }
  }
}

/// The path of a resource, as a service named it: below `/redfish/`, and nothing that could lead elsewhere.
struct RedfishPath: Hashable {
  /// The path, without a fragment.
  let text: String

  /// The root of a service.
  static let root = RedfishPath(unchecked: "/redfish/v1/")

  private init(unchecked text: String) { self.text = text }

  /// A path; nil if it is none that is asked for.
  init?(_ link: String) {
    let text = String(link.prefix { $0 != "#" })
    let forbidden = Set("\"<>\\^`{|} ".utf8)
    guard text.hasPrefix("/redfish/"), text.utf8.count <= 1024,
      text.utf8.allSatisfy({ (0x21...0x7E).contains($0) && !forbidden.contains($0) }),
      !text.split(separator: "/").contains("..")
    else { return nil }
    self.text = text
  }
}

extension Duration {
  /// Whole milliseconds.
  fileprivate var milliseconds: Int {
    let (seconds, attoseconds) = components
    return Int(seconds) * 1000 + Int(attoseconds / 1_000_000_000_000_000)
  }
}

extension JSONValue {
  /// Whether a member of a list is written out, where others only link to it. Some services put id and name beside the
  /// link; a part of a resource has a link into it.
  var isWhole: Bool {
    guard case .object(let members) = self, members["Id"] ?? members["MemberId"] != nil else { return false }
    guard let link = members["@odata.id"]?.text, !link.contains("#") else { return true }
    return members.keys.contains { !$0.hasPrefix("@") && !["Id", "MemberId", "Name"].contains($0) }
  }
}
