extension Base64 {
  /// The bytes of a base64 text that is part of something larger; spaces and line ends in it do not matter.
  ///
  /// The general function is not specialised for callers in other modules: for a mail of 20 MB that is a second.
  public static func decode(slice: ArraySlice<UInt8>) throws(CryptographyError) -> [UInt8] { try decode(slice) }
}
