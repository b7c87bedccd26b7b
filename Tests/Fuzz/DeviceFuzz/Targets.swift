extension FuzzTarget {
  /// Every parser that sees bytes of a device, or of a file about devices.
  ///
  /// A new parser is a line here, its promises in `Properties` and a folder of seeds, frames as
  /// protocols.md has them, in `Corpus`.
  static let all: [FuzzTarget] = [
    // What people and files say of devices.
    FuzzTarget("address", KitProperties.checkAddress),
    FuzzTarget("recording", KitProperties.checkRecording),
    // Any HID device.
    FuzzTarget("hid-descriptor", KitProperties.checkDescriptor),
    // USB.
    FuzzTarget("usb-two-pipes", LinkProperties.checkJoiner),
    FuzzTarget("printer-id", LinkProperties.checkPrinterID),
    // ID card readers.
    FuzzTarget("samv-answers", ReaderProperties.checkAnswers),
    FuzzTarget("samv-card", ReaderProperties.checkCard),
    FuzzTarget("samv-redactor", ReaderProperties.checkRedactor),
    FuzzTarget("card-picture", ReaderProperties.checkPicture),
    // Ticket printers: what they say and what they are sent.
    FuzzTarget("escpos-answers", PrinterProperties.checkAnswers),
    FuzzTarget("escpos-jobs", PrinterProperties.checkEncoder),
    // Pads, keypads and strips.
    FuzzTarget("ff68", StationProperties.checkFF68),
    FuzzTarget("qp1", StationProperties.checkQP1),
    FuzzTarget("onbon", StationProperties.checkOnbon),
    FuzzTarget("hid-pad", StationProperties.checkHIDPad),
    FuzzTarget("evdev", StationProperties.checkEvdev),
    // The kiosk's touch panel, and the file of its calibration.
    FuzzTarget("touch-panel", TouchProperties.checkPanel),
    // Scanners and cameras.
    FuzzTarget("code-text", OpticsProperties.checkCodeText),
    FuzzTarget("gm65", OpticsProperties.checkGM65),
    FuzzTarget("keyboard-scanner", OpticsProperties.checkKeyboard),
    FuzzTarget("hid-pos", OpticsProperties.checkPOS),
    FuzzTarget("scanner-redactors", RedactorProperties.checkScanners),
    FuzzTarget("jpeg", OpticsProperties.checkJPEG),
    // A4 printers.
    FuzzTarget("spooler-lines", OfficeProperties.checkSpoolerLines),
    FuzzTarget("printer-reasons", OfficeProperties.checkReasons),
    FuzzTarget("ipp-nesting", OfficeProperties.checkNesting),
    // Social-security cards.
    FuzzTarget("smart-card", OfficeProperties.checkCard),
  ]
}
