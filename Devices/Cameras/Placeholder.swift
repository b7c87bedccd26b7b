import DeviceKit
