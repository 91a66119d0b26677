import Foundation
import TestSupport

/// A machine of its own, as far as a systemd sees it: the files of this one with nothing of what is written to them, its
/// own processes, mounts and control groups, and the network of this one.
final class SystemdMachine {
  /// Whether one can be started here, with our program in it.
  static let canRun: Bool = {
    guard getuid() == 0, access(systemd, X_OK) == 0 else { return false }
    guard let place = try? TestDirectory.make().path, let nothing = try? TestDirectory.make().path else { return false }
    let result = try? Programs.run(
      unshare[0], Array(unshare.dropFirst()) + script(place, nothing, "/usr/local/bin/remcs --version"))
    return result?.status == 0
  }()

  private static let systemd = "/lib/systemd/systemd"
  private static let unshare = [
    "/usr/bin/unshare", "--fork", "--pid", "--mount", "--uts", "--ipc", "--cgroup", "--kill-child",
  ]
  private static let unit = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("../../Sources/remcs/Unit/remcs-agent.service").standardized.path
  private static let path = "PATH=/usr/sbin:/usr/bin:/sbin:/bin:/usr/local/bin"

  /// The home of the device in there.
  static let home = "/var/lib/remcs"

  private let place: String
  private let process: BackgroundProgram

  /// Starts it, with the agent as the unit has it on the home of a device.
  /// - Parameters:
  ///   - device: its home, which is copied.
  ///   - changes: what is set in place of the unit's own, as in a drop-in.
  /// - Throws: what keeps it from being started.
  init(_ device: DeviceHome, changes: String) throws {
    place = try TestDirectory.make().path
    try changes.write(toFile: device.path + "/drop-in", atomically: true, encoding: .utf8)
    process = try BackgroundProgram(
      Self.unshare[0],
      Array(Self.unshare.dropFirst())
        + Self.script(place, device.path, "\(Self.systemd) --system --unit=remcs-test.target --log-target=null"))
  }

  deinit { process.kill() }

  private static func script(_ place: String, _ home: String, _ command: String) -> [String] {
    let text = """
      set -e
      export \(path)
      mount --make-rprivate /
      mount -t tmpfs tmpfs "$1"
      cd "$1"
      mkdir up work root
      mount -t overlay overlay -o "lowerdir=/,upperdir=$1/up,workdir=$1/work" root
      cd root
      mount -t proc proc proc
      mount -t sysfs sysfs sys
      mount --bind /dev dev
      mount -t cgroup2 cgroup2 sys/fs/cgroup
      cp "$2" usr/local/bin/remcs
      sed 's|@bindir@|/usr/local/bin|' "$3" >etc/systemd/system/remcs-agent.service
      mkdir -p etc/systemd/system/remcs-agent.service.d
      rm -rf var/lib/remcs
      cp -a "$4" var/lib/remcs
      chmod 700 var/lib/remcs
      if [ -f var/lib/remcs/drop-in ]; then mv var/lib/remcs/drop-in etc/systemd/system/remcs-agent.service.d/test.conf; fi
      printf '[Unit]\\nDefaultDependencies=no\\nWants=dbus.service remcs-agent.service\\n' \
        >etc/systemd/system/remcs-test.target
      mount -t tmpfs tmpfs run
      mount -t tmpfs tmpfs tmp
      exec chroot . /usr/bin/env -i container=other \(path) \(command)
      """
    return ["/bin/sh", "-c", text, "sh", place, Programs.remcs, unit, home]
  }

  /// Runs a program in there.
  func run(_ arguments: String...) throws -> Programs.Result {
    guard let first = process.children.first else { return Programs.Result(status: -1, output: "", errors: "") }
    return try Programs.run(
      "/usr/bin/nsenter",
      ["-t", "\(first)", "-m", "-p", "-i", "-u", "-r", "-w", "/usr/bin/env", "-i", Self.path] + arguments)
  }

  /// What systemd says of the agent.
  func property(_ name: String) throws -> String {
    try run("systemctl", "show", "remcs-agent", "-p", name, "--value").output.trimmingCharacters(
      in: .whitespacesAndNewlines)
  }
}
