import BreakwaterPolicy
enum Pages { static func error(_ kind: ErrorReply, language: Language) -> BlockReply { BlockReply(status: kind.status, fields: [:], body: []) } }
enum LanguagePreference { static func language(for acceptLanguage: String?) -> Language { .english } }
