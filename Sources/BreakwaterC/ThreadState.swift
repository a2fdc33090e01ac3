import Breakwater
import BreakwaterPolicy
import Foundation
import Glibc

/// What the library keeps for one thread: the scratch of its decisions, and what its last failure said.
///
/// It hangs on a pthread key, whose destructor frees it when the thread ends.
final class ThreadState {
    var scratch = MatchScratch()
    /// Made when many names are first asked for at once.
    lazy var batch = HostBatch()
    var message = CText("")
    /// The last instant asked for, because the calendar is dear and a second is long.
    private var moment: (engine: ObjectIdentifier, second: Int64, value: Moment)?

    /// The calling thread's; `nil` where the system has no memory or no key for it.
    static var current: ThreadState? {
        guard let key else { return nil }
        if let known = unsafe pthread_getspecific(key) {
            // Only this property sets the key, always to a retained `ThreadState`.
            return unsafe Unmanaged<ThreadState>.fromOpaque(known).takeUnretainedValue()
        }
        let state = ThreadState()
        let owned = unsafe Unmanaged.passRetained(state)
        guard unsafe pthread_setspecific(key, owned.toOpaque()) == 0 else {
            unsafe owned.release()
            return nil
        }
        return state
    }

    /// The instant as the engine's policy sees it.
    func moment(_ second: Int64, for engine: Engine) -> Moment {
        if let moment, moment.engine == ObjectIdentifier(engine), moment.second == second { return moment.value }
        let value = engine.moment(at: Date(timeIntervalSince1970: Double(second)))
        moment = (ObjectIdentifier(engine), second, value)
        return value
    }

    private static let key: pthread_key_t? = {
        var key = pthread_key_t()
        let result = unsafe pthread_key_create(&key) { state in
            guard let state = unsafe state else { return }
            unsafe Unmanaged<ThreadState>.fromOpaque(state).release()
        }
        return result == 0 ? key : nil
    }()
}

/// Names that are decided together.
final class HostBatch {
    var names = HostNames()
    var scratch = BatchScratch()
}
