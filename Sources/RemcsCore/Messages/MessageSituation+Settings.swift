/// RMG_0015 to RMG_0081: fields, environment, schedule, state.
extension MessageSituation {
  static let rmg0015 = MessageSituation(
    "A value holds characters that its field does not take, or a field that is not stored is set; the column and the code point follow.",
    screens: [
      "internet-environment", "point-to-point-environment", "internet-detail", "point-to-point-detail", "customer",
      "export", "certificate-replacement", "import-files",
    ], commands: ["settings set", "register", "import", "export", "maintenance-ip set", "validate"])
  static let rmg0016 = MessageSituation(
    "A number, a time or a choice lies outside of what the field allows; a report cannot be treated as asked.",
    screens: [
      "internet-environment", "point-to-point-environment", "internet-detail", "point-to-point-detail", "schedule",
      "event-log",
    ],
    commands: [
      "settings set", "register", "import", "maintenance-ip set", "report fault", "queue retry", "queue cancel",
      "validate",
    ])
  static let rmg0021 = MessageSituation(
    "The details of the environment cannot be stored; the message underneath says why.",
    screens: ["internet-detail", "point-to-point-detail"])
  static let rmg0022 = MessageSituation(
    "The details of the environment were stored.", screens: ["connection-check", "ce-menu"])
  static let rmg0023 = MessageSituation(
    "Settings, or the REMCS port, were stored.",
    commands: ["settings set", "maintenance-ip set", "maintenance-ip clear"])
  static let rmg0025 = MessageSituation(
    "The connection type cannot be stored; nothing of it has changed.", screens: ["initial-settings"])
  static let rmg0026 = MessageSituation(
    "The connection type was changed; its environment is asked for next.",
    screens: ["internet-environment", "point-to-point-environment"])
  static let rmg0028 = MessageSituation(
    "A required field of the P-P form is empty.", screens: ["point-to-point-environment"],
    commands: ["settings set", "register", "import"])
  static let rmg0029 = MessageSituation(
    "A text is too long for its field, or has too few or too many digits for what it is.", screens: ["customer"],
    commands: ["settings set", "register", "import", "validate"])
  static let rmg0030 = MessageSituation(
    "POP before SMTP is chosen, and user, password or POP server is missing.",
    screens: ["internet-environment", "internet-detail"], commands: ["settings set", "register", "import"])
  static let rmg0031 = MessageSituation(
    "AUTH SMTP is chosen, and user or password is missing.", screens: ["internet-environment", "internet-detail"],
    commands: ["settings set", "register", "import"])
  static let rmg0032 = MessageSituation(
    "A file is no definition file, is not a regular file, or comes from a version that table 3.6 does not allow.",
    screens: ["import-files"], commands: ["import", "register", "center trust", "center replace-list"])
  static let rmg0033 = MessageSituation(
    "The directory does not exist or is none.", screens: ["export", "certificate-replacement", "import-files"],
    commands: ["export", "import", "certificate replace"])
  static let rmg0035 = MessageSituation("REMCS is to be left.", screens: ["menu", "ce-menu", "welcome"])
  static let rmg0036 = MessageSituation(
    "A required field is empty; no file, directory or unique name is there.",
    screens: [
      "internet-environment", "point-to-point-environment", "internet-detail", "point-to-point-detail", "customer",
      "schedule", "export", "certificate-replacement", "display-name", "import-files", "log-collection",
      "center-list-replacement",
    ], commands: ["settings set", "register", "import", "export", "display-name", "validate"])
  static let rmg0037 = MessageSituation(
    "The environment of a device that is not in use is to be stored.",
    screens: ["internet-environment", "point-to-point-environment", "internet-detail", "point-to-point-detail"])
  static let rmg0038 = MessageSituation(
    "An automatic registration began.", screens: ["registering", "checking"], commands: ["register"])
  static let rmg0039 = MessageSituation(
    "An automatic registration was done.", screens: ["automatic-result"], commands: ["register"])
  static let rmg0040 = MessageSituation(
    "An automatic registration failed; which part, and the message underneath, follow.", screens: ["automatic-result"],
    commands: ["register"])
  static let rmg0041 = MessageSituation(
    "The state cannot become what was asked: it is so already, or the center could not be told.",
    screens: ["action-failed"], commands: ["pause", "resume", "maintenance"])
  static let rmg0043 = MessageSituation(
    "The environment for the internet cannot be stored; the message underneath says why.",
    screens: ["internet-environment"])
  static let rmg0044 = MessageSituation(
    "The environment for the internet was stored.", screens: ["connection-check", "menu"])
  static let rmg0048 = MessageSituation(
    "The end of the operating hours does not lie behind their start.", screens: ["schedule"],
    commands: ["settings set", "register", "import"])
  static let rmg0049 = MessageSituation("The schedule of a registered device is to be changed.", screens: ["schedule"])
  static let rmg0051 = MessageSituation("The schedule is not right, and was not stored.", screens: ["action-failed"])
  static let rmg0052 = MessageSituation(
    "The schedule cannot be stored; the message underneath says why.", screens: ["action-failed"])
  static let rmg0053 = MessageSituation("The connection is to be checked.", screens: ["connection-check"])
  static let rmg0054 = MessageSituation(
    "The schedule was changed and the center told, or will be told once the device sends again.", screens: ["menu"])
  static let rmg0056 = MessageSituation(
    "The connection check failed, or its certificate was replaced meanwhile.", screens: ["connection-check-result"],
    commands: ["check", "register"])
  static let rmg0058 = MessageSituation(
    "The mail server took the connection check.", screens: ["connection-check-result"], commands: ["check", "register"])
  static let rmg0059 = MessageSituation("The connection is to be stopped.", screens: ["pause"])
  static let rmg0060 = MessageSituation(
    "The center was told that the device talks to it again.", screens: ["menu"], commands: ["resume"])
  static let rmg0061 = MessageSituation(
    "The center was told that the device stops talking to it.", screens: ["menu"], commands: ["pause"])
  static let rmg0064 = MessageSituation("The connection is to be resumed.", screens: ["resume"])
  static let rmg0068 = MessageSituation(
    "A character of the corporate name cannot be used; which, where, and what it can become, follow.",
    screens: ["customer"], commands: ["settings set", "register", "import", "validate"])
  static let rmg0069 = MessageSituation(
    "A character of the department cannot be used; which, where, and what it can become, follow.",
    screens: ["customer"], commands: ["settings set", "register", "import", "validate"])
  static let rmg0070 = MessageSituation(
    "A character of the address cannot be used; which, where, and what it can become, follow.", screens: ["customer"],
    commands: ["settings set", "register", "import", "validate"])
  static let rmg0071 = MessageSituation(
    "A character of the building cannot be used; which, where, and what it can become, follow.", screens: ["customer"],
    commands: ["settings set", "register", "import", "validate"])
  static let rmg0072 = MessageSituation(
    "A character of the administrator's name cannot be used; which, where, and what it can become, follow.",
    screens: ["customer"], commands: ["settings set", "register", "import", "validate"])
  static let rmg0073 = MessageSituation(
    "A character of the installation site cannot be used; which, where, and what it can become, follow.",
    screens: ["customer"], commands: ["settings set", "register", "import", "validate"])
  static let rmg0074 = MessageSituation(
    "A character of the building of the installation site cannot be used; which, where, and what it can become, follow.",
    screens: ["customer"], commands: ["settings set", "register", "import", "validate"])
  static let rmg0075 = MessageSituation(
    "A character of the kana of the corporate name cannot be used; which, where, and what it can become, follow.",
    screens: ["customer"], commands: ["settings set", "register", "import", "validate"])
  static let rmg0076 = MessageSituation(
    "A character of the kana of the administrator's name cannot be used; which, where, and what it can become, follow.",
    screens: ["customer"], commands: ["settings set", "register", "import", "validate"])
  static let rmg0078 = MessageSituation(
    "Customer information alone was set by a command; the wizard stores it with the registration.",
    commands: ["settings set"])
  static let rmg0080 = MessageSituation(
    "The environment for P-P cannot be stored; the message underneath says why.",
    screens: ["point-to-point-environment"])
  static let rmg0081 = MessageSituation("The environment for P-P was stored.", screens: ["connection-check", "menu"])
}
