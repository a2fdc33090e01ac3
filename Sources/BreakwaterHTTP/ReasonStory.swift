import Breakwater
import BreakwaterPolicy
import Foundation

/// A reason told to the person who met it: heading, lead, and the facts of what, why, who and until when.
struct ReasonStory {
    var heading: LocalizedText
    var lead: LocalizedText
    /// HTML.
    var facts: [(label: String, value: String)] = []

    init(_ reason: Reason, words: Words, now: Moment, engine: Engine, decisionMaker: LocalizedText?) {
        heading = Self.heading(reason)
        lead = Self.lead(reason)
        if reason.rank == .malformed { return }
        if let category = reason.category, reason.rank == .category {
            facts.append((words.html(PageText.kind), words.html(category.name)))
        }
        if let schedule = reason.scheduleName { facts.append((words.html(PageText.rule), words.html(schedule))) }
        if let evidence = Self.evidence(reason, words) { facts.append((words.html(PageText.why), evidence)) }
        let decider = reason.rank == .sealed ? PageText.sealedKeeper : decisionMaker ?? PageText.guardian
        facts.append((words.html(PageText.who), words.html(decider)))
        if reason.rank != .sealed, reason.action == .block { facts.append((words.html(PageText.until), Self.until(reason, words, now, engine))) }
    }

    private static func heading(_ reason: Reason) -> LocalizedText {
        switch reason.rank {
        case .malformed: PageText.unreadable
        case .sealed: PageText.sealed
        case .time: reason.isQuota ? PageText.timeUsed : PageText.notNow
        case .profileDefault: PageText.notYet
        case .help, .profileEntry, .grant, .category: PageText.blocked
        }
    }

    private static func lead(_ reason: Reason) -> LocalizedText {
        switch reason.rank {
        case .malformed: PageText.unreadableLead
        case .sealed: PageText.sealedLead
        case .time: reason.isQuota ? PageText.timeUsedLead : PageText.notNowLead
        case .profileDefault: PageText.notYetLead
        case .help, .profileEntry, .grant: PageText.entryLead
        case .category: reason.category?.forChildren ?? PageText.entryLead
        }
    }

    private static func evidence(_ reason: Reason, _ words: Words) -> String? {
        switch reason.rank {
        case .category: break
        case .profileEntry:
            if let name = reason.canonicalName { return alias(of: name, words, words.html(PageText.canonicalOnOwnList)) }
            return words.html(reason.layer == .header ? PageText.fileKind : PageText.onOwnList)
        case .malformed, .sealed, .help, .grant, .time, .profileDefault: return nil
        }
        switch reason.layer {
        case .name, .serverName, .url:
            let listName = reason.list.map { HTMLText.shownURL($0.id, limit: 64) }
            if let name = reason.canonicalName {
                return alias(of: name, words, words.html(listName, PageText.canonicalOnListNamed, else: PageText.canonicalOnList))
            }
            return words.html(listName, PageText.onListNamed, else: PageText.onList)
        case .header: return words.html(reason.category?.id == CategoryID("bypass") ? PageText.nameQuery : PageText.labelled)
        case .body: return words.html(PageText.words)
        }
    }

    /// - Parameter sentence: what is known of the name; HTML.
    private static func alias(of name: String, _ words: Words, _ sentence: String) -> String {
        words.html(PageText.aliasOf, with: HTMLText.shownURL(name, limit: 120)) + (words.language == .english ? " " : "") + sentence
    }

    private static func until(_ reason: Reason, _ words: Words, _ now: Moment, _ engine: Engine) -> String {
        guard reason.rank == .time else { return words.html(PageText.untilAsked) }
        guard let end = reason.changesAt else { return words.html(PageText.tomorrow) }
        let moment = engine.moment(at: Date(timeIntervalSince1970: Double(end)))
        return words.html(LocalTimeText.text(moment, now: now))
    }
}

extension Reason {
    var isQuota: Bool {
        wouldChange.contains { change in
            if case .quotaResets = change { true } else { false }
        }
    }

    /// Whether somebody could open the page, so that asking makes sense.
    var mayBeAsked: Bool {
        guard rank != .sealed, rank != .malformed else { return false }
        return wouldChange.contains { change in
            switch change {
            case .guardianMayApprove, .guardianMayChangePolicy: true
            default: false
            }
        }
    }
}

/// A local instant in words: "07:00 tomorrow", 「あす 7:00」.
enum LocalTimeText {
    static func text(_ moment: Moment, now: Moment) -> LocalizedText {
        let hour = Int(moment.localMinute) / 60
        let minute = pad(Int(moment.localMinute) % 60)
        switch moment.localDay - now.localDay {
        case 0: return LocalizedText(en: "\(pad(hour)):\(minute) today", ja: "{今日|きょう}の\(hour):\(minute)")
        case 1: return LocalizedText(en: "\(pad(hour)):\(minute) tomorrow", ja: "あすの\(hour):\(minute)")
        default:
            let name = weekday(moment)
            return LocalizedText(en: "\(name.en), \(pad(hour)):\(minute)", ja: "\(name.ja)の\(hour):\(minute)")
        }
    }

    private static func pad(_ number: Int) -> String { (number < 10 ? "0" : "") + String(number) }

    private static func weekday(_ moment: Moment) -> LocalizedText {
        let names: [(DaySet, String, String)] = [
            (.monday, "Monday", "{月曜日|げつようび}"), (.tuesday, "Tuesday", "{火曜日|かようび}"), (.wednesday, "Wednesday", "{水曜日|すいようび}"),
            (.thursday, "Thursday", "{木曜日|もくようび}"), (.friday, "Friday", "{金曜日|きんようび}"), (.saturday, "Saturday", "{土曜日|どようび}"),
            (.sunday, "Sunday", "{日曜日|にちようび}"),
        ]
        let name = names.first { $0.0 == moment.weekday }
        return LocalizedText(en: name?.1 ?? "", ja: name?.2 ?? "")
    }
}
