import Foundation

/// The size of what is copied to a board, and what has to be there already (design 3: 18 MB).
func measureSizes(_ programs: Installation) throws -> Table {
  var table = Table("Size of the programs, stripped, Swift linked in", "bytes", "shared libraries")
  let limit = 18_000_000
  for program in ["remcs", "remcs-center"] {
    let attributes = try FileManager.default.attributesOfItem(atPath: programs.path(program))
    let size = attributes[.size] as? Int ?? .max
    let libraries = try sharedLibraries(programs.path(program))
    table.add(program, limit: "\(limit)", ["\(size)", "\(libraries.count)"], size > limit ? .over : .ok)
    table.note("\(program) needs " + libraries.joined(separator: " "))
  }
  table.note("remcs loads libcurl.so.4 while it connects to a mail server")
  return table
}

/// The libraries that the loader brings in, as ldd lists them.
private func sharedLibraries(_ path: String) throws -> [String] {
  try Installation.run("/usr/bin/ldd", [path]).split(separator: "\n").compactMap { line in
    guard line.contains("=>") else { return nil }
    return line.split(separator: " ").first.map { $0.trimmingCharacters(in: .whitespaces) }
  }
}
