public import BreakwaterPolicy

extension ReportModel {
    /// One category and how often it stopped a request.
    public struct CategoryRow: Sendable, Hashable, Codable, Identifiable {
        public var id: String
        public var name: String
        public var blocked: Int64
        public var warned: Int64
        /// Stopped in the period before; `nil` where that is unknown or hidden.
        public var previous: Int64?
        /// Pages load such things by themselves: the number says nothing about a person.
        public var isLoadedByPages: Bool

        public var stopped: Int64 { blocked.clampedAdding(warned) }
    }

    /// A step of the decision order other than the category.
    public struct ReasonRow: Sendable, Hashable, Codable, Identifiable {
        /// The rank's stable word: `time`.
        public var id: String
        public var name: String
        public var explanation: String
        public var blocked: Int64
        public var warned: Int64
        public var previous: Int64?

        public var stopped: Int64 { blocked.clampedAdding(warned) }
    }

    /// One day, or a span of days where the period is long.
    public struct DayRow: Sendable, Hashable, Codable {
        public var firstDay: String
        public var lastDay: String
        public var checked: Int64
        /// `nil` where the audience does not see it.
        public var stopped: Int64?
    }

    /// One local hour of all days.
    public struct HourRow: Sendable, Hashable, Codable {
        /// 0–23.
        public var hour: Int
        public var checked: Int64
        public var stopped: Int64?
    }

    /// One profile.
    public struct ProfileRow: Sendable, Hashable, Codable, Identifiable {
        /// How much of a profile the reader sees.
        public enum Detail: String, Sendable, Hashable, Codable {
            case categories
            /// Totals only: the profile belongs to somebody of 16 or more.
            case totals
        }

        public var id: String
        public var name: String
        public var ageBand: AgeBand
        public var detail: Detail
        public var totals: Counts
        public var previousStopped: Int64?
        public var categories: [CategoryRow]
        /// Requests between 22:00 and 06:00; `nil` where the reader sees totals only.
        public var nightRequests: Int64?
        /// Names of the categories that the profile blocks or warns about, in the taxonomy's order.
        public var filteredCategories: [String]
        /// Names of the schedules: "Bedtime".
        public var schedules: [String]
    }

    /// What to know about a category, resolved to one language.
    public struct GuidanceSection: Sendable, Hashable, Codable, Identifiable {
        public var id: String
        public var name: String
        /// What it is, from the policy's taxonomy.
        public var description: String
        public var younger: String
        public var older: String
        public var starter: String
        public var skill: String
        public var activity: String
        public var curriculum: [String]
        /// For a child; Japanese with readings in 《》.
        public var childName: String
        public var child: String
        public var help: [HelpEntry]
    }

    /// A help point, resolved to one language.
    public struct HelpEntry: Sendable, Hashable, Codable, Identifiable {
        public var id: String
        public var country: Country
        public var name: String
        public var purpose: String
        public var phone: String?
        public var address: String?
        /// `2026-11-20`.
        public var verifiedAt: String
    }

    /// One thing about the settings that is in order or worth a look.
    public struct SettingCheck: Sendable, Hashable, Codable {
        public enum Standing: String, Sendable, Hashable, Codable { case good, consider }
        public var standing: Standing
        public var text: String
    }

    /// How small numbers were hidden.
    public struct Suppression: Sendable, Hashable, Codable {
        /// A number is shown only where at least as many people are behind it.
        public var threshold: Int
        public var hiddenRows: Int
    }

    /// How long things are kept.
    public struct RetentionPeriods: Sendable, Hashable, Codable {
        public var eventDays: Int
        public var counterMonths: Int
        /// Requests for access, and the words of appeals.
        public var requestDays: Int
        /// Minutes used of a daily limit.
        public var quotaDays: Int

        public init(eventDays: Int = 30, counterMonths: Int = 13, requestDays: Int = 30, quotaDays: Int = 8) {
            self.eventDays = eventDays
            self.counterMonths = counterMonths
            self.requestDays = requestDays
            self.quotaDays = quotaDays
        }
    }

    /// One policy list.
    public struct ListRow: Sendable, Hashable, Codable, Identifiable {
        public var id: String
        public var category: String?
        public var version: String?
        public var licence: String?
        public var source: String?
    }

    /// What an operator measured besides the events; what is `nil` is printed as "not measured".
    public struct OperatorFigures: Sendable, Hashable, Codable {
        /// Pages of a benign corpus that were wrongly blocked, and how many were tried.
        public var wronglyBlocked: Int?
        public var benignTried: Int?
        public var medianAppealHours: Double?
        /// Connections that could not be looked into (encrypted names), 0–1.
        public var unreadableShare: Double?
        /// Minutes in which traffic passed without being checked.
        public var minutesUnfiltered: Int?
        public var legalDemands: Int?

        public init(
            wronglyBlocked: Int? = nil, benignTried: Int? = nil, medianAppealHours: Double? = nil, unreadableShare: Double? = nil,
            minutesUnfiltered: Int? = nil, legalDemands: Int? = nil
        ) {
            self.wronglyBlocked = wronglyBlocked
            self.benignTried = benignTried
            self.medianAppealHours = medianAppealHours
            self.unreadableShare = unreadableShare
            self.minutesUnfiltered = minutesUnfiltered
            self.legalDemands = legalDemands
        }
    }
}
