import Foundation
import PackagePlugin

/// Runs po-compile over Localization/po before the module is built. Every catalogue is an input, so changing, adding
/// or removing one builds the tables anew. A plugin runs only while building: Foundation does not reach the programs.
@main
struct CompileCatalogues: BuildToolPlugin {
  func createBuildCommands(context: PluginContext, target: any Target) throws -> [Command] {
    guard let module = target.sourceModule else { return [] }
    let folder = module.directoryURL.appending(path: "po")
    let catalogues = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
      .filter { $0.pathExtension == "po" }.sorted { $0.path < $1.path }
    let output = context.pluginWorkDirectoryURL.appending(path: "Catalogues.swift")
    return [
      .buildCommand(
        displayName: "Compiling \(catalogues.count) catalogues", executable: try context.tool(named: "po-compile").url,
        arguments: [output.path] + catalogues.map(\.path), inputFiles: catalogues, outputFiles: [output])
    ]
  }
}
