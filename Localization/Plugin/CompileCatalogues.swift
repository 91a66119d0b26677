import PackagePlugin

/// Runs po-compile over Localization/po before the module is built.
@main
struct CompileCatalogues: BuildToolPlugin {
  func createBuildCommands(context: PluginContext, target: any Target) throws -> [Command] {
    guard let module = target.sourceModule else { return [] }
    let folder = module.directoryURL.appending(path: "po")
    let output = context.pluginWorkDirectoryURL.appending(path: "Catalogues.swift")
    return [
      .buildCommand(
        displayName: "Compiling catalogues", executable: try context.tool(named: "po-compile").url,
        arguments: [output.path, folder.path], inputFiles: [folder], outputFiles: [output])
    ]
  }
}
