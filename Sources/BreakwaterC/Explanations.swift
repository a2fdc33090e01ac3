import Breakwater
import BreakwaterPolicy
public import CBreakwater
import Foundation

@c @implementation
public func bw_engine_explain(
    _ engine: OpaquePointer!, _ request: UnsafePointer<bw_request>!, _ buffer: UnsafeMutablePointer<CChar>!, _ capacity: Int,
    _ length: UnsafeMutablePointer<Int>!
) -> bw_status {
    status { () throws(Failure) in
        if let length = unsafe length { unsafe length.pointee = 0 }
        let handle = try unsafe EngineHandle.borrowed(engine)
        let thread = try currentThread()
        let checked = try unsafe readRequest(request, handle.engine, thread)
        let json = try ExplanationDocument(handle.engine.explain(checked, using: &thread.scratch)).encoded()
        if let length = unsafe length { unsafe length.pointee = json.count }
        guard capacity >= 0 else { throw Failure(BW_ERROR_ARGUMENT, "capacity is more than any buffer has") }
        guard capacity > json.count else { throw Failure(BW_ERROR_BUFFER, "the explanation needs \(json.count + 1) bytes") }
        guard let buffer = unsafe buffer else { throw Failure(BW_ERROR_ARGUMENT, "buffer is NULL") }
        // `json.count + 1 <= capacity`, the size of the caller's buffer.
        for (index, byte) in json.enumerated() { unsafe buffer[index] = CChar(bitPattern: byte) }
        unsafe buffer[json.count] = 0
    }
}

/// An explanation in the shape that `breakwater.h` promises: names of fields never change meaning.
struct ExplanationDocument: Encodable {
    struct List: Encodable {
        var id: String
        var version: String?
        var licence: String?
    }

    struct Change: Encodable {
        var kind: String
        var at: Int64?
        var profile: String?
    }

    struct Step: Encodable {
        var rank: String
        var outcome: String
        var decisive: Bool
    }

    var action: String
    var rank: String
    var layer: String
    var category: String?
    var list: List?
    var rule: String?
    var line: Int?
    var profile: String
    var schedule: String?
    var changesAt: Int64?
    var wouldChange: [Change]
    var steps: [Step]
    var url: String?

    init(_ explanation: Explanation) {
        let reason = explanation.reason
        let isSealed = reason.rank == .sealed
        action = reason.action.rawValue
        rank = reason.rank.name
        layer = reason.layer.rawValue
        category = reason.category?.id.rawValue
        list = isSealed ? nil : reason.list.map { List(id: $0.id, version: $0.version, licence: $0.licence) }
        rule = isSealed ? nil : reason.rule
        line = isSealed ? nil : reason.line
        profile = reason.profile.id.rawValue
        schedule = reason.scheduleName?.en
        changesAt = reason.changesAt
        wouldChange = reason.wouldChange.map(Change.init)
        steps = explanation.steps.map { Step(rank: $0.rank.name, outcome: $0.outcome, decisive: $0.isDecisive) }
        url = isSealed ? nil : explanation.canonicalURL
    }

    func encoded() throws(Failure) -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        do {
            return Array(try encoder.encode(self))
        } catch {
            throw Failure(BW_ERROR_INTERNAL, "the explanation cannot be written as JSON (\(error))")
        }
    }
}

extension ExplanationDocument.Change {
    init(_ change: Reason.Change) {
        switch change {
        case .scheduleEnds(let at): self.init(kind: "schedule-ends", at: at)
        case .quotaResets(let at): self.init(kind: "quota-resets", at: at)
        case .guardianMayApprove: self.init(kind: "guardian-may-approve")
        case .guardianMayChangePolicy: self.init(kind: "guardian-may-change-policy")
        case .otherProfile(let profile): self.init(kind: "other-profile", profile: profile.rawValue)
        case .nothing: self.init(kind: "nothing")
        }
    }
}
