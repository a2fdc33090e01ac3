public import BreakwaterPolicy

/// What stands around a file that is read: nothing for a list of its own, something for a file that another list includes.
public struct ListContext: Sendable, Hashable {
    /// The category that holds until the file names one (`#listcategory`).
    public var category: CategoryID?
    /// Whether the caller reads the included files itself, so that `.Include` lines need no diagnostic.
    public var followsIncludes: Bool

    public init(category: CategoryID? = nil, followsIncludes: Bool = false) {
        self.category = category
        self.followsIncludes = followsIncludes
    }
}
