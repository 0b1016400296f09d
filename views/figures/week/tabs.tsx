import { type WeekView, weekPath } from '../../../functions/figures/week/schema'
import { Tabs } from '../../ui/section'

/** Leads from the calendar of a week to its timesheet and back. */
export const WeekTabs = ({ date, view }: Pick<WeekView, 'date' | 'view'>) => (
  <Tabs
    label="Views of the week"
    current={weekPath(date, view)}
    tabs={[
      { href: weekPath(date), name: 'Calendar' },
      { href: weekPath(date, 'grid'), name: 'Timesheet' },
    ]}
  />
)
