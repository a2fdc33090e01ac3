import Breakwater

/// A configuration that exchanges share without copying it, and what was read of it once is beside it.
final class FilterSettings: Sendable {
    let value: FilterConfiguration
    /// `nil` where there is none, or the text is no hash: nothing then opens by code.
    let overrideCode: PasswordHash?

    init(_ value: FilterConfiguration) {
        self.value = value
        overrideCode = value.overrideCodeHash.flatMap { PasswordHash($0) }
    }
}
