/// RMG_0181 and on: notification, certificates, sessions, connections.
extension MessageSituation {
  static let rmg0181 = MessageSituation(
    "A mail address is not one.",
    screens: [
      "internet-environment", "point-to-point-environment", "internet-detail", "point-to-point-detail", "customer",
      "connection-check",
    ], commands: ["settings set", "register", "import", "check", "validate"])
  static let rmg0182 = MessageSituation(
    "Neither the administrator nor the engineer would be told.", screens: ["connection-check"],
    commands: ["check", "register"])
  static let rmg0183 = MessageSituation(
    "The address of somebody who is to be told is missing.", screens: ["connection-check"],
    commands: ["check", "register"])
  static let rmg0186 = MessageSituation(
    "The center cannot be told of the schedule: there is no agreement to the consent text.", screens: ["action-failed"])
  static let rmg0187 = MessageSituation(
    "The schedule is stored, but the mail that tells the center was not sent; it waits.", screens: ["action-failed"])
  static let rmg0188 = MessageSituation(
    "The store was damaged; it was put aside and a new one begun.", screens: ["language", "welcome", "menu"],
    commands: ["status"])
  static let rmg0189 = MessageSituation(
    "The environment of a device in use is to be stored; until the connection check passes nothing is sent.",
    screens: ["internet-environment", "point-to-point-environment", "internet-detail", "point-to-point-detail"])
  static let rmg0190 = MessageSituation("The language is to be changed before any registration.", screens: ["language"])
  static let rmg0194 = MessageSituation(
    "The customer file lacks required fields for a registration without a screen.", screens: ["import-files"],
    commands: ["register"])
  static let rmg0195 = MessageSituation("Personal information is to be deleted.", screens: ["ce-menu"])
  static let rmg0196 = MessageSituation(
    "Personal information cannot be deleted; the message underneath says why.", screens: ["ce-menu"],
    commands: ["personal-information delete"])
  static let rmg0207 = MessageSituation(
    "The size for splitting a mail lies outside of 10 to 100.",
    screens: ["internet-environment", "point-to-point-environment", "internet-detail", "point-to-point-detail"],
    commands: ["settings set", "register", "import", "validate"])
  static let rmg0208 = MessageSituation(
    "The size for splitting a report lies outside of 64 to 512.",
    screens: ["internet-environment", "point-to-point-environment", "internet-detail", "point-to-point-detail"],
    commands: ["settings set", "register", "import", "validate"])
  static let rmg0209 = MessageSituation(
    "Personal information was deleted.", screens: ["ce-menu"], commands: ["personal-information delete"])
  static let rmg0211 = MessageSituation(
    "A file holds no certificate or center list, several that could be meant, or none for encrypted mail.",
    screens: ["certificate-replacement", "center-list-replacement"],
    commands: ["certificate replace", "center trust", "center replace-list"])
  static let rmg0212 = MessageSituation(
    "A certificate or list cannot be read or stored, or a sample cannot be encrypted for it.",
    screens: ["certificate-replacement", "center-list-replacement"],
    commands: ["certificate replace", "center trust", "center replace-list"])
  static let rmg0213 = MessageSituation(
    "Certificates of authorities were taken over.", commands: ["center trust"])
  static let rmg0215 = MessageSituation(
    "No trusted authority stands behind a certificate or list, or its time is not now.",
    screens: ["certificate-replacement", "center-list-replacement"],
    commands: ["certificate replace", "center replace-list", "check"])
  static let rmg0216 = MessageSituation(
    "The center's certificate is to be replaced or restored.",
    screens: ["certificate-confirmation", "certificate-restoration"])
  static let rmg0218 = MessageSituation(
    "A certificate that passed every check cannot be stored.", screens: ["certificate-confirmation"],
    commands: ["certificate replace"])
  static let rmg0219 = MessageSituation(
    "The center's certificate was replaced; also the reason of a check that proved the one before.",
    screens: ["connection-check", "menu"], commands: ["certificate replace"])
  static let rmg0221 = MessageSituation(
    "There is no previous certificate, or it is no longer good.", screens: ["menu", "certificate-restoration"],
    commands: ["certificate restore"])
  static let rmg0222 = MessageSituation(
    "The previous certificate is in use again.", screens: ["connection-check", "menu"],
    commands: ["certificate restore"])
  static let rmg0224 = MessageSituation(
    "The file holds the certificate that is in use.", screens: ["certificate-replacement"],
    commands: ["certificate replace"])
  static let rmg0229 = MessageSituation(
    "No mail server has shown a certificate yet.", screens: ["menu", "ce-menu"], commands: ["certificate show"])
  static let rmg1123 = MessageSituation("Another console took over.", commands: ["setup", "ce", "rehearse"])
  static let rmg1125 = MessageSituation(
    "Nobody used the console for the time that was set.", commands: ["setup", "ce", "rehearse"])
  static let rmg2001 = MessageSituation(
    "Memory, or a thread, is not to be had.",
    screens: ["diagnosis", "registration-result", "connection-check-result", "action-failed"],
    commands: ["diagnose", "check", "register", "pause", "resume"])
  static let rmg2002 = MessageSituation(
    "A file of the report, or the center's certificate, cannot be used.",
    screens: ["diagnosis", "registration-result", "connection-check-result", "action-failed"],
    commands: ["diagnose", "check", "register", "pause", "resume"])
  static let rmg2003 = MessageSituation(
    "The mail server did not answer in time.",
    screens: ["diagnosis", "registration-result", "connection-check-result", "action-failed"],
    commands: ["diagnose", "check", "register", "pause", "resume"])
  static let rmg2004 = MessageSituation(
    "The mail server refused, or the mail is too large for it.",
    screens: ["diagnosis", "registration-result", "connection-check-result", "action-failed"],
    commands: ["diagnose", "check", "register", "pause", "resume"])
  static let rmg2005 = MessageSituation(
    "The link to the mail server broke, there is no way to it, or what answers speaks no SMTP.",
    screens: ["diagnosis", "registration-result", "connection-check-result", "action-failed"],
    commands: ["diagnose", "check", "register", "pause", "resume"])
  static let rmg2006 = MessageSituation(
    "The mail server's name is unknown, or nobody listens there.",
    screens: ["diagnosis", "registration-result", "connection-check-result", "action-failed"],
    commands: ["diagnose", "check", "register", "pause", "resume"])
  static let rmg2007 = MessageSituation(
    "The POP3 server refused user, password or every mechanism.",
    screens: ["diagnosis", "registration-result", "connection-check-result", "action-failed"],
    commands: ["diagnose", "check", "register", "pause", "resume"])
  static let rmg2008 = MessageSituation(
    "The POP3 server refused, the link to it broke, or it cannot be protected as asked.",
    screens: ["diagnosis", "registration-result", "connection-check-result", "action-failed"],
    commands: ["diagnose", "check", "register", "pause", "resume"])
  static let rmg2009 = MessageSituation(
    "The POP3 server did not answer in time.",
    screens: ["diagnosis", "registration-result", "connection-check-result", "action-failed"],
    commands: ["diagnose", "check", "register", "pause", "resume"])
  static let rmg2010 = MessageSituation(
    "The POP3 server's name is unknown, or nobody listens there.",
    screens: ["diagnosis", "registration-result", "connection-check-result", "action-failed"],
    commands: ["diagnose", "check", "register", "pause", "resume"])
  static let rmg2011 = MessageSituation(
    "The mail server refused user or password.",
    screens: ["diagnosis", "registration-result", "connection-check-result", "action-failed"],
    commands: ["diagnose", "check", "register", "pause", "resume"])
  static let rmg2012 = MessageSituation(
    "The mail server offers no AUTH, or not the mechanism that was set.",
    screens: ["diagnosis", "registration-result", "connection-check-result", "action-failed"],
    commands: ["diagnose", "check", "register", "pause", "resume"])
  static let rmg2013 = MessageSituation(
    "The mail server does not offer the encryption that was set, refuses it, or shows a certificate that is not trusted.",
    screens: ["diagnosis", "registration-result", "connection-check-result", "action-failed"],
    commands: ["diagnose", "check", "register", "pause", "resume"])
  static let rmg3000 = MessageSituation(
    "A mail address cannot be used.",
    screens: ["diagnosis", "registration-result", "connection-check-result", "action-failed"],
    commands: ["diagnose", "check", "register", "pause", "resume"])
}
