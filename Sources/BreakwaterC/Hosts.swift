import Breakwater
import BreakwaterPolicy
public import CBreakwater
import Glibc

/// How many names are decided before the next are read.
private let batchSize = 4096

@c @implementation
public func bw_engine_decide_hosts(
    _ engine: OpaquePointer!, _ hosts: UnsafePointer<bw_host>!, _ count: Int, _ profile: UnsafePointer<CChar>!, _ now: Int64,
    _ verdicts: UnsafeMutablePointer<bw_verdict>!
) -> bw_status {
    status { () throws(Failure) in
        guard count != 0 else { return }
        let verdicts = try unsafe CheckedVerdicts(verdicts, count)
        verdicts.block()
        let handle = try unsafe EngineHandle.borrowed(engine)
        guard let hosts = unsafe hosts else { throw Failure(BW_ERROR_ARGUMENT, "hosts is NULL") }
        let thread = try currentThread()
        let id = try unsafe readProfile(profile, handle.engine)
        let second = try readSecond(now)
        let asker = handle.engine.asker(profile: id, at: thread.moment(second, for: handle.engine))
        var first = 0
        do throws(Failure) {
            while first < count {
                let last = min(first + batchSize, count)
                try unsafe thread.batch.read(hosts, first..<last)
                thread.batch.decide(asker) { verdicts.write($1, at: first + $0) }
                first = last
            }
        } catch {
            // A failure leaves blocks, also where names before the bad one had their verdicts.
            verdicts.block()
            throw error
        }
    }
}

extension HostBatch {
    /// Copies names out of C, checking all that can be checked.
    fileprivate func read(_ hosts: UnsafePointer<bw_host>, _ range: Range<Int>) throws(Failure) {
        names.removeAll()
        for index in range {
            // The caller says that there are so many.
            let host = unsafe hosts[index]
            guard unsafe host.length >= 0, unsafe host.length <= Int(BW_URL_LIMIT) else {
                throw Failure(BW_ERROR_TOO_LONG, "hosts[\(index)] is longer than \(BW_URL_LIMIT) bytes")
            }
            guard unsafe host.name != nil || host.length == 0 else { throw Failure(BW_ERROR_ARGUMENT, "hosts[\(index)].name is NULL") }
            let bytes = unsafe UnsafeRawBufferPointer(start: host.name, count: host.length).bindMemory(to: UInt8.self)
            unsafe names.append(Span(_unsafeElements: bytes))
        }
    }

    fileprivate func decide(_ asker: HostAsker, _ body: (Int, Verdict) -> Void) { asker.decide(names, using: &scratch, body) }
}

/// The caller's verdicts, each known to be as large as what is written to it.
@safe private struct CheckedVerdicts {
    private let start: UnsafeMutableRawPointer
    private let stride: Int
    private let count: Int

    init(_ pointer: UnsafeMutablePointer<bw_verdict>?, _ count: Int) throws(Failure) {
        guard let pointer = unsafe pointer else { throw Failure(BW_ERROR_ARGUMENT, "verdicts is NULL") }
        unsafe start = UnsafeMutableRawPointer(pointer)
        stride = unsafe pointer.pointee.struct_size
        self.count = count
        guard count > 0, isKnownSize(stride, MemoryLayout<bw_verdict>.size), stride % MemoryLayout<bw_verdict>.alignment == 0,
            !stride.multipliedReportingOverflow(by: count).overflow
        else { throw Failure(BW_ERROR_ARGUMENT, "count is too large, or verdicts[0].struct_size is not sizeof(bw_verdict)") }
        for index in 0..<count where unsafe verdict(index).pointee.struct_size != stride {
            throw Failure(BW_ERROR_ARGUMENT, "verdicts[\(index)].struct_size is not that of verdicts[0]")
        }
    }

    /// - Parameter index: below `count`; the caller says that there are so many.
    private func verdict(_ index: Int) -> UnsafeMutablePointer<bw_verdict> {
        unsafe (start + index * stride).assumingMemoryBound(to: bw_verdict.self)
    }

    func block() {
        for index in 0..<count { unsafe CheckedVerdict(known: verdict(index)).block() }
    }

    func write(_ verdict: Verdict, at index: Int) {
        if index < count { unsafe CheckedVerdict(known: self.verdict(index)).write(verdict) }
    }
}
