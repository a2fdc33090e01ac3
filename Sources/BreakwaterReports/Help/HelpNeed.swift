/// What somebody needs help with; it joins categories to help points.
public enum HelpNeed: String, Sendable, Hashable, Codable, CaseIterable {
    /// Danger now.
    case emergency
    /// A child wants to talk to someone.
    case talk
    /// Thoughts of suicide or self-harm.
    case crisis
    /// Somebody approaches, threatens or exploits a child sexually.
    case exploitation
    /// A picture should be taken down.
    case images
    case bullying
    /// Money was lost, or an account was taken.
    case fraud
    /// A child may not be safe at home or elsewhere.
    case protection
    /// Illegal content was met and should be reported.
    case illegalContent = "illegal-content"
}
