import ArgumentParser
import BreakwaterServer
import BreakwaterBundle
import Foundation

struct Key: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Make keys, sign bundles and verify signatures (Ed25519).",
        discussion: """
            For bundles that travel: who compiles signs, who serves verifies. The signature is a file beside the bundle.

            Example:
              breakwater key new --private operator.key --public operator.pub
              breakwater key sign --private operator.key household.bwb
              breakwater key verify --public operator.pub household.bwb
            """,
        subcommands: [New.self, Sign.self, Verify.self])

    struct New: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Make a key pair; no file is overwritten.")
        @Option(name: .customLong("private"), help: ArgumentHelp("Where the private key goes; keep it to yourself.", valueName: "file"))
        var privateKey: String
        @Option(name: .customLong("public"), help: ArgumentHelp("Where the public key goes.", valueName: "file")) var publicKey: String

        func run() throws { try BundleKeys.makeKey(privatePath: privateKey, publicPath: publicKey) }
    }

    struct Sign: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Sign a bundle.")
        @Option(name: .customLong("private"), help: ArgumentHelp("The private key.", valueName: "file")) var privateKey: String
        @Option(help: ArgumentHelp("The signature; BUNDLE.sig where it is left out.", valueName: "file")) var signature: String?
        @Argument(help: "The bundle.") var bundle: String

        func run() throws { try BundleKeys.sign(bundle, privatePath: privateKey, signaturePath: signature ?? bundle + ".sig") }
    }

    struct Verify: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Verify a bundle's signature; exit status 1 where it is not good.")
        @Option(name: .customLong("public"), help: ArgumentHelp("The public key.", valueName: "file")) var publicKey: String
        @Option(help: ArgumentHelp("The signature; BUNDLE.sig where it is left out.", valueName: "file")) var signature: String?
        @Argument(help: "The bundle.") var bundle: String

        func run() throws {
            do {
                try BundleKeys.verify(bundle, publicPath: publicKey, signaturePath: signature ?? bundle + ".sig")
                print("\(bundle): the signature is good")
            } catch let error as BundleError where error.code == .badSignature || error.code == .corrupt || error.code == .invalid {
                CommandFailure.report("key", error.message)
                throw CommandFailure.no
            }
        }
    }
}
