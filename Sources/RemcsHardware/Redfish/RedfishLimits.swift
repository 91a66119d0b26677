/// How much a Redfish service may take of time, bytes and patience. A management controller is slow, and may be broken
/// or somebody else's.
struct RedfishLimits: Sendable {
  /// Seconds for a connection.
  var connectSeconds = 15.0
  /// Seconds for one answer.
  var answerSeconds = 60.0
  /// Seconds for all of it.
  var totalSeconds = 900.0
  /// Bytes of one answer, and of its header.
  var answerBytes = 4 << 20
  /// See ``answerBytes``.
  var headerBytes = 64 << 10
  /// Bytes of all answers.
  var totalBytes = 64 << 20
  /// How many questions are asked.
  var requests = 5000
}
