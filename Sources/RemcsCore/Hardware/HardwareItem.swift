/// One piece of hardware: what it is called in its list, and what is known of it. What is not known is not there.
///
/// In JSON it is one flat object: `id`, and the properties by their names.
public struct HardwareItem: Sendable, Equatable, Codable {
  /// How long a property may be, in Unicode scalars.
  public static let longestText = 128

  /// The place or name that it has in its list, the same after a restart: `CPU 0`, `0000:3b:00.0`, `eth0`.
  public internal(set) var id: String
  /// Properties that are texts, harmless.
  public private(set) var texts: [HardwareText: String] = [:]
  /// Properties that are numbers, none below zero.
  public private(set) var numbers: [HardwareNumber: Int] = [:]

  /// A piece; without a name it is called `-`.
  public init(_ id: String) {
    let harmless = id.harmless(maximum: Self.longestText)
    self.id = harmless.isEmpty ? "-" : harmless
  }

  /// A text; it is made harmless when set, and an empty one is none.
  public subscript(_ property: HardwareText) -> String? {
    get { texts[property] }
    set { texts[property] = newValue?.harmless(maximum: Self.longestText).nonEmpty }
  }

  /// A number; one below zero is none.
  public subscript(_ property: HardwareNumber) -> Int? {
    get { numbers[property] }
    set { numbers[property] = newValue.flatMap { $0 < 0 ? nil : $0 } }
  }

  // MARK: JSON

  private struct Key: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }
    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }

  /// Reads a flat object; properties of a later version are passed over.
  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: Key.self)
    self.init(try values.decode(String.self, forKey: Key(stringValue: "id")))
    for key in values.allKeys {
      if let property = HardwareText(rawValue: key.stringValue) {
        self[property] = try values.decode(String.self, forKey: key)
      } else if let property = HardwareNumber(rawValue: key.stringValue) {
        self[property] = try values.decode(Int.self, forKey: key)
      }
    }
  }

  /// Writes a flat object.
  public func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: Key.self)
    try values.encode(id, forKey: Key(stringValue: "id"))
    for (property, text) in texts { try values.encode(text, forKey: Key(stringValue: property.rawValue)) }
    for (property, number) in numbers { try values.encode(number, forKey: Key(stringValue: property.rawValue)) }
  }
}
