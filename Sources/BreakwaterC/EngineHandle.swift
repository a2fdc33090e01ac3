import Breakwater
import BreakwaterBundle
import BreakwaterPolicy
public import CBreakwater

/// What a `bw_engine *` points to: the engine, and its names as C strings.
final class EngineHandle: Sendable {
    let engine: Engine
    let identity: CText
    let categories: [CText]
    let lists: [CText]
    let profiles: [CText]

    init(path: String) throws(BundleError) {
        engine = try Engine(contentsOf: path)
        identity = CText(engine.identity)
        categories = engine.policy.categories.map { CText($0.id.rawValue) }
        lists = engine.policy.lists.map { CText($0.id) }
        profiles = engine.policy.profiles.map { CText($0.id.rawValue) }
    }

    /// The handle behind a C pointer, without taking ownership.
    ///
    /// The pointer came from `bw_engine_open` and has an owner: that is the caller's side of the contract.
    static func borrowed(_ pointer: OpaquePointer?) throws(Failure) -> EngineHandle {
        guard let pointer = unsafe pointer else { throw Failure(BW_ERROR_ARGUMENT, "engine is NULL") }
        return unsafe Unmanaged<EngineHandle>.fromOpaque(UnsafeRawPointer(pointer)).takeUnretainedValue()
    }
}

@c @implementation
public func bw_engine_open(_ path: UnsafePointer<CChar>!, _ engine: UnsafeMutablePointer<OpaquePointer?>!) -> bw_status {
    status { () throws(Failure) in
        guard let engine = unsafe engine else { throw Failure(BW_ERROR_ARGUMENT, "engine, where the new engine goes, is NULL") }
        unsafe engine.pointee = nil
        guard let path = unsafe path, unsafe path.pointee != 0 else { throw Failure(BW_ERROR_ARGUMENT, "path is NULL or empty") }
        do throws(BundleError) {
            let handle = try EngineHandle(path: unsafe String(cString: path))
            unsafe engine.pointee = OpaquePointer(Unmanaged.passRetained(handle).toOpaque())
        } catch {
            throw Failure(error)
        }
    }
}

@c @implementation
public func bw_engine_retain(_ engine: OpaquePointer!) -> OpaquePointer! {
    if let handle = try? unsafe EngineHandle.borrowed(engine) { _ = unsafe Unmanaged.passRetained(handle) }
    return unsafe engine
}

@c @implementation
public func bw_engine_close(_ engine: OpaquePointer!) {
    if let handle = try? unsafe EngineHandle.borrowed(engine) { unsafe Unmanaged.passUnretained(handle).release() }
}

@c @implementation
public func bw_engine_identity(_ engine: OpaquePointer!) -> UnsafePointer<CChar>! {
    unsafe (try? EngineHandle.borrowed(engine))?.identity.pointer
}

@c @implementation
public func bw_engine_category_count(_ engine: OpaquePointer!) -> Int32 { unsafe count(engine, \.categories) }

@c @implementation
public func bw_engine_list_count(_ engine: OpaquePointer!) -> Int32 { unsafe count(engine, \.lists) }

@c @implementation
public func bw_engine_profile_count(_ engine: OpaquePointer!) -> Int32 { unsafe count(engine, \.profiles) }

@c @implementation
public func bw_engine_category_name(_ engine: OpaquePointer!, _ index: Int32) -> UnsafePointer<CChar>! {
    unsafe name(engine, \.categories, index)
}

@c @implementation
public func bw_engine_list_name(_ engine: OpaquePointer!, _ index: Int32) -> UnsafePointer<CChar>! {
    unsafe name(engine, \.lists, index)
}

@c @implementation
public func bw_engine_profile_name(_ engine: OpaquePointer!, _ index: Int32) -> UnsafePointer<CChar>! {
    unsafe name(engine, \.profiles, index)
}

private func count(_ engine: OpaquePointer?, _ names: (EngineHandle) -> [CText]) -> Int32 {
    guard let handle = try? unsafe EngineHandle.borrowed(engine) else { return 0 }
    return Int32(clamping: names(handle).count)
}

private func name(_ engine: OpaquePointer?, _ names: (EngineHandle) -> [CText], _ index: Int32) -> UnsafePointer<CChar>? {
    guard let handle = try? unsafe EngineHandle.borrowed(engine), names(handle).indices.contains(Int(index)) else { return nil }
    // The handle keeps its names as long as the caller keeps the engine.
    return unsafe names(handle)[Int(index)].pointer
}
