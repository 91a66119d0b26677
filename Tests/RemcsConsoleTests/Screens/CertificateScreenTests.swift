import Foundation
@testable import RemcsConsole
import RemcsCore
import Testing

/// The screens of the center's certificate (figures 3.28 and 4.7 to 4.12): what they show, and what their keys want.
@Suite struct CertificateScreenTests {
  private let context = ScreenGallery.context("certificate", language: .ja)
  private let inUse = CenterCertificate(pem: SampleCertificate.center, replaced: "2026-11-24T10:00:00+09:00")
  private let previous = CenterCertificate(pem: SampleCertificate.formerCenter)

  private func text(_ screen: any Screen) -> String { screen.view(context).lines.joined(separator: "\n") }

  @Test func `without a replacement there is one certificate and one button`() {
    var screen = CertificateScreen(CenterCertificates(center: "OSC", inUse: CenterCertificate(pem: inUse.pem)))
    #expect(text(screen).contains("《使用中の証明書》") && text(screen).contains("CN = Example Support Center 2026"))
    #expect(!text(screen).contains("前証明書") && !text(screen).contains("入替日"))
    #expect(screen.update(.left) == .stay)
    #expect(screen.update(.activate) == .back)
  }

  @Test func `after a replacement one button shows the other certificate, to and fro`() {
    var screen = CertificateScreen(CenterCertificates(center: "OSC", inUse: inUse, previous: previous))
    #expect(text(screen).contains("入替日: 2026/11/24") && text(screen).contains("[前証明書]"))
    #expect(screen.update(.left) == .stay)
    #expect(screen.update(.activate) == .stay)
    #expect(screen.showsPrevious && text(screen).contains("《前証明書》"))
    #expect(text(screen).contains("CN = Example Support Center\n") && !text(screen).contains("入替日"))
    #expect(screen.update(.open) == .stay)
    #expect(!screen.showsPrevious && text(screen).contains("《使用中の証明書》"))
    #expect(screen.update(.back) == .back && screen.update(.next) == .back)
  }

  @Test func `every thumbprint is shown in groups of eight`() throws {
    let facts = try #require(CertificateFacts(pem: inUse.pem))
    let lines = CertificateText.lines(of: inUse, in: .en)
    for (name, digits) in [("sha256", facts.sha256), ("sha1", facts.sha1), ("md5", facts.md5)] {
      let line = try #require(lines.first { $0.hasPrefix("Thumbprint: \(name): ") })
      let groups = line.split(separator: " ").dropFirst(2)
      #expect(groups.allSatisfy { $0.count == 8 } && groups.joined() == digits)
    }
    #expect(lines.contains("Public key: RSA(2048 Bits)"))
  }

  @Test func `the confirmation tells what is weak before everything else, and cancel goes back`() throws {
    let inspected = InspectedCertificate(
      center: "OSC", pem: inUse.pem, warnings: [CertificateFinding(.smallKey, "1024")])
    var screen = TextScreen.certificateConfirmation(inspected)
    let shown = text(screen)
    let warning = try #require(shown.range(of: "1024 ビット"))
    let subject = try #require(shown.range(of: "発行先"))
    #expect(warning.lowerBound < subject.lowerBound && shown.contains("証明書の確認"))
    #expect(screen.update(.back) == .back && screen.update(.leave) == .back)
    #expect(screen.update(.activate) == .next && screen.update(.next) == .next)
    #expect(screen.update(.right) == .stay)
    #expect(screen.update(.activate) == .back)
  }

  @Test func `the restoration shows the certificate that comes back`() {
    var screen = TextScreen.certificateRestoration(previous)
    #expect(text(screen).contains("《復元される証明書》") && text(screen).contains("CN = Example Support Center\n"))
    #expect(screen.update(.next) == .next && screen.update(.back) == .back)
  }
}
