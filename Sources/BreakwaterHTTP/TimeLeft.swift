import Breakwater
import BreakwaterPolicy
import BreakwaterURL

/// How long a client may still go on today.
struct TimeLeft {
    var minutes: Int
    /// Whether a quota ends; else a schedule begins.
    var isQuota: Bool
}

extension Judge {
    /// The page that says once that time is nearly up; `nil` where it is not, or was said.
    ///
    /// Only pages say it: in place of a picture or inside a tunnel nobody would read it.
    func timeWarning(for asked: Request, _ judged: JudgedRequest, now: Int64) -> BlockReply? {
        let limit = profile.timeWarning ?? Profile.defaultTimeWarning
        guard limit > 0, judged.reader.wantsPage, !judged.reader.isHead, judged.verdict.rank > .time,
            !(profile.schedules.isEmpty && profile.quotas.isEmpty),
            let minutes = engine.minutesLeft(of: profile.id, at: asked.moment, usedMinutes: asked.usedMinutes, within: limit), minutes > 0
        else { return nil }
        let withoutQuota = engine.minutesLeft(of: profile.id, at: asked.moment, usedMinutes: .min / 2, within: limit)
        let left = TimeLeft(minutes: minutes, isQuota: withoutQuota != minutes)
        let key = "\(left.isQuota ? "quota" : "schedule")\n\(profile.id)\n\(client.key)"
        guard !service.timeNotices.holds(key, now: now) else { return nil }
        // A quota's minutes may last until midnight; a schedule begins when it says.
        let end = left.isQuota ? asked.moment.nextMidnight : now + Int64(minutes) * 60 + 60
        service.timeNotices.insert(key, until: end, now: now)
        return pageMaker(now: now).timePage(left, request: judged)
    }
}
