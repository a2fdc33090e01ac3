/// The two services of the server; one URI serves one method.
enum ICAPService: String {
    case requests = "/reqmod"
    case responses = "/respmod"

    init(path: String) throws(ICAPError) {
        guard let service = ICAPService(rawValue: path) else { throw ICAPError(404, "there are /reqmod and /respmod") }
        self = service
    }

    /// What OPTIONS says (RFC 3507 §4.10.2).
    func options(_ configuration: ICAPConfiguration) -> [(String, String)] {
        [
            ("Methods", self == .requests ? "REQMOD" : "RESPMOD"),
            ("Service", "Breakwater"),
            ("Max-Connections", String(configuration.maximumConnections)),
            ("Options-TTL", String(configuration.optionsTTL.components.seconds)),
            ("Allow", "204"),
            // The heads alone decide most messages; the rest is asked for with 100 Continue.
            ("Preview", "0"),
            ("Transfer-Preview", "*"),
            ("X-Include", "X-Client-IP, X-Client-Username"),
            ("Encapsulated", "null-body=0"),
        ]
    }
}
