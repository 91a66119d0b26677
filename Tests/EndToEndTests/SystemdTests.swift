import Foundation
import TestSupport
import Testing

/// The unit under a real systemd: started, fenced in, watched, started again, stopped.
@Suite(.enabled(if: SystemdMachine.canRun, "only root may start a systemd, and not everywhere"))
struct SystemdTests {
  @Test func `the agent is ready, delivers from behind its fence, is started again when it hangs or dies, and stops`()
    throws
  {
    let center = try RunningCenter()
    let device = try DeviceHome(registeredAt: center)
    // A debug build would try to show where it was aborted, which takes the watchdog its time.
    let machine = try SystemdMachine(
      device, changes: "[Service]\nWatchdogSec=2s\nRestartSec=100ms\nEnvironment=SWIFT_BACKTRACE=enable=no\n")
    // Started is who has said that it is ready.
    try eventually { try machine.property("ActiveState") == "active" }
    #expect(try machine.property("Type") == "notify")
    let report = try machine.run(
      "remcs", "report", "fault", "--unit", "FAN-1", "--level", "error", "--code", "E1", "--text", "broken", "--home",
      SystemdMachine.home)
    #expect(report.status == 0, "\(report.errors)")
    try eventually { try center.faults().count == 1 }

    // What it may not do would show here: a signal, or hardware that it cannot read and root can.
    #expect(try machine.property("NRestarts") == "0")
    try eventually { try center.inbox().contains { $0["kind"] as? String == "hardwareConfiguration" } }
    let preview = try machine.run("remcs", "send-hardware", "--preview", "--json", "--home", SystemdMachine.home)
    #expect((try preview.json() as? [String: Any])?["changes"] as? [[String: String]] == [])

    for (signal, restarts) in [("-STOP", "1"), ("-KILL", "2")] {
      let process = try machine.property("MainPID")
      #expect(try machine.run("kill", signal, process).status == 0)
      try eventually {
        try machine.property("NRestarts") == restarts && machine.property("ActiveState") == "active"
      }
      #expect(try machine.property("MainPID") != process)
    }

    #expect(try machine.run("systemctl", "stop", "remcs-agent").status == 0)
    #expect(try machine.property("Result") == "success" && machine.property("ExecMainStatus") == "0")
  }
}
