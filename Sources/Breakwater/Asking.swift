import BreakwaterPolicy

/// Everything of a request that is not what it asks for, with the profile found.
struct Asking: Sendable {
    /// Index into the policy's profiles.
    var profile: Int
    var layer: DecisionLayer
    var moment: Moment
    var usedMinutes: Int
    var grants: GrantTable?
}

extension Asking {
    @inline(__always)
    init(_ request: borrowing Request, of engine: Engine) {
        self.init(
            profile: engine.index(of: request.profile), layer: request.layer, moment: request.moment, usedMinutes: request.usedMinutes,
            grants: request.grants)
    }
}
