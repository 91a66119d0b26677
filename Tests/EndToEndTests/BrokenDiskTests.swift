import Foundation
import TestSupport
import Testing

/// The disk of the home breaks in the middle, or what lies on it is damaged: no word that is not true, and what was
/// accepted arrives.
struct BrokenDiskTests {
  private func expectBroken(_ result: Programs.Result) {
    #expect(result.status == 1 || result.status == 77, "\(result.errors)")
    #expect(result.errors.contains("RMG_0150") && result.output.isEmpty, "\(result.errors)")
    #expect(!result.errors.contains("Make room"), "\(result.errors)")
    for horror in StartFailureTests.horrors { #expect(!result.errors.contains(horror)) }
  }

  @Test(.enabled(if: TestDisk.canMountFiles, "only root may mount a file, and not everywhere"))
  func `a disk that breaks is told as broken, not as full, and what was accepted before arrives once it works again`()
    throws
  {
    try Isolation.run {
      let device = try DeviceHome()
      try TestDisk.withJournal(at: device.path, megabytes: 32) { disk in
        let center = try RunningCenter()
        try device.register(at: center)
        try device.mustDo("settings", "set", "retryCount=0")
        for unit in ["A", "B"] { #expect(try device.report(unit).status == 0) }
        let agent = try BackgroundProgram(Programs.remcs, ["agent", "--home", device.path])
        try eventually { try center.faults().count == 2 }
        center.stop()
        #expect(try device.report("C").status == 0)
        try disk.break()
        expectBroken(try device.report("D"))
        for command in ["status", "queue"] {
          expectBroken(
            try Programs.run(Programs.remcs, [command, "--home", device.path, "--lang", "en"]))
        }
        usleep(300_000)
        #expect(agent.isRunning)
        agent.kill()
        disk.unmount()
        try disk.mount()
        try center.restart()
        #expect(try device.report("E").status == 0)
        // Also what the center was taking when it was stopped, and put off.
        try device.mustDo("diagnose")
        #expect(try device.remcs("agent", "--once").status == 0)
        #expect(try center.faults().compactMap { $0["unit"] as? String } == ["A", "B", "C", "E"])
        let audit = try Programs.run(Programs.center, ["audit", center.folder])
        #expect(audit.status == 0, "\(audit.output)")
      }
    }
  }
}
