/// A service with one system in one chassis, as a management controller describes it.
enum RedfishDocuments {
  static let service: [String: String] = [
    "/redfish/v1": """
    {"@odata.type":"#ServiceRoot.v1_15_0.ServiceRoot","RedfishVersion":"1.6.0","Systems":{"@odata.id":"/redfish/v1/Systems"},
    "Chassis":{"@odata.id":"/redfish/v1/Chassis"},"Managers":{"@odata.id":"/redfish/v1/Managers"},
    "UpdateService":{"@odata.id":"/redfish/v1/UpdateService"}}
    """,
    "/redfish/v1/Systems": #"{"Members":[{"@odata.id":"/redfish/v1/Systems/1"}]}"#,
    "/redfish/v1/Systems/1": """
    {"Id":"1","Name":"System","Manufacturer":"Contoso","Model":"3500","SerialNumber":"2M220100SL","SKU":"80-1","UUID":
    "00000000-0000-0000-0000-00000000ABCD","BiosVersion":"P79 v1.45","SystemType":"Physical","AssetTag":"",
    "Processors":{"@odata.id":"/redfish/v1/Systems/1/Processors"},"Memory":{"@odata.id":"/redfish/v1/Systems/1/Memory"},
    "Storage":{"@odata.id":"/redfish/v1/Systems/1/Storage"},
    "EthernetInterfaces":{"@odata.id":"/redfish/v1/Systems/1/EthernetInterfaces"},
    "PCIeDevices":[{"@odata.id":"/redfish/v1/Chassis/1/PCIeDevices/NIC"}]}
    """,
    "/redfish/v1/Systems/1/Processors": """
    {"Members":[{"@odata.id":"/redfish/v1/Systems/1/Processors/CPU1"},{"@odata.id":"/redfish/v1/Systems/1/Processors/CPU2"}]}
    """,
    "/redfish/v1/Systems/1/Processors/CPU1": """
    {"Id":"CPU1","Name":"Processor","Socket":"CPU 1","Manufacturer":"Intel(R) Corporation","Model":"Multi-Core Xeon","ProcessorType":
    "CPU","MaxSpeedMHz":3700,"TotalCores":8,"TotalThreads":16,"ProcessorId":{"Step":"0x34AC34DC8901274A","MicrocodeInfo":"0x429943"},
    "Status":{"State":"Enabled","Health":"OK"}}
    """,
    "/redfish/v1/Systems/1/Processors/CPU2": #"{"Id":"CPU2","Socket":"CPU 2","Status":{"State":"Absent"}}"#,
    "/redfish/v1/Systems/1/Memory": """
    {"Members":[{"@odata.id":"/redfish/v1/Systems/1/Memory/1"}],
    "Members@odata.nextLink":"/redfish/v1/Systems/1/Memory?$skip=1"}
    """,
    "/redfish/v1/Systems/1/Memory?$skip=1":
      #"{"Members":[{"Id":"2","DeviceLocator":"DIMM 2","CapacityMiB":16384,"MemoryDeviceType":"DDR4"}]}"#,
    "/redfish/v1/Systems/1/Memory/1": """
    {"Id":"1","Name":"Memory","DeviceLocator":"DIMM 1","CapacityMiB":32768,"MemoryDeviceType":"DDR4","OperatingSpeedMhz":2400,
    "Manufacturer":"Contoso","SerialNumber":"1234","PartNumber":"RAM2400"}
    """,
    "/redfish/v1/Systems/1/Storage": #"{"Members":[{"@odata.id":"/redfish/v1/Systems/1/Storage/1"}]}"#,
    "/redfish/v1/Systems/1/Storage/1": """
    {"Id":"1","Drives":[{"@odata.id":"/redfish/v1/Systems/1/Storage/1/Drives/D1"},{"@odata.id":"/redfish/v1/Systems/1/Storage/1/Drives/D2"}]}
    """,
    "/redfish/v1/Systems/1/Storage/1/Drives/D1": """
    {"Id":"D1","Name":"Drive Sample","Model":"C123","Manufacturer":"Contoso","SerialNumber":"1234567","Revision":"100A","MediaType":"HDD",
    "Protocol":"SAS","CapacityBytes":899527000000,"BlockSizeBytes":512,"PhysicalLocation":{"PartLocation":{"ServiceLabel":"Bay 1"}}}
    """,
    "/redfish/v1/Systems/1/Storage/1/Drives/D2":
      #"{"Id":"D2","Name":"Drive","SerialNumber":"Unknown","CapacityBytes":"much"}"#,
    "/redfish/v1/Systems/1/EthernetInterfaces":
      #"{"Members":[{"@odata.id":"/redfish/v1/Systems/1/EthernetInterfaces/A"},{"Id":"VLAN","EthernetInterfaceType":"Virtual"}]}"#,
    "/redfish/v1/Systems/1/EthernetInterfaces/A":
      #"{"Id":"A","Name":"Ethernet Interface","MACAddress":"02:00:00:00:00:01","PermanentMACAddress":"12:44:6A:3B:04:11"}"#,
    "/redfish/v1/Chassis": #"{"Members":[{"@odata.id":"/redfish/v1/Chassis/1"}]}"#,
    "/redfish/v1/Chassis/1": """
    {"Id":"1U","Name":"Computer System Chassis","ChassisType":"RackMount","Manufacturer":"Contoso","SerialNumber":"437XR1138R2",
    "PCIeDevices":{"@odata.id":"/redfish/v1/Chassis/1/PCIeDevices"},"Power":{"@odata.id":"/redfish/v1/Chassis/1/Power"},
    "ThermalSubsystem":{"@odata.id":"/redfish/v1/Chassis/1/ThermalSubsystem"},
    "Links":{"Drives":[{"@odata.id":"/redfish/v1/Systems/1/Storage/1/Drives/D1"}]}}
    """,
    "/redfish/v1/Chassis/1/PCIeDevices": #"{"Members":[{"@odata.id":"/redfish/v1/Chassis/1/PCIeDevices/NIC"}]}"#,
    "/redfish/v1/Chassis/1/PCIeDevices/NIC": """
    {"Id":"NIC","Name":"Simple Two-Port NIC","Model":"SuperNIC","FirmwareVersion":"1.0.0",
    "PCIeFunctions":{"@odata.id":"/redfish/v1/Chassis/1/PCIeDevices/NIC/PCIeFunctions"}}
    """,
    "/redfish/v1/Chassis/1/PCIeDevices/NIC/PCIeFunctions":
      #"{"Members":[{"@odata.id":"/redfish/v1/Chassis/1/PCIeDevices/NIC/PCIeFunctions/1"}]}"#,
    "/redfish/v1/Chassis/1/PCIeDevices/NIC/PCIeFunctions/1":
      #"{"Id":"1","DeviceClass":"NetworkController","VendorId":"0xABCD","DeviceId":"0x1234","SubsystemVendorId":"0xABCD","SubsystemId":"0x5678"}"#,
    "/redfish/v1/Chassis/1/Power": """
    {"Id":"Power","PowerSupplies":[{"MemberId":"0","Name":"Power Supply Bay 1","PowerCapacityWatts":800,"SerialNumber":"1z0000001",
    "FirmwareVersion":"1.00","PowerSupplyType":"AC"},{"MemberId":"1","Name":"Power Supply Bay 2","Status":{"State":"Absent"}}]}
    """,
    "/redfish/v1/Chassis/1/ThermalSubsystem":
      #"{"Id":"T","Fans":{"@odata.id":"/redfish/v1/Chassis/1/ThermalSubsystem/Fans"}}"#,
    "/redfish/v1/Chassis/1/ThermalSubsystem/Fans":
      #"{"Members":[{"Id":"Bay1","Name":"Fan Bay 1","PartNumber":"P1"},{"Id":"Bay2","Name":"Fan Bay 2"}]}"#,
    "/redfish/v1/UpdateService":
      #"{"Id":"UpdateService","FirmwareInventory":{"@odata.id":"/redfish/v1/UpdateService/FirmwareInventory"}}"#,
    "/redfish/v1/UpdateService/FirmwareInventory":
      #"{"Members":[{"@odata.id":"/redfish/v1/UpdateService/FirmwareInventory/NIC"}]}"#,
    "/redfish/v1/UpdateService/FirmwareInventory/NIC": #"{"Id":"NIC","Name":"NIC firmware","Version":"1.0.0"}"#,
    "/redfish/v1/Managers": #"{"Members":[{"@odata.id":"/redfish/v1/Managers/BMC"}]}"#,
    "/redfish/v1/Managers/BMC": #"{"Id":"BMC","Model":"Joo Janta 200","FirmwareVersion":"1.45.455b66-rev4"}"#,
  ]
}
