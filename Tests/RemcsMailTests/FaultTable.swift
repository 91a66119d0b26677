import Foundation
import RemcsCore
import TestSupport
import Testing

/// One thing that goes wrong, and what must be said about it.
struct Fault: Sendable, CustomTestStringConvertible {
  let name: String
  let code: MessageCode
  let stage: TransportStage
  let isTemporary: Bool
  /// RL.
  let kind: Int
  /// The reply's code in ML.
  var reply = 0
  /// A word of the server that must be shown.
  var words = ""
  /// What we say about it ourselves.
  var remark: TransportRemark.Code?
  /// Commands that must not have been sent.
  var unsent: [String] = []
  /// Seconds; short where the time-out itself is the fault.
  var timeout = 5.0
  var script = Script()
  var change: @Sendable (inout Environment) -> Void = { _ in }

  var testDescription: String { name }

  init(
    _ name: String, _ code: MessageCode, _ stage: TransportStage, temporary: Bool, kind: Int, reply: Int = 0,
    words: String = "", _ remark: TransportRemark.Code? = nil, unsent: [String] = [], timeout: Double = 5,
    change: @escaping @Sendable (inout Environment) -> Void = { _ in }, script adjust: (inout Script) -> Void
  ) {
    self.name = name
    self.code = code
    self.stage = stage
    self.isTemporary = temporary
    self.kind = kind
    self.reply = reply
    self.words = words
    self.remark = remark
    self.unsent = unsent
    self.timeout = timeout
    self.change = change
    adjust(&script)
  }

  /// Meets the fault. Where the time-out is the fault, and it struck at an earlier stage because the machine paused, it is
  /// met once more with more patience.
  func meet<Outcome>(
    _ body: (_ timeout: Double) throws -> Outcome, stage: (Outcome) -> String?
  ) rethrows -> Outcome {
    let outcome = try body(timeout)
    if kind != 3 || stage(outcome) == self.stage.rawValue { return outcome }
    return try body(5)
  }

  /// Meets it at a server of its own, by `send`.
  func meet(by send: (Environment) throws -> Sending) throws -> (server: MailServer, result: Sending) {
    try meet { timeout in
      let server = try MailServer(script)
      defer { server.stop() }
      var environment = Sending.environment(server, timeout: timeout)
      change(&environment)
      return (server, try send(environment))
    } stage: {
      $0.1.failure?.stage.rawValue
    }
  }
}

private let nothing = ["EHLO", "AUTH", "MAIL"]
private let startTLS: @Sendable (inout Environment) -> Void = { $0.encryption = .startTLS }
private let tls: @Sendable (inout Environment) -> Void = { $0.encryption = .tls }

private func auth(_ mechanism: AuthenticationMechanism) -> @Sendable (inout Environment) -> Void {
  { $0.authentication = .authSMTP(mechanism, user: "device", password: "se cret") }
}

/// What can happen at each command, with its own reply or without one.
let refusalFaults: [Fault] = [
  ("MAIL", TransportStage.sender), ("RCPT", .recipient), ("DATA", .content), (".", .confirmation),
].flatMap { verb, stage in
  [
    Fault(
      "\(verb) refused for good", .rmg2004, stage, temporary: false, kind: 4, reply: 550,
      words: "550 5.7.1 never 5.7.1 you",
      script: { $0.actions[verb] = [.say("550-5.7.1 never\r\n550 5.7.1 you")] }),
    Fault(
      "\(verb) refused for now", .rmg2004, stage, temporary: true, kind: 4, reply: 451, words: "451 4.3.0 later",
      script: { $0.actions[verb] = [.say("451 4.3.0 later")] }),
    Fault(
      "\(verb) told to go", .rmg2004, stage, temporary: true, kind: 4, reply: 421, words: "421 4.3.2 closing",
      script: { $0.actions[verb] = [.sayAndDrop("421 4.3.2 closing")] }),
    Fault(
      "\(verb) dropped", .rmg2005, stage, temporary: true, kind: 5, .closed,
      script: { $0.actions[verb] = [.drop] }),
    Fault(
      "\(verb) silent", .rmg2003, stage, temporary: true, kind: 3, .silence, timeout: 0.4,
      script: { $0.actions[verb] = [.silence] }),
    Fault(
      "\(verb) answered with garbage", .rmg2005, stage, temporary: true, kind: 8, words: "<html> oops", .noReply,
      script: { $0.actions[verb] = [.say("<html>\u{1B}\u{7} oops")] }),
  ]
}

/// Faults before anything is asked.
let openingFaults: [Fault] = [
  Fault("greeting silent", .rmg2003, .greeting, temporary: true, kind: 3, .silence, unsent: nothing, timeout: 0.4) {
    $0.greeting = .silence
  },
  Fault(
    "greeting drips for ever", .rmg2003, .greeting, temporary: true, kind: 3, .silence, unsent: nothing, timeout: 0.4
  ) {
    $0.greeting = .drip
  },
  Fault("greeting dropped", .rmg2005, .greeting, temporary: true, kind: 5, .closed, unsent: nothing) {
    $0.greeting = .drop
  },
  Fault(
    "greeting 554", .rmg2004, .greeting, temporary: false, kind: 4, reply: 554, words: "554 no service", unsent: nothing
  ) { $0.greeting = .say("554 no service") },
  Fault(
    "greeting 421", .rmg2004, .greeting, temporary: true, kind: 4, reply: 421, words: "421 busy", unsent: nothing
  ) { $0.greeting = .sayAndDrop("421 busy") },
  Fault(
    "greeting of another protocol", .rmg2005, .greeting, temporary: true, kind: 8, words: "SSH-2.0-Test", .noReply,
    unsent: nothing
  ) { $0.greeting = .say("SSH-2.0-Test") },
  Fault(
    "a last word without a line's end", .rmg2005, .greeting, temporary: true, kind: 5, words: "no room", .closed,
    unsent: nothing
  ) { $0.greeting = .bytesAndDrop(Array("554 no room".utf8)) },
  Fault(
    "an endless line", .rmg2005, .greeting, temporary: true, kind: 8, words: "220 xxxxxxxxxx", .endlessReply,
    unsent: nothing
  ) {
    $0.greeting = .bytes(Array("220 ".utf8) + [UInt8](repeating: 0x78, count: 200_000))
  },
  Fault("an endless reply", .rmg2005, .capabilities, temporary: true, kind: 8, .noReply, unsent: ["AUTH", "MAIL"]) {
    $0.actions["EHLO"] = [.bytes(Array(String(repeating: "250-more\r\n", count: 20_000).utf8))]
  },
  Fault("EHLO silent", .rmg2003, .capabilities, temporary: true, kind: 3, .silence, unsent: ["MAIL"], timeout: 0.4) {
    $0.actions["EHLO"] = [.silence]
  },
  Fault("EHLO dropped", .rmg2005, .capabilities, temporary: true, kind: 5, .closed, unsent: ["MAIL"]) {
    $0.actions["EHLO"] = [.drop]
  },
  Fault(
    "HELO refused too", .rmg2004, .capabilities, temporary: false, kind: 4, reply: 550, words: "550 bad name",
    unsent: ["MAIL"]
  ) {
    $0.actions["EHLO"] = [.say("550 bad name")]
    $0.actions["HELO"] = [.say("502 what")]
  },
  Fault(
    "mail larger than the server takes", .rmg2004, .sender, temporary: false, kind: 16, words: " 1000", .mailTooLarge,
    unsent: ["MAIL"]
  ) { $0.capabilities = ["SIZE 1000"] },
]

/// Faults of STARTTLS, TLS and certificates.
let encryptionFaults: [Fault] = [
  Fault(
    "STARTTLS not offered", .rmg2013, .encryption, temporary: false, kind: 11, .startTLSNotOffered,
    unsent: ["STARTTLS", "AUTH", "MAIL"],
    change: startTLS
  ) { $0.capabilities = ["AUTH PLAIN"] },
  Fault(
    "STARTTLS wanted of a server without EHLO", .rmg2013, .encryption, temporary: false, kind: 11, .startTLSNotOffered,
    unsent: ["MAIL"],
    change: startTLS
  ) { $0.actions["EHLO"] = [.say("500 what")] },
  Fault(
    "STARTTLS refused for now", .rmg2013, .encryption, temporary: true, kind: 11, reply: 454,
    words: "454 4.7.0 not now",
    unsent: ["AUTH", "MAIL"], change: startTLS
  ) { $0.actions["STARTTLS"] = [.say("454 4.7.0 not now")] },
  Fault(
    "STARTTLS refused for good", .rmg2013, .encryption, temporary: false, kind: 11, reply: 501,
    unsent: ["AUTH", "MAIL"],
    change: startTLS
  ) { $0.actions["STARTTLS"] = [.say("501 no")] },
  Fault(
    "STARTTLS dropped", .rmg2005, .encryption, temporary: true, kind: 5, .closed, unsent: ["AUTH", "MAIL"],
    change: startTLS
  ) { $0.actions["STARTTLS"] = [.drop] },
  Fault(
    "STARTTLS silent", .rmg2003, .encryption, temporary: true, kind: 3, .silence, unsent: ["AUTH", "MAIL"],
    timeout: 0.4,
    change: startTLS
  ) { $0.actions["STARTTLS"] = [.silence] },
  Fault(
    "words injected behind the STARTTLS reply", .rmg2013, .encryption, temporary: false, kind: 14,
    words: "250 AUTH PLAIN", .injected, unsent: ["AUTH", "MAIL"], change: startTLS
  ) { $0.actions["STARTTLS"] = [.bytes(Array("220 go ahead\r\n250 AUTH PLAIN\r\n".utf8))] },
  Fault(
    "handshake never answered", .rmg2003, .encryption, temporary: true, kind: 3, .silence, unsent: nothing,
    timeout: 0.4,
    change: tls
  ) { $0.greeting = .silence },
  Fault(
    "a plain server asked for TLS", .rmg2013, .encryption, temporary: false, kind: 12, .noTLS,
    unsent: nothing, change: tls
  ) { _ in },
  Fault(
    "a TLS server asked plainly", .rmg2003, .greeting, temporary: true, kind: 3, .silence, unsent: nothing, timeout: 0.4
  ) { $0.isTLS = true },
  Fault(
    "certificate of another host", .rmg2013, .encryption, temporary: false, kind: 13,
    words: "DNS:other.test 127.0.0.1", .certificateForAnother,
    unsent: nothing, change: tls
  ) {
    $0.isTLS = true
    $0.certificate = "other"
  },
  Fault(
    "certificate expired", .rmg2013, .encryption, temporary: false, kind: 13, words: "CN = localhost 20",
    .certificateExpired,
    unsent: ["AUTH", "MAIL"],
    change: startTLS
  ) { $0.certificate = "expired" },
  Fault(
    "certificate for another purpose", .rmg2013, .encryption, temporary: false, kind: 13,
    words: "Test Center", .certificateUnsuitable,
    unsent: ["AUTH", "MAIL"], change: startTLS
  ) { $0.certificate = "center" },
]

/// Faults of AUTH.
let authenticationFaults: [Fault] = [
  Fault(
    "AUTH not offered", .rmg2012, .authentication, temporary: false, kind: 10, .authNotOffered,
    unsent: ["AUTH", "MAIL"],
    change: auth(.auto)
  ) { $0.capabilities = ["SIZE 1000000"] },
  Fault(
    "AUTH wanted of a server without EHLO", .rmg2012, .authentication, temporary: false, kind: 10, .authNotOffered,
    unsent: ["AUTH", "MAIL"], change: auth(.plain)
  ) { $0.actions["EHLO"] = [.say("502 no")] },
  Fault(
    "the mechanism is not offered", .rmg2012, .authentication, temporary: false, kind: 10,
    words: "CRAM-MD5 PLAIN, LOGIN",
    .mechanismNotOffered, unsent: ["AUTH", "MAIL"], change: auth(.cramMD5)
  ) { $0.capabilities = ["AUTH PLAIN LOGIN"] },
  Fault(
    "none of AUTO is offered", .rmg2012, .authentication, temporary: false, kind: 10, .mechanismNotOffered,
    unsent: ["AUTH", "MAIL"],
    change: auth(.auto)
  ) { $0.capabilities = ["AUTH GSSAPI NTLM"] },
  Fault(
    "AUTH offered only before encryption", .rmg2012, .authentication, temporary: false, kind: 10, .authNotOffered,
    unsent: ["AUTH", "MAIL"],
    change: {
      startTLS(&$0)
      auth(.plain)(&$0)
    }
  ) { $0.capabilitiesAfterTLS = ["SIZE 1000000"] },
  Fault(
    "wrong password by PLAIN", .rmg2011, .authentication, temporary: false, kind: 9, reply: 535,
    words: "535 5.7.8 wrong",
    unsent: ["MAIL"], change: auth(.plain)
  ) { $0.password = "other" },
  Fault(
    "wrong password by LOGIN", .rmg2011, .authentication, temporary: false, kind: 9, reply: 535, unsent: ["MAIL"],
    change: auth(.login)
  ) { $0.password = "other" },
  Fault(
    "wrong password by AUTO, all mechanisms tried", .rmg2011, .authentication, temporary: false, kind: 9, reply: 535,
    unsent: ["MAIL"], change: auth(.auto)
  ) { $0.password = "other" },
  Fault(
    "the mechanism is refused", .rmg2012, .authentication, temporary: false, kind: 10, reply: 504, unsent: ["MAIL"],
    change: auth(.plain)
  ) { $0.actions["AUTH"] = [.say("504 5.5.4 no such mechanism")] },
  Fault(
    "login not possible for now", .rmg2004, .authentication, temporary: true, kind: 4, reply: 454,
    words: "454 4.7.0 later", unsent: ["MAIL"], change: auth(.auto)
  ) { $0.actions["AUTH"] = [.say("454 4.7.0 later")] },
  Fault(
    "AUTH dropped", .rmg2005, .authentication, temporary: true, kind: 5, .closed, unsent: ["MAIL"],
    change: auth(.cramMD5)
  ) { $0.actions["AUTH"] = [.drop] },
  Fault(
    "AUTH silent", .rmg2003, .authentication, temporary: true, kind: 3, .silence, unsent: ["MAIL"], timeout: 0.4,
    change: auth(.login)
  ) { $0.actions["AUTH"] = [.silence] },
  Fault(
    "a challenge that is none", .rmg2012, .authentication, temporary: false, kind: 10, reply: 501, unsent: ["MAIL"],
    change: auth(.cramMD5)
  ) {
    $0.actions["AUTH"] = [.say("334 ???")]
    $0.actions["*"] = [.say("501 5.7.0 taken back")]
  },
]
