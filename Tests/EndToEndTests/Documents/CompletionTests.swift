import Foundation
import Testing

/// What `make install` puts in place for the shells: the scripts that the programs print.
struct CompletionTests {
  static let completions: [(String, [String])] = [
    ("remcs cer", ["certificate"]), ("remcs certificate r", ["replace", "restore"]), ("remcs language ", ["ja", "en"]),
    ("remcs certificate show --pr", ["--previous"]), ("remcs register --show", ["--show-agreement"]),
    ("remcs center trust docs/protoc", ["docs/protocol.md"]), ("remcs-center in", ["init", "inbox"]),
    ("remcs-center serve --st", ["--starttls"]),
  ]

  @Test(arguments: completions)
  func `bash completes commands, options, values and files`(_ line: String, _ expected: [String]) throws {
    let program = String(line.prefix { $0 != " " })
    let script = try Programs.run(Programs.folder + "/" + program, ["--generate-completion-script", "bash"])
    #expect(script.status == 0)
    // What readline does: the words of the line, the one with the cursor, and the function that is registered.
    let driver = """
      source /dev/stdin
      cd '\(DocumentFiles.root.path)'
      COMP_LINE='\(line)'; COMP_WORDS=($COMP_LINE); [[ $COMP_LINE == *' ' ]] && COMP_WORDS+=('')
      COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); COMP_POINT=${#COMP_LINE}
      function=$(complete -p \(program) | sed 's/.*-F \\([^ ]*\\).*/\\1/')
      $function \(program) "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD - 1]}"
      printf '%s\\n' "${COMPREPLY[@]}"
      """
    let result = try Programs.run("/bin/bash", ["--norc", "-c", driver], input: script.output)
    #expect(result.errors.isEmpty, "\(result.errors)")
    let offered = result.output.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }
    #expect(offered == expected)
  }

  @Test(
    .enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/zsh")), arguments: ["remcs", "remcs-center"])
  func `zsh reads its script, and finds the function for the program`(_ program: String) throws {
    let script = try Programs.run(Programs.folder + "/" + program, ["--generate-completion-script", "zsh"])
    let folder = NSTemporaryDirectory() + "remcs-zsh-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try script.output.write(toFile: folder + "/_" + program, atomically: true, encoding: .utf8)
    let driver = "fpath=('\(folder)' $fpath); autoload -U compinit; compinit -D -u; print -r -- ${_comps[\(program)]}"
    let found = try Programs.run("/usr/bin/zsh", ["-f", "-c", driver], environment: ["HOME": folder])
    #expect(found.output == "_\(program)\n")
    #expect(try Programs.run("/usr/bin/zsh", ["-n", folder + "/_" + program]).status == 0)
  }
}
