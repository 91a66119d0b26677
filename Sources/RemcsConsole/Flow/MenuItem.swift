internal import Localization
internal import RemcsCore

/// What the menus offer: tables 4.1 and 5.1, and what the manual does not have.
public enum MenuItem: String, Sendable, CaseIterable {
  /// 再レジストレーション (4.2.2), お客様情報の更新 (4.2.1).
  case register, customer
  /// 接続情報 (4.2.3), 定期接続情報 (4.2.4), 設定情報エクスポート (4.2.5), 接続形態の変更 (4.2.6).
  case connectionInformation, schedule, export, connectionType
  /// 証明書の表示 (4.2.7), 証明書の入れ替え (4.2.8), 前証明書への復元 (4.2.9).
  case certificate, certificateReplacement, certificateRestoration
  /// 接続確認 (4.2.10), and the staged check alone.
  case connectionCheck, diagnosis
  /// センター接続一時停止 (4.2.11), センター接続再開 (4.2.12).
  case pause, resume
  /// ハード構成情報送信 (4.2.13).
  case hardware
  /// The event log that RMG_0138 speaks of.
  case eventLog
  /// The units whose faults are held back (1.2.1).
  case suppression
  /// ログ収集 (chapter 7).
  case collectLogs
  /// 環境詳細情報 (5.2), 接続先 REMCS センター (5.3), 日本語/英語切替え (5.4), 装置名表示の切替え (5.5), 個人情報削除 (5.6), SSL 証明書の表示
  /// (5.7).
  case environmentDetail, center, language, displayName, deletePersonalInformation, serverCertificate
  /// 接続先センターリストの入れ替え (figure 5.4).
  case centerListReplacement
  /// REMCS メニューの終了, REMCS CE メニューの終了.
  case leave

  /// Why it cannot be chosen now; nil if it can.
  func refusal(_ status: ViewContext.Status) -> ServiceError? {
    if self == .certificateRestoration, !status.canRestoreCertificate {
      return ServiceError(.rmg0221, impossible: .noPreviousCertificate)
    }
    return refusal(in: status.state)
  }

  /// Why it cannot be chosen in an operating state; nil if it can.
  func refusal(in state: OperatingState) -> ServiceError? {
    switch self {
    case .pause: Self.refusal(state, .paused)
    case .resume: Self.refusal(state, .resumed)
    // Manual 3.1: 保守操作中にはレジストレーションを行わないでください。
    case .register, .customer:
      [.maintenance, .maintenancePaused].contains(state)
        ? ServiceError(.rmg0088, [state.rawValue], impossible: .state(state)) : nil
    default: nil
    }
  }

  private static func refusal(_ state: OperatingState, _ cause: StateCause) -> ServiceError? {
    do throws(ServiceError) {
      _ = try state.after(cause)
      return nil
    } catch { return error }
  }
}

/// A menu: the manual's groups, side by side so that all of it shows at once.
enum MenuPage: Sendable, Equatable {
  /// Figure 4.1.
  case remcs
  /// Figure 5.1.
  case ce

  /// A heading with its items.
  struct Group: Sendable {
    let heading: TextKey
    let items: [MenuItem]
  }

  var id: ScreenID { self == .remcs ? .menu : .ceMenu }

  /// The groups, column by column.
  var columns: [[Group]] {
    switch self {
    case .remcs:
      [
        [
          Group(heading: .menuGroupRegistration, items: [.register, .customer]),
          Group(
            heading: .menuGroupEnvironment,
            items: [
              .connectionInformation, .schedule, .export, .connectionType, .certificate, .certificateReplacement,
              .certificateRestoration,
            ]),
        ],
        [
          Group(
            heading: .menuGroupConnection, items: [.connectionCheck, .diagnosis, .pause, .resume]),
          Group(
            heading: .menuGroupSupport,
            items: [.hardware, .eventLog, .suppression, .collectLogs, .serverCertificate, .leave]),
        ],
      ]
    case .ce:
      [
        [
          Group(
            heading: .menuGroupCe,
            items: [
              .environmentDetail, .center, .language, .displayName, .deletePersonalInformation, .serverCertificate,
              .centerListReplacement, .leave,
            ])
        ]
      ]
    }
  }
}
