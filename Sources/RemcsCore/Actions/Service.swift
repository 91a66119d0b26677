/// Placeholder for the facade of the core; being written.
public final class Service: Sendable {
}
