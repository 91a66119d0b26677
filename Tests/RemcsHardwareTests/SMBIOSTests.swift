import Foundation
import RemcsCore
import Testing

@testable import RemcsHardware

/// The firmware's table, also where it is cut short or wrong.
struct SMBIOSTests {
  private func inventory(_ bytes: [UInt8], version: Int = 0x0303) -> HardwareInventory {
    var inventory = HardwareInventory(source: .machine)
    SMBIOSInventory(table: SMBIOSTable(bytes), version: version).fill(&inventory)
    return inventory
  }

  @Test func `a whole table is cut into its structures`() {
    let table = SMBIOSTable(FirmwareTable.server.bytes)
    #expect(table.isWhole)
    #expect(table.structures.map(\.type) == [0, 1, 2, 3, 4, 4, 4, 17, 17, 17, 17, 39, 39, 27, 127])
    #expect(table[17][0].strings.count == 6)
  }

  /// Cut anywhere, it tells at most what the whole one tells, never something else, and never is taken for whole.
  @Test func `a table that breaks off anywhere is noticed`() {
    let whole = FirmwareTable.server.bytes
    let system = inventory(whole)[.systems]
    // Behind its last real structure, a table without the mark of the end counts as whole.
    let endMark = 6
    for length in 0..<whole.count {
      let table = SMBIOSTable(Array(whole.prefix(length)))
      let told = inventory(Array(whole.prefix(length)))
      let isBetween = table.isWhole
      if length == whole.count - endMark { #expect(isBetween) }
      if let found = told[.systems] { #expect(found == system, "\(length)") }
      if !isBetween {
        #expect(told[.memoryModules] == nil && told[.processors] == nil, "\(length)")
        #expect(told.missing[.memoryModules] == .unreadable, "\(length)")
      }
    }
  }

  @Test func `any byte may be wrong without harm`() {
    let whole = FirmwareTable.server.bytes
    for index in whole.indices {
      for value in [0, 1, 0x7F, 0xFF] as [UInt8] {
        var bytes = whole
        bytes[index] = value
        for (_, items) in inventory(bytes).parts {
          for item in items {
            #expect(item.numbers.values.allSatisfy { $0 >= 0 })
            #expect(item.texts.values.allSatisfy { $0.unicodeScalars.allSatisfy { $0.value >= 0x20 } })
          }
        }
      }
    }
  }

  @Test func `bytes without sense are no table`() {
    var generator = SystemRandomNumberGenerator()
    for _ in 0..<300 {
      let bytes = (0..<Int.random(in: 0..<2000, using: &generator)).map { _ in UInt8.random(in: 0...255) }
      _ = inventory(bytes)
    }
    #expect(!SMBIOSTable([]).isWhole)
    #expect(!SMBIOSTable([UInt8](repeating: 0, count: 100)).isWhole)
    #expect(!SMBIOSTable([1, 3, 0, 0, 0, 0]).isWhole)
  }

  @Test(arguments: [
    (0x4000, 0, 16 << 30), (0x7FFF, 65536, 64 << 30), (0x8000 | 512, 0, 512 << 10), (0xFFFF, 0, nil),
    (0x7FFF, 0x8000_0000 | 32768, 32 << 30),
  ])
  func `the size of a module`(size: Int, extended: Int, bytes: Int?) {
    var table = FirmwareTable()
    table.addModule("DIMM 0", size: size, extended: extended)
    table.add(127, [])
    #expect(inventory(table.bytes)[.memoryModules]?.map { $0[.capacityBytes] } == [bytes])
  }

  @Test func `an empty text among others keeps its number`() {
    var table = FirmwareTable()
    table.add(1, [1, 2, 3, 4] + [UInt8](repeating: 7, count: 16) + [6], ["", "Model", "1", "SN-1"])
    table.add(127, [])
    let system = inventory(table.bytes)[.systems]?.first
    #expect(system?[.manufacturer] == nil && system?[.model] == "Model" && system?[.serialNumber] == "SN-1")
  }

  @Test func `empty sockets are no pieces, and all of them empty is known as none`() {
    var table = FirmwareTable()
    table.addModule("DIMM 0", size: 0)
    table.addProcessor("CPU 0", status: 0)
    table.add(127, [])
    #expect(inventory(table.bytes)[.memoryModules] == [])
    #expect(inventory(table.bytes)[.processors] == nil, "a machine has a processor: it is not known which")
    #expect(inventory(table.bytes).missing[.fans] == .notProvided)
  }

  @Test func `modules of the same name are told apart by their bank or a number`() {
    var table = FirmwareTable()
    for _ in 0..<2 { table.addModule("DIMM", size: 1024) }
    table.add(127, [])
    #expect(inventory(table.bytes)[.memoryModules]?.map(\.id) == ["NODE 0 DIMM", "NODE 0 DIMM #2"])
  }

  @Test func `the UUID is read in the order of its version, and none is none`() {
    let bytes = FirmwareTable.server.bytes
    #expect(inventory(bytes)[.systems]?.first?[.uuid] == "33221100-5544-7766-8899-aabbccddeef0")
    #expect(inventory(bytes, version: 0x0203)[.systems]?.first?[.uuid] == "00112233-4455-6677-8899-aabbccddeef0")
    var table = FirmwareTable()
    table.add(1, [1, 0, 0, 0] + [UInt8](repeating: 0xFF, count: 16) + [6], ["A"])
    table.add(127, [])
    #expect(inventory(table.bytes)[.systems]?.first?[.uuid] == nil)
  }

  @Test(arguments: [
    "To Be Filled By O.E.M.", "  Not Specified ", "00000000", "N/A", "....", "Default string", "",
    "System Product Name", "Dimm0_AssetTag", "0123456789",
  ])
  func `what a maker did not write is nothing`(text: String) { #expect(MakerText.meaningful(text) == nil) }

  @Test(arguments: ["0", "A", "SB#0", "0000:3b", "None left"])
  func `what a maker wrote is something`(text: String) { #expect(MakerText.meaningful(text) == text) }
}
