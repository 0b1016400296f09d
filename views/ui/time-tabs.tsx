import { Tabs } from './section'

type Props = {
  current: string
  /** Paths of the two views of the displayed week. */
  week?: [calendar: string, sheet: string]
}

/**
 * Tabs between the views of a week. On a phone also between all pages of Time, because the bottom bar has only one link
 * to them.
 */
export const TimeTabs = ({ current, week }: Props) => {
  const [calendar, sheet] = week ?? ['/week', '/week?view=grid']
  return (
    <Tabs
      label="Views of time"
      class={week ? '*:max-[22.5rem]:px-1 *:max-[22.5rem]:text-small *:max-md:px-2' : 'lg:hidden'}
      current={current}
      tabs={[
        { href: '/sessions', name: 'Sessions', class: 'lg:hidden' },
        { href: '/day', name: 'Day', class: 'lg:hidden' },
        {
          href: calendar,
          name: (
            <>
              <span class="lg:hidden">Week</span>
              <span class="max-lg:hidden">Calendar</span>
            </>
          ),
        },
        { href: sheet, name: 'Timesheet' },
      ]}
    />
  )
}
