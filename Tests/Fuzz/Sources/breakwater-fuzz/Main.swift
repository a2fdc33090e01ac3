// The entry points that libFuzzer needs. The target is named by the environment, because libFuzzer keeps the arguments for itself:
//
//   FUZZ_TARGET=url breakwater-fuzz CORPUS -max_total_time=60
//   FUZZ_TARGET=bundle FUZZ_SEEDS=FOLDER breakwater-fuzz       writes inputs to begin with, and ends
import Glibc

@_silgen_name("LLVMFuzzerRunDriver")
private func runDriver(
    _ count: UnsafeMutablePointer<Int32>, _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>>,
    _ callback: @convention(c) (UnsafePointer<UInt8>?, Int) -> Int32
) -> Int32

/// SwiftPM makes this the program's `main`.
@c(breakwater_fuzz_main)
public func fuzzMain(_ count: Int32, _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> Int32 {
    guard let name = environment("FUZZ_TARGET"), let target = FuzzTargets.make(name) else {
        print("FUZZ_TARGET must be one of: \(FuzzTargets.names.joined(separator: " "))")
        return 2
    }
    if let folder = environment("FUZZ_SEEDS") {
        for (number, seed) in target.seeds().enumerated() { write(seed, to: "\(folder)/\(name)-\(number)") }
        return 0
    }
    unsafe current = target
    var count = count
    var arguments = unsafe arguments
    return unsafe runDriver(&count, &arguments, testOneInput)
}

/// Set once, before the first input; libFuzzer runs inputs on one thread.
private nonisolated(unsafe) var current: (any FuzzTarget)?

@c(LLVMFuzzerTestOneInput)
public func testOneInput(_ data: UnsafePointer<UInt8>?, _ count: Int) -> Int32 {
    // libFuzzer lends `count` bytes for the call.
    let input = unsafe Array(UnsafeBufferPointer(start: data, count: count))
    unsafe current?.run(input)
    return 0
}

private func environment(_ name: String) -> String? { unsafe getenv(name).map { unsafe String(cString: $0) } }

private func write(_ bytes: [UInt8], to path: String) {
    let descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o644)
    require(descriptor >= 0, "\(path) cannot be written")
    _ = unsafe bytes.withUnsafeBytes { unsafe Glibc.write(descriptor, $0.baseAddress, $0.count) }
    close(descriptor)
}

/// What a target promises; a broken promise ends the process, which libFuzzer takes for a finding.
func require(_ condition: Bool, _ message: @autoclosure () -> String) {
    if !condition { fatalError(message()) }
}
