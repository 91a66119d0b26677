/// RMG_0085 to RMG_0167: registration, center, files, language.
extension MessageSituation {
  static let rmg0085 = MessageSituation(
    "A first registration was not sent: the cause stands underneath.", screens: ["registration-result"],
    commands: ["register"])
  static let rmg0086 = MessageSituation(
    "The mail server took a first registration.", screens: ["registration-result"], commands: ["register"])
  static let rmg0088 = MessageSituation(
    "A further registration was not sent, or maintenance is on.", screens: ["registration-result", "menu"],
    commands: ["register"])
  static let rmg0089 = MessageSituation(
    "The mail server took a further registration.", screens: ["registration-result"], commands: ["register"])
  static let rmg0092 = MessageSituation(
    "The device was never registered, or has no connection type yet.", screens: ["menu", "action-failed"],
    commands: ["check", "pause", "resume", "maintenance", "diagnose"])
  static let rmg0095 = MessageSituation(
    "A form for one connection type is stored while the device is set to the other, as by another program meanwhile.",
    screens: ["internet-environment", "point-to-point-environment", "internet-detail", "point-to-point-detail"])
  static let rmg0096 = MessageSituation(
    "The environment file names a connection type that this program does not have.", screens: ["import-files"],
    commands: ["import", "register"])
  static let rmg0097 = MessageSituation(
    "There is no center list, or no trusted authority signed it.", screens: ["center"],
    commands: ["center show", "center select", "register", "check", "diagnose"])
  static let rmg0099 = MessageSituation(
    "The list has no center of that name.", screens: ["center"],
    commands: ["center select", "settings set", "register", "import"])
  static let rmg0101 = MessageSituation(
    "Another center was chosen on a device that was never registered.", screens: ["ce-menu"],
    commands: ["center select"])
  static let rmg0102 = MessageSituation(
    "Another center was chosen on a registered device, which has to be registered again.", screens: ["ce-menu"],
    commands: ["center select"])
  static let rmg0103 = MessageSituation("Another center is to be chosen.", screens: ["center"])
  static let rmg0104 = MessageSituation("The name that screens show is to be changed.", screens: ["display-name"])
  static let rmg0106 = MessageSituation("The name that screens show was changed.", screens: ["ce-menu"])
  static let rmg0118 = MessageSituation(
    "Files cannot be imported: the system refuses, the settings have changed since the preview, or table 3.6 asks for a registration by hand.",
    screens: ["import-files", "import-preview"], commands: ["import", "register"])
  static let rmg0121 = MessageSituation(
    "The environment file cannot be written.", screens: ["export"], commands: ["export"])
  static let rmg0122 = MessageSituation(
    "The customer file cannot be written.", screens: ["export"], commands: ["export"])
  static let rmg0123 = MessageSituation("The environment file was written.", screens: ["menu"], commands: ["export"])
  static let rmg0124 = MessageSituation("The customer file was written.", screens: ["menu"], commands: ["export"])
  static let rmg0125 = MessageSituation("The customer file is to be written.", screens: ["export"])
  static let rmg0126 = MessageSituation("The environment file is to be written.", screens: ["export"])
  static let rmg0132 = MessageSituation(
    "The hardware configuration was sent.", screens: ["menu"], commands: ["send-hardware"])
  static let rmg0133 = MessageSituation(
    "The hardware configuration was not sent.", screens: ["action-failed"], commands: ["send-hardware"])
  static let rmg0136 = MessageSituation("The hardware configuration is to be sent.", screens: ["hardware"])
  static let rmg0138 = MessageSituation(
    "The hardware configuration waits to be sent; the event log tells how it ends.", screens: ["menu"],
    commands: ["send-hardware"])
  static let rmg0142 = MessageSituation(
    "There is no such file in the directory.", screens: ["certificate-replacement", "import-files"],
    commands: ["import", "register", "certificate replace", "center trust", "center replace-list"])
  static let rmg0143 = MessageSituation(
    "The environment file has errors, or lacks required fields for a registration without a screen.",
    screens: ["import-refused"], commands: ["import", "register"])
  static let rmg0144 = MessageSituation(
    "The customer file has errors.", screens: ["import-refused"], commands: ["import", "register"])
  static let rmg0150 = MessageSituation(
    "Files of the home cannot be used: permissions, a full disk, damage, a console that does not go.",
    screens: ["customer", "menu"], commands: ["setup", "status", "settings show", "rehearse"])
  static let rmg0163 = MessageSituation("The language of a registered device is to be changed.", screens: ["language"])
  static let rmg0164 = MessageSituation(
    "Japanese cannot be stored; the message underneath says why.", screens: ["language"], commands: ["language"])
  static let rmg0165 = MessageSituation(
    "English cannot be stored; the message underneath says why.", screens: ["language"], commands: ["language"])
  static let rmg0166 = MessageSituation("Japanese was chosen.", screens: ["language"], commands: ["language"])
  static let rmg0167 = MessageSituation("English was chosen.", screens: ["language"], commands: ["language"])
}
