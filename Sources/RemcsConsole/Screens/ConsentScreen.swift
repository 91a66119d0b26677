public import FoundationEssentials
internal import Localization
public import RemcsCore
internal import RemcsCryptography

/// The text of 情報送信に関する合意事項 (figure 3.18), in our own words, with what proves which text was read.
public enum ConsentText {
  /// Changes with every change of the text.
  public static let version = "1"

  private static let keys: [TextKey] = [
    .consentAsk, .consentWhat, .consentCustomer, .consentConfiguration, .consentFault, .consentPurpose,
    .consentPersonal, .consentProtection, .consentWithdraw,
  ]

  /// The paragraphs as the screen shows them.
  static func paragraphs(_ language: Language) -> [String] {
    let words = Words(language)
    return keys.map { words($0) }
  }

  /// The text whose sum is recorded: the paragraphs, a line feed behind each.
  public static func text(in language: Language) -> String {
    paragraphs(language).map { $0 + "\n" }.joined()
  }

  /// The SHA-256 of ``text(in:)`` in UTF-8, in hexadecimal.
  public static func sha256(in language: Language) -> String {
    Digest.sha256(Array(text(in: language).utf8))
  }

  /// An agreement to this text in this language.
  public static func agreement(in language: Language, at time: Date) -> Consent {
    Consent(agreed: true, language: language, version: version, sha256: sha256(in: language), time: time)
  }
}

extension TextScreen {
  /// Figure 3.18: what will be sent, to whom, and for what; nothing leaves the machine before this is agreed to.
  /// A tired Enter too many goes back: to agree is a step of its own.
  /// Figure 3.25 is the same before an automatic registration.
  static func consent(isAutomatic: Bool = false) -> TextScreen {
    TextScreen(
      isAutomatic ? .automaticConsent : .consent, step: .registration, buttons: [.back, .agree, .cancel], primary: nil
    ) { words, columns in
      var rows: [BodyRow] = []
      for paragraph in ConsentText.paragraphs(words.language) {
        rows += BodyRow.paragraph(paragraph, columns: columns)
      }
      rows.append(BodyRow())
      let sum = ConsentText.sha256(in: words.language)
      return rows + [BodyRow(words(.consentVersion, ConsentText.version)), BodyRow("SHA-256 " + sum)]
    }
  }
}
