import Breakwater
import Foundation

/// Reads passwords and codes from people.
public enum SecretPrompt {
    /// One line of standard input; a terminal asks on stderr and does not show what is typed.
    public static func read(_ what: String) throws(ServerError) -> String {
        var before = termios()
        let isTerminal = unsafe isatty(STDIN_FILENO) == 1 && tcgetattr(STDIN_FILENO, &before) == 0
        if isTerminal {
            FileHandle.standardError.write(Data("\(what): ".utf8))
            var silent = before
            silent.c_lflag &= ~tcflag_t(ECHO)
            _ = unsafe tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent)
        }
        defer {
            if isTerminal {
                _ = unsafe tcsetattr(STDIN_FILENO, TCSAFLUSH, &before)
                FileHandle.standardError.write(Data("\n".utf8))
            }
        }
        guard let line = readLine(), !line.isEmpty else {
            throw ServerError(.invalid, "\(what.lowercased()) is empty; write it on standard input")
        }
        return line
    }

    /// The scrypt hash of a code, in the form that the configuration takes.
    public static func hash(of secret: String) throws(ServerError) -> String {
        guard secret.utf8.count >= 6 else { throw ServerError(.invalid, "fewer than 6 characters are guessed too soon") }
        guard let hash = PasswordHash(of: secret) else {
            throw ServerError(.invalid, "more than \(PasswordHash.longest) bytes cannot be used")
        }
        return hash.description
    }
}
