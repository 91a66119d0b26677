internal import Localization
internal import RemcsCore

extension TextScreen {
  /// Figure 4.16: the center is told that the device stops talking to it.
  static func pause() -> TextScreen { announcement(.pause, .pauseText) }

  /// Figure 4.17: the center is told that the device talks to it again.
  static func resume() -> TextScreen { announcement(.resume, .resumeText) }

  private static func announcement(_ id: ScreenID, _ key: TextKey) -> TextScreen {
    TextScreen(id, buttons: [.send, .cancel], primary: .send) { words, columns in
      BodyRow.paragraph(words(key), columns: columns)
    }
  }

  /// Figure 5.6: the device's id, or its unique name.
  static func displayName(id: String, uniqueName: String) -> TextScreen {
    TextScreen(.displayName, buttons: [.deviceID, .uniqueName, .cancel], primary: nil) { words, columns in
      BodyRow.paragraph(words(.displayNameText), columns: columns) + [
        BodyRow(),
        BodyRow("\(words(.buttonDeviceId)): \(id.harmless(maximum: 100))"),
        BodyRow("\(words(.buttonUniqueName)): \(uniqueName.isEmpty ? "-" : uniqueName.harmless(maximum: 60))"),
      ]
    }
  }
}
