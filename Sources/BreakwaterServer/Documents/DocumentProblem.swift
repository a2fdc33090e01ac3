/// A place in a document that a person wrote.
public struct DocumentPosition: Sendable, Hashable, CustomStringConvertible {
    /// The file as the person would name it: relative where it was given so.
    public let file: String
    /// The first line is 1; 0 stands for the document as a whole.
    public let line: Int

    public init(file: String, line: Int) {
        self.file = file
        self.line = line
    }

    public var description: String { line > 0 ? "\(file):\(line)" : file }
}

/// One mistake in a document: where it is, what is wrong, and what to do.
public struct DocumentProblem: Sendable, Hashable, CustomStringConvertible {
    public let position: DocumentPosition
    public let message: String

    public init(position: DocumentPosition, message: String) {
        self.position = position
        self.message = message
    }

    public var description: String { "\(position): \(message)" }
}

/// A policy document could not be read: all of its problems at once, in the order of the text.
public struct PolicyDocumentError: Error, Sendable, Hashable, CustomStringConvertible {
    /// At least one.
    public let problems: [DocumentProblem]

    package init(problems: [DocumentProblem]) { self.problems = problems }

    public var description: String { problems.map(\.description).joined(separator: "\n") }
}

/// The configuration could not be read: all of its problems at once, whether from the file, the environment or the command line.
public struct ConfigurationError: Error, Sendable, Hashable, CustomStringConvertible {
    /// At least one; for the environment and the command line the position names the variable or the option.
    public let problems: [DocumentProblem]

    package init(problems: [DocumentProblem]) { self.problems = problems }

    public var description: String { problems.map(\.description).joined(separator: "\n") }
}
