import BreakwaterMatching
public import BreakwaterPolicy

extension Engine {
    /// Decides by the scores of a page's text: the category with the strictest action whose points reach the profile's limit.
    ///
    /// Schedules that change a category's action count here as they do for a request.
    public func decideText(_ scores: TextScores, profile: ProfileID, at moment: Moment) -> Verdict {
        // Nearly every page: nothing was met that could have points.
        guard !scores.isEmpty else { return Verdict(action: .allow, rank: .profileDefault, layer: .body) }
        let profileIndex = index(of: profile)
        let actions = actions(profileIndex, at: moment)
        for action in CategoryActions.strictestFirst where action != .allow {
            let set = actions.categories(taking: action)
            var best: (index: UInt8, points: Int)?
            for index in policy.categories.indices.prefix(CategorySet.capacity) {
                let category = UInt8(clamping: index)
                guard set.contains(category), !scores.excepted.contains(category) else { continue }
                let limit = profileFacts[profileIndex].textScoreLimit
                let points = scores.banned.contains(category) ? Int.max : scores.points(of: index, limit: limit)
                if points >= limit, points > best?.points ?? 0 { best = (category, points) }
            }
            if let best {
                return Verdict(action: action, rank: .category, layer: .body, categoryIndex: best.index, rule: .text)
            }
        }
        return Verdict(action: .allow, rank: .profileDefault, layer: .body)
    }

    /// Decides by what a response is as a file: a profile's download rules can block, never allow.
    ///
    /// - Parameters:
    ///   - mediaType: without parameters, in lower case.
    ///   - fileExtension: in lower case, without its dot.
    ///   - byteCount: as far as it is known.
    public func decideDownload(mediaType: String?, fileExtension: String?, byteCount: Int?, profile: ProfileID) -> Verdict {
        let rules = profiles[index(of: profile)].downloads
        let isBlocked = rules?.blocks(mediaType: mediaType, fileExtension: fileExtension, byteCount: byteCount) ?? false
        return Verdict(action: isBlocked ? .block : .allow, rank: isBlocked ? .profileEntry : .profileDefault, layer: .header)
    }

    /// Decides by what a message says of itself: a label that a response carries (RTA, `rating`), the media type of a request for a name
    /// (DNS over HTTPS). It can block or warn, never allow.
    public func decideLabel(category: CategoryID, profile: ProfileID, at moment: Moment) -> Verdict {
        let actions = actions(index(of: profile), at: moment)
        guard let index = policy.categories.firstIndex(where: { $0.id == category }) else {
            return Verdict(action: .allow, rank: .profileDefault, layer: .header)
        }
        let number = UInt8(clamping: index)
        let action: Action = actions.block.contains(number) ? .block : actions.warn.contains(number) ? .warn : .allow
        return Verdict(action: action, rank: .category, layer: .header, categoryIndex: number)
    }
}
