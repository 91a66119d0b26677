internal import Glibc
internal import RemcsCore
internal import RemcsCryptography

extension TransportFailure {
  /// What a failure below the dialogue means at a stage.
  init(_ failure: LinkFailure, at stage: TransportStage) {
    switch failure {
    case .canceled: self = .canceled(at: stage)
    case .timedOut(let seconds): self.init(.timeOut, at: stage, TransportRemark(.silence, seconds.plainSeconds))
    case .closed: self.init(.lost, at: stage, TransportRemark(.closed))
    case .system(let number): self.init(.lost, at: stage, TransportRemark(.system, String(cString: strerror(number))))
    case .session(let reason) where reason.code == .memory: self.init(.memory, at: stage)
    case .session(let reason): self.init(.lost, at: stage, TransportRemark(.system, reason.reason))
    case .endless(let start):
      self.init(
        .garbage, at: stage, text: String(decoding: start.prefix(2000), as: UTF8.self), TransportRemark(.endlessReply))
    }
  }
}

extension Double {
  /// Seconds as people write them: `60`, or `0.4` where tests wait less than one.
  var plainSeconds: String { self == rounded() ? String(Int(self)) : String(self) }
}
