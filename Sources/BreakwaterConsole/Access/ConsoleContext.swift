import BreakwaterPolicy
import Hummingbird
import Logging

/// What the console knows of one request while it answers it.
struct ConsoleContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    var language: Language = .english
    var session: SessionTable.Session?
    /// The token itself was given, as programs do: then there is no cookie that another site could ride on.
    var isProgram = false

    init(source: ApplicationRequestContextSource) { coreContext = .init(source: source) }

    /// A form or a call is 16 KiB at most.
    var maxUploadSize: Int { 16 * 1024 }
    var isLoggedIn: Bool { session != nil || isProgram }
}
