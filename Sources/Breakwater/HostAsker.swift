public import BreakwaterPolicy
import BreakwaterMatching
import Synchronization

/// Who asks for host names, and when, made ready by ``Engine/asker(profile:at:layer:usedMinutes:grants:)``: one serves all the names that
/// are asked within a second.
public struct HostAsker: Sendable {
    let engine: Engine
    let asking: Asking
    /// The verdict on a name that no list has.
    let unlisted: Verdict
    /// Whether a name that is in one list's place only has the verdict of that place: no rule for URLs and no grant can say otherwise.
    let dependsOnNameAlone: Bool
    /// Which asker of this process it is, never 0.
    let serial: UInt64

    private static let lastSerial = Atomic<UInt64>(0)

    init(_ engine: Engine, _ asking: Asking, unlisted: Verdict, dependsOnNameAlone: Bool) {
        self.engine = engine
        self.asking = asking
        self.unlisted = unlisted
        self.dependsOnNameAlone = dependsOnNameAlone
        serial = Self.lastSerial.add(1, ordering: .relaxed).newValue
    }
}

extension Engine {
    /// Makes ready what the questions of one client have in common. The asker keeps this engine, and its bundle mapped.
    ///
    /// - Parameter usedMinutes: active minutes of the local day so far, for quotas.
    /// - Parameter grants: permissions that may hold now.
    public func asker(
        profile: ProfileID, at moment: Moment, layer: DecisionLayer = .name, usedMinutes: Int = 0, grants: GrantTable? = nil
    ) -> HostAsker {
        let asking = Asking(profile: index(of: profile), layer: layer, moment: moment, usedMinutes: usedMinutes, grants: grants)
        var recorder = SilentRecorder()
        let nothing = MatchWork()
        return HostAsker(
            self, asking, unlisted: settle(asking, nothing.matches.span, isGranted: false, exceeded: 0, &recorder),
            dependsOnNameAlone: !matcher.judgesURLs && grants?.isEmpty != false)
    }
}

/// The verdicts that one asker got for names by the places they are listed in.
///
/// Lists share few postings, so that nearly every listed name has the verdict of another one before it.
struct NameVerdicts: ~Copyable {
    private struct Entry {
        var key: UInt64 = 0
        /// Which of the listed names the verdict quotes, the shortest first.
        var quoted = 0
        var verdict: Verdict?
    }

    private static let logSize = 9
    private var owner: UInt64 = 0
    /// Empty until there is an owner: most scratches never see a host by itself.
    private var entries: [Entry] = []

    @inline(__always)
    func verdict(_ found: FoundNames, for asker: borrowing HostAsker) -> Verdict? {
        let place = Self.place(found.key)
        guard owner == asker.serial, entries[place].key == found.key, var verdict = entries[place].verdict else { return nil }
        if case .domain = verdict.rule { verdict.rule = .domain(start: found.start(entries[place].quoted)) }
        return verdict
    }

    mutating func remember(_ verdict: Verdict, of found: FoundNames, for asker: borrowing HostAsker) {
        if entries.isEmpty { entries = [Entry](repeating: Entry(), count: 1 << Self.logSize) }
        if owner != asker.serial {
            owner = asker.serial
            for index in entries.indices { entries[index].verdict = nil }
        }
        var quoted = 0
        if case .domain(let start) = verdict.rule {
            guard let number = (0..<4).first(where: { found.start($0) == start }) else { return }
            quoted = number
        }
        entries[Self.place(found.key)] = Entry(key: found.key, quoted: quoted, verdict: verdict)
    }

    @inline(__always)
    private static func place(_ key: UInt64) -> Int {
        Int(truncatingIfNeeded: (key &* 0x9E37_79B9_7F4A_7C15) >> UInt64(64 - logSize))
    }
}
