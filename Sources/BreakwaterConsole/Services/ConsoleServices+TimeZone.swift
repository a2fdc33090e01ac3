import BreakwaterPolicy
import Foundation

extension ConsoleServices {
    /// The policy's time zone; an engine does not open with one that is unknown.
    static func timeZone(of policy: Policy) -> TimeZone { TimeZone(identifier: policy.timeZone) ?? .gmt }
}
