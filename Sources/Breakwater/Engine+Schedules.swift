import BreakwaterPolicy

extension Engine {
    /// A profile's actions as its schedules change them at a moment.
    ///
    /// - Complexity: O(schedules); no allocation, because only sets change.
    func actions(_ index: Int, at moment: Moment) -> CategoryActions {
        var actions = profileFacts[index].actions
        guard profileFacts[index].hasTimeRules else { return actions }
        for schedule in profiles[index].schedules where !schedule.effects.isEmpty && minutesLeft(of: schedule, at: moment) != nil {
            for effect in schedule.effects { actions.set(effect.category, effect.action) }
        }
        return actions
    }

    /// The schedule that gives a category its action now: the last one in force that names it.
    func scheduleActing(on category: UInt8, _ index: Int, at moment: Moment) -> UInt8? {
        guard profileFacts[index].hasTimeRules else { return nil }
        var acting: UInt8?
        for (number, schedule) in profiles[index].schedules.enumerated() where minutesLeft(of: schedule, at: moment) != nil {
            if schedule.effects.contains(where: { $0.category == category }) { acting = UInt8(clamping: number) }
        }
        return acting
    }

    /// Minutes until the schedule's range that is in force ends; `nil` where none is.
    func minutesLeft(of schedule: CompiledSchedule, at moment: Moment) -> Int? {
        schedule.minutesLeft(moment, isHoliday: isHoliday(moment.localDay), wasHoliday: isHoliday(moment.localDay &- 1))
    }

    func isHoliday(_ day: Int32) -> Bool { policy.holidays.contains(day) }
}
