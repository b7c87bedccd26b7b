import CLinuxDevices

/// The kernel's clock, as adjtimex(2) has it.
public enum KernelClock {
  /// Whether somebody keeps it, such as timesyncd; nil where the kernel may not be asked.
  public static var isKept: Bool? {
    switch hallway_clock_is_kept() {
    case 0: false
    case 1: true
    default: nil
    }
  }
}
