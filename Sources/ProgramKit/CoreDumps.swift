import Glibc

/// What a program leaves behind when it crashes: for ours nothing, since a person's card was in its
/// memory a moment ago.
public enum CoreDumps {
  /// No dump of this process from now on, whatever its caller allowed; a handler that the kernel pipes
  /// dumps to gets this limit too and keeps none (systemd-coredump(8)).
  public static func forbid() {
    var none = rlimit(rlim_cur: 0, rlim_max: 0)
    setrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &none)
  }
}
