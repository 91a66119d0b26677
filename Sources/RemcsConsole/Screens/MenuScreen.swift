internal import Localization

/// Figure 4.1, as far as its items exist.
struct MenuScreen: Screen {
  var id: ScreenID { .menu }
  var place: String { "menu.\(selected)" }
  private var selected = 0
  private static let items = MenuItem.allCases

  mutating func update(_ command: Command) -> Intent {
    switch command {
    case .up, .previousField: selected = max(0, selected - 1)
    case .down, .nextField: selected = min(Self.items.count - 1, selected + 1)
    case .home: selected = 0
    case .end: selected = Self.items.count - 1
    case .activate, .open, .right: return .choose(Self.items[selected])
    case .leave: return .leave
    case .help: return .help
    default: break
    }
    return .stay
  }

  func view(_ context: ViewContext) -> Frame {
    let words = Words(context.language)
    var rows: [BodyRow] = []
    for (index, item) in Self.items.enumerated() {
      var row = BodyRow(words(item.label))
      if index == selected { row.focus(cursor: 2) }
      rows.append(row)
    }
    return Page(id: id, rows: rows, message: context.showsHelp ? words(Self.items[selected].help) : "").frame(context)
  }
}

extension MenuItem {
  var label: TextKey {
    switch self {
    case .register: .menuRegister
    case .customer: .menuCustomer
    case .connectionCheck: .menuConnectionCheck
    case .diagnosis: .menuDiagnosis
    case .serverCertificate: .menuServerCertificate
    case .deletePersonalInformation: .menuDeletePersonalInformation
    case .language: .menuLanguage
    case .leave: .menuLeave
    }
  }

  var help: TextKey {
    switch self {
    case .register: .menuRegisterHelp
    case .customer: .menuCustomerHelp
    case .connectionCheck: .menuConnectionCheckHelp
    case .diagnosis: .menuDiagnosisHelp
    case .serverCertificate: .menuServerCertificateHelp
    case .deletePersonalInformation: .menuDeletePersonalInformationHelp
    case .language: .menuLanguageHelp
    case .leave: .menuLeaveHelp
    }
  }
}
