public import Hall

/// The time of day, injected so that tests own it.
public typealias WallTime = @Sendable () -> Moment
