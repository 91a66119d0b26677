import Testing

@testable import RemcsCore

/// What a failed connection tells, and what helps.
struct TransportFailureTests {
  @Test func `every kind of failure has a code of table 6.35 on both sides`() {
    let smtp = Set(FailureKind.allCases.map { TransportFailure($0, at: .greeting).code })
    #expect(
      smtp == [.rmg2001, .rmg2002, .rmg2003, .rmg2004, .rmg2005, .rmg2006, .rmg2011, .rmg2012, .rmg2013, .rmg3000])
    let pop = Set(FailureKind.allCases.map { TransportFailure($0, at: .popLogin).code })
    #expect(pop == [.rmg2001, .rmg2002, .rmg2007, .rmg2008, .rmg2009, .rmg2010, .rmg3000])
  }

  @Test(arguments: [
    (TransportFailure(.file, at: .preparing, TransportRemark(.fileUnusable, "/log", "x")), true),
    (TransportFailure(.file, at: .content, TransportRemark(.fileUnusable, "/log", "size changed")), true),
    (TransportFailure(.size, at: .sender), true), (TransportFailure(.refused, at: .content, reply: 554), true),
    // The center's certificate, and the file of the authorities.
    (TransportFailure(.file, at: .preparing, TransportRemark(.system, "malformed")), false),
    (TransportFailure(.file, at: .encryption, TransportRemark(.fileUnusable, "/ca.pem", "x")), false),
    (TransportFailure(.refused, at: .recipient, reply: 550), false), (TransportFailure(.lost, at: .content), false),
  ])
  func `what is wrong with one report holds back only that one`(failure: TransportFailure, isAboutReport: Bool) {
    #expect(failure.isAboutReport == isAboutReport)
  }

  @Test func `numbers of stages are all different and never change`() {
    #expect(Set(TransportStage.allCases.map(\.number)).count == TransportStage.allCases.count)
    let numbers: [(TransportStage, Int)] = [
      (.preparing, 1), (.popLogin, 2), (.popWait, 3), (.name, 4), (.connection, 5), (.greeting, 6), (.encryption, 7),
      (.capabilities, 8), (.authentication, 9), (.sender, 10), (.recipient, 11), (.content, 12), (.confirmation, 13),
      (.route, 14),
    ]
    for (stage, number) in numbers { #expect(stage.number == number) }
  }

  @Test(arguments: [
    (TransportFailure(.timeOut, at: .name), FailureAdvice.checkResolver),
    (TransportFailure(.timeOut, at: .connection), .checkFirewall),
    (TransportFailure(.timeOut, at: .greeting), .tryImplicitTLS),
    (TransportFailure(.timeOut, at: .content), .lineStalled),
    (TransportFailure(.timeOut, at: .confirmation), .willBeSentAgain),
    (TransportFailure(.lost, at: .confirmation), .willBeSentAgain),
    (TransportFailure(.lost, at: .sender), .lineBroke),
    (TransportFailure(.lost, at: .route, TransportRemark(.noRoute, "192.0.2.1", "x")), .checkRoute),
    (TransportFailure(.refused, at: .sender, reply: 451), .tryLater),
    (TransportFailure(.refused, at: .sender, reply: 530), .setLogin),
    (
      TransportFailure(.refused, at: .sender, reply: 530, text: "530 5.7.0 Must issue a STARTTLS command first"),
      .turnOnEncryption
    ),
    (TransportFailure(.refused, at: .recipient, reply: 550, text: "550 5.1.1 User unknown"), .recipientUnknown),
    (
      TransportFailure(.refused, at: .recipient, reply: 554, text: "554 relay", TransportRemark(.afterLogin, "PLAIN")),
      .askForRelay
    ),
    (TransportFailure(.refused, at: .sender, reply: 553, TransportRemark(.afterLogin, "PLAIN")), .useOwnSender),
    (TransportFailure(.refused, at: .sender, reply: 530, TransportRemark(.afterLogin, "PLAIN")), .useOwnSender),
    (
      TransportFailure(
        .authentication, at: .popLogin,
        text: "-ERR [AUTH] Plaintext authentication disallowed on non-secure (SSL/TLS) connections."), .encryptPOP
    ),
    (TransportFailure(.garbage, at: .greeting, TransportRemark(.noReply)), .otherService),
    (TransportFailure(.garbage, at: .popLogin, TransportRemark(.noReply)), .otherService),
    (TransportFailure(.garbage, at: .popLogin, TransportRemark(.brokenReply)), .brokenDialogue),
    (TransportFailure(.garbage, at: .recipient, TransportRemark(.noReply)), .brokenDialogue),
    (TransportFailure(.size, at: .sender, TransportRemark(.mailTooLarge, "2752", "1000")), .raiseLimit),
    (TransportFailure(.size, at: .sender, TransportRemark(.mailTooLarge, "500000", "100000")), .splitSmaller),
    (TransportFailure(.lost, at: .route, TransportRemark(.interfaceMissing, "fe80::1")), .addInterface),
    (TransportFailure(.refused, at: .sender, reply: 553), .senderRefused),
    (TransportFailure(.refused, at: .recipient, reply: 554, text: "554 relay access denied"), .recipientRefused),
    (TransportFailure(.refused, at: .greeting, reply: 554), .serviceRefused),
    (TransportFailure(.refused, at: .confirmation, reply: 552), .splitSmaller),
    (
      TransportFailure(
        .refused, at: .confirmation, reply: 554,
        text: "554 5.6.1 Messages of type message/partial are not supported"), .useEventSplit
    ),
    (TransportFailure(.refused, at: .confirmation, reply: 554, text: "554 5.7.1 filtered"), .contentRefused),
    (TransportFailure(.name, at: .name, TransportRemark(.nameUnknown, "x")), .checkName),
    (TransportFailure(.name, at: .name, TransportRemark(.resolverFailed, "x")), .checkResolver),
    (TransportFailure(.encryption, at: .encryption, reply: 454), .tryLater),
    (TransportFailure(.encryption, at: .encryption), .chooseEncryption),
    (TransportFailure(.encryption, at: .popLogin, TransportRemark(.popUnprotected)), .protectPOP),
    (TransportFailure(.certificate, at: .encryption, TransportRemark(.certificateNotYetValid)), .checkClock),
    (TransportFailure(.certificate, at: .encryption, TransportRemark(.certificateExpired)), .renewCertificate),
    (TransportFailure(.certificate, at: .encryption, TransportRemark(.certificateForAnother)), .correctServerName),
    (TransportFailure(.certificate, at: .encryption, TransportRemark(.issuerUnknown)), .trustAuthority),
    (TransportFailure(.size, at: .preparing, TransportRemark(.splitTooSmall)), .splitLarger),
  ])
  func `advice follows what failed, where, and the words`(failure: TransportFailure, advice: FailureAdvice) {
    #expect(failure.advice == advice)
  }

  @Test func `every kind at every stage has advice, and a canceled connection has none`() {
    for kind in FailureKind.allCases {
      for stage in TransportStage.allCases { #expect(TransportFailure(kind, at: stage).advice != nil) }
    }
    #expect(TransportFailure.canceled(at: .name).advice == nil)
    #expect(TransportFailure.canceled(at: .name).serviceError == nil)
  }

  @Test func `a reply decides whether another try may help`() {
    #expect(TransportFailure(.authentication, at: .authentication, reply: 454).isTemporary)
    #expect(!TransportFailure(.timeOut, at: .sender, reply: 550).isTemporary)
    #expect(TransportFailure(.timeOut, at: .sender).isTemporary)
    #expect(TransportFailure(.name, at: .name, isTemporary: true).isTemporary)
  }

  @Test func `words from outside are harmless and bounded`() {
    let failure = TransportFailure(
      .refused, at: .sender, reply: 550, text: "550 \u{1B}[2J" + String(repeating: "x", count: 1000),
      TransportRemark(.system, "a\u{7}b\n" + String(repeating: "y", count: 1000)))
    #expect(failure.serverText.unicodeScalars.count == 400)
    #expect(failure.remark?.arguments[0].unicodeScalars.count == 200)
    #expect(!failure.summary.unicodeScalars.contains { $0.value < 0x20 })
    #expect(Evidence(.reply, "\u{1B}]0;x\u{7}").value == "]0;x")
  }
}
