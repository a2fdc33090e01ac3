import BreakwaterPolicy
import BreakwaterURL

/// A value and the line it was written on, for problems that only show once everything is read.
struct Marked<Value> {
    let value: Value
    let position: DocumentPosition
}

/// What the documents of a policy say, before names are looked up.
struct PolicyDrafts {
    var name: LocalizedText?
    var timeZone: Marked<String>?
    var defaultProfile: Marked<String>?
    var categories: [Marked<Category>] = []
    var profiles: [ProfileDraft] = []
    var assignments: [AssignmentDraft] = []
    var lists: [ListDraft] = []
    var holidays: [Int32] = []
}

/// A profile as it was written; what is `nil` comes from `based-on`, or is the default.
struct ProfileDraft {
    var id: Marked<ProfileID>
    var basedOn: Marked<String>?
    var name: LocalizedText?
    var ageBand: AgeBand?
    var defaultAction: Action?
    var actions: [(category: Marked<CategoryID>, action: Action)] = []
    var allow: [String]?
    var deny: [String]?
    var schedules: [ScheduleDraft]?
    var quotas: [Quota]?
    var timeWarning: Int?
    var scansText: Bool?
    var textScoreLimit: Int?
    var keepsHostNames: Bool?
    var safeModes = SafeModes()
    var tunnels = TunnelRules()
    var inspection: InspectionDraft?
    var downloads: DownloadRules?
}

/// What is written under `inspect`; `nil` is the default, or what `based-on` says.
struct InspectionDraft {
    /// `none` ends what a profile inherits.
    var isOff = false
    var categories: [Marked<CategoryID>]?
    var exemptCategories: [Marked<CategoryID>]?
    var exemptHosts: [String]?
    var passesPinnedHosts: Bool?
}

struct ScheduleDraft {
    var name: LocalizedText
    var days: DaySet
    var ranges: [MinuteRange]
    /// `nil` is `block: all`.
    var actions: [(category: Marked<CategoryID>, action: Action)]?
}

struct AssignmentDraft {
    var prefix: CIDRBlock?
    var user: String?
    var listener: String?
    var profile: Marked<String>
}

struct ListDraft {
    var source: ListSource
    var category: Marked<CategoryID>?
    var position: DocumentPosition
}
