import Breakwater
import BreakwaterPolicy
import BreakwaterURL
public import CBreakwater
import Glibc

@c @implementation
public func bw_engine_decide(
    _ engine: OpaquePointer!, _ url: UnsafePointer<CChar>!, _ url_length: Int, _ profile: UnsafePointer<CChar>!, _ now: Int64,
    _ verdict: UnsafeMutablePointer<bw_verdict>!
) -> bw_status {
    var request = unsafe bw_request()
    unsafe request.struct_size = MemoryLayout<bw_request>.size
    unsafe request.url = url
    unsafe request.url_length = url_length
    unsafe request.profile = profile
    unsafe request.now = now
    unsafe request.layer = Int32(BW_LAYER_URL.rawValue)
    return unsafe bw_engine_decide_request(engine, &request, verdict)
}

@c @implementation
public func bw_engine_decide_request(
    _ engine: OpaquePointer!, _ request: UnsafePointer<bw_request>!, _ verdict: UnsafeMutablePointer<bw_verdict>!
) -> bw_status {
    status { () throws(Failure) in
        let verdict = try unsafe CheckedVerdict(verdict)
        verdict.block()
        let handle = try unsafe EngineHandle.borrowed(engine)
        let thread = try currentThread()
        let checked = try unsafe readRequest(request, handle.engine, thread)
        verdict.write(handle.engine.decide(checked, using: &thread.scratch))
    }
}

func currentThread() throws(Failure) -> ThreadState {
    guard let thread = ThreadState.current else { throw Failure(BW_ERROR_INTERNAL, "the system has no memory for this thread's scratch") }
    return thread
}

// MARK: The request

/// Year 9999, past which calendars are guesses.
private let lastSecond: Int64 = 253_402_300_799

/// Copies a request out of C, checking all that can be checked.
func readRequest(_ pointer: UnsafePointer<bw_request>?, _ engine: Engine, _ thread: ThreadState) throws(Failure) -> Request {
    guard let pointer = unsafe pointer else { throw Failure(BW_ERROR_ARGUMENT, "request is NULL") }
    guard unsafe isKnownSize(pointer.pointee.struct_size, MemoryLayout<bw_request>.size) else {
        throw Failure(BW_ERROR_ARGUMENT, "request.struct_size is not sizeof(bw_request)")
    }
    let raw = unsafe pointer.pointee
    guard let url = try unsafe text(raw.url, raw.url_length, "url") else { throw Failure(BW_ERROR_ARGUMENT, "url is NULL or empty") }
    guard let layer = unsafe layer(raw.layer) else { throw Failure(BW_ERROR_ARGUMENT, "request.layer is no bw_layer") }
    guard unsafe (0...12).contains(raw.type) else { throw Failure(BW_ERROR_ARGUMENT, "request.type is no bw_type") }
    guard unsafe raw.used_minutes >= 0 else { throw Failure(BW_ERROR_ARGUMENT, "request.used_minutes is negative") }
    let second = try unsafe readSecond(raw.now)
    let profile = try unsafe readProfile(raw.profile, engine)
    var request = Request(url: url, profile: profile, at: thread.moment(second, for: engine), layer: layer)
    request.document = try unsafe text(raw.document, raw.document_length, "document")
    request.type = unsafe ResourceTypes(rawValue: 1 << UInt16(raw.type))
    request.usedMinutes = unsafe Int(raw.used_minutes)
    return request
}

func readSecond(_ now: Int64) throws(Failure) -> Int64 {
    let second = now == -1 ? Int64(time(nil)) : now
    guard (0...lastSecond).contains(second) else { throw Failure(BW_ERROR_ARGUMENT, "now is before 1970 or after 9999") }
    return second
}

/// - Returns: `nil` for NULL and for no bytes.
private func text(_ pointer: UnsafePointer<CChar>?, _ length: Int, _ name: String) throws(Failure) -> String? {
    guard let pointer = unsafe pointer, length != 0 else { return nil }
    // `length` is a C `size_t`: what does not fit an `Int` arrives as a negative number.
    guard length > 0, length <= Int(BW_URL_LIMIT) else { throw Failure(BW_ERROR_TOO_LONG, "\(name) is longer than \(BW_URL_LIMIT) bytes") }
    let bytes = unsafe UnsafeRawBufferPointer(start: pointer, count: length)
    return unsafe String(decoding: bytes, as: UTF8.self)
}

func readProfile(_ pointer: UnsafePointer<CChar>?, _ engine: Engine) throws(Failure) -> ProfileID {
    guard let pointer = unsafe pointer else { return engine.policy.defaultProfile }
    // A profile's name has 40 bytes at most: no more than 41 of the caller's are looked at.
    let length = unsafe strnlen(pointer, 41)
    let bytes = unsafe UnsafeRawBufferPointer(start: pointer, count: length)
    guard let id = unsafe ProfileID(String(decoding: bytes, as: UTF8.self)), engine.policy.profiles.contains(where: { $0.id == id }) else {
        throw Failure(BW_ERROR_UNKNOWN_PROFILE, "the policy has no profile of that name; bw_engine_profile_name lists them")
    }
    return id
}

private func layer(_ number: Int32) -> DecisionLayer? {
    switch number {
    case Int32(BW_LAYER_NAME.rawValue): .name
    case Int32(BW_LAYER_SERVER_NAME.rawValue): .serverName
    case Int32(BW_LAYER_URL.rawValue): .url
    case Int32(BW_LAYER_HEADER.rawValue): .header
    case Int32(BW_LAYER_BODY.rawValue): .body
    default: nil
    }
}

/// A struct of this version or a later one; a wild number is a `struct_size` that nobody set.
func isKnownSize(_ size: Int, _ known: Int) -> Bool { size >= known && size <= 4096 }

// MARK: The verdict

/// The caller's verdict, known to be as large as what is written to it.
@safe struct CheckedVerdict {
    private let pointer: UnsafeMutablePointer<bw_verdict>

    init(_ pointer: UnsafeMutablePointer<bw_verdict>?) throws(Failure) {
        guard let pointer = unsafe pointer else { throw Failure(BW_ERROR_ARGUMENT, "verdict is NULL") }
        guard unsafe isKnownSize(pointer.pointee.struct_size, MemoryLayout<bw_verdict>.size) else {
            throw Failure(BW_ERROR_ARGUMENT, "verdict.struct_size is not sizeof(bw_verdict)")
        }
        unsafe self.pointer = pointer
    }

    /// - Parameter pointer: of a verdict whose size was checked.
    init(known pointer: UnsafeMutablePointer<bw_verdict>) { unsafe self.pointer = pointer }

    /// What a caller reads who forgets to look at the status.
    func block() {
        fill(action: BW_BLOCK, rank: Int32(BW_RANK_MALFORMED.rawValue), layer: BW_LAYER_URL)
    }

    func write(_ verdict: Verdict) {
        let isSealed = verdict.rank == .sealed
        fill(
            action: Self.action(verdict.action), rank: Int32(verdict.rank.rawValue), layer: Self.layer(verdict.layer),
            category: verdict.categoryIndex.map(Int32.init), list: isSealed ? nil : verdict.listIndex.map(Int32.init))
        unsafe pointer.pointee.flags = verdict.wantsTextScan ? UInt32(BW_FLAG_WANTS_TEXT_SCAN) : 0
        unsafe pointer.pointee.exceeded_expressions = UInt32(verdict.exceededExpressions)
        unsafe pointer.pointee.changes_at = verdict.changesAt ?? 0
    }

    private func fill(action: bw_action, rank: Int32, layer: bw_layer, category: Int32? = nil, list: Int32? = nil) {
        // `struct_size` was checked, so every field of this version is inside the caller's struct.
        unsafe pointer.pointee.action = Int32(action.rawValue)
        unsafe pointer.pointee.rank = rank
        unsafe pointer.pointee.layer = Int32(layer.rawValue)
        unsafe pointer.pointee.category = category ?? -1
        unsafe pointer.pointee.list = list ?? -1
        unsafe pointer.pointee.flags = 0
        unsafe pointer.pointee.exceeded_expressions = 0
        unsafe pointer.pointee.reserved = 0
        unsafe pointer.pointee.changes_at = 0
    }

    private static func action(_ action: Action) -> bw_action {
        switch action {
        case .allow: BW_ALLOW
        case .warn: BW_WARN
        case .block: BW_BLOCK
        }
    }

    private static func layer(_ layer: DecisionLayer) -> bw_layer {
        switch layer {
        case .name: BW_LAYER_NAME
        case .serverName: BW_LAYER_SERVER_NAME
        case .url: BW_LAYER_URL
        case .header: BW_LAYER_HEADER
        case .body: BW_LAYER_BODY
        }
    }
}
