import type { Child } from 'hono/jsx'
import type { TargetDraft } from '../../../functions/account/settings/schema'
import type { DayView } from '../../../functions/figures/dashboard/day'
import type { FirstHour as FirstSteps } from '../../../functions/figures/dashboard/first-hour'
import type { TodayPlace } from '../../../functions/lib/feature'
import { syntaxHintLines } from '../../../functions/lib/preferences'
import { addDays } from '../../../functions/lib/time/days'
import { QuickAdd } from '../../tasks/tasks/quick-add'
import { EntryForm } from '../../time/entry/entry'
import { FocusButton } from '../../time/timer/focus'
import { LinkButton, Menu } from '../../ui/button'
import { MenuLink, MenuPost } from '../../ui/item'
import { livePath, timelinePath } from '../../ui/links'
import { PolledRegion } from '../../ui/live'
import { DayTitle } from '../../ui/moment'
import { PageHead, Steps, stepBackAttributes, stepForwardAttributes } from '../../ui/section'
import { FirstHour } from './first-hour'
import { DayColumns, listPlace } from './frame'
import { DayList, MoveLateTasks } from './list'
import { DayLoad } from './load'
import { DayClock, TodaySum } from './side'

/**
 * Line that logs a session, starts the timer or adds a task, if these features are in use. Morphing skips it, to keep
 * typed text.
 */
const AddLine = ({ used, preferences, today }: DayView) => {
  if (!used.time && !used.tasks) return null
  return (
    <div class="entry-line relative" hx-morph-skip>
      {used.time ? (
        <EntryForm
          reader={preferences}
          today={today}
          addsTasks={used.tasks}
          hasHint={preferences.lines_entered < syntaxHintLines}
        />
      ) : (
        <QuickAdd />
      )}
      {used.time && <FocusButton brief takesLine minutes={preferences.focus_minutes} />}
    </div>
  )
}

const planLinks = {
  plan: { href: '/plan', icon: 'today', words: 'Plan the day' },
  close: { href: '/plan/close', icon: 'check', words: 'Close the day' },
  plan_tomorrow: { href: '/plan?date=tomorrow', icon: 'today', words: 'Plan tomorrow' },
} as const

/** Link to the plan or the end of the day, when it is time for it. On a phone it is an icon. */
const PlanLink = ({ next }: Pick<DayView, 'next'>) => {
  if (next === null) return null
  const { href, icon, words } = planLinks[next]
  return (
    <LinkButton small href={href} icon={icon} aria-label={words} title={words}>
      <span class="max-lg:hidden">{words}</span>
    </LinkButton>
  )
}

/** Links to the adjacent days, and actions for the whole day. */
const DayActs = ({ view }: { view: DayView }) => (
  <>
    <PlanLink next={view.next} />
    <Steps
      label="Days"
      earlier={{ ...stepBackAttributes, href: timelinePath(addDays(view.today, -1)), label: 'Yesterday' }}
      later={{ ...stepForwardAttributes, href: timelinePath(addDays(view.today, 1)), label: 'Tomorrow' }}
    />
    <Menu label="More" id="day-menu">
      <MenuLink icon="clock" label="Timeline" href={timelinePath(view.today)} />
      <MenuLink icon="today" label="Plan the day" href="/plan" />
      <MenuLink icon="right" label="Plan tomorrow" href="/plan?date=tomorrow" />
      <MenuLink icon="check" label="Close the day" href="/plan/close" />
      <MoveLateTasks view={view} />
      {view.tasks.overdue.length > 0 && (
        <MenuPost action="/tasks/carry-over" label="Move to today" icon="today" swapsNothing />
      )}
    </Menu>
  </>
)

type Props = {
  version: string
  day: DayView
  firstHour: FirstSteps | null
  target?: TargetDraft
  /** Blocks that features show at a place. */
  blocksAt: (place: TodayPlace) => Child[]
}

/** The page of a day. It polls for changes since `version`. */
export const DashboardPage = ({ version, day, firstHour, target, blocksAt }: Props) => {
  const { today, used } = day
  const hasFigures = used.time && day.hasHistory
  return (
    <PolledRegion id="dashboard" path={livePath(version, { view: 'dashboard' })}>
      <PageHead title={<DayTitle date={today} today={today} />} actions={<DayActs view={day} />} />
      {blocksAt('notice')}
      <DayColumns
        sum={hasFigures && <TodaySum view={day} />}
        side={
          <>
            <DayClock view={day} />
            {blocksAt('section')}
          </>
        }
      >
        <section class={listPlace} id="day-list" aria-label="The day in order">
          {(hasFigures || day.load.planned > 0) && <DayLoad {...day} />}
          <AddLine {...day} />
          <DayList view={day} hasFirstSteps={firstHour !== null}>
            {blocksAt('list')}
          </DayList>
          {firstHour && <FirstHour {...firstHour} user={day} target={target} />}
        </section>
      </DayColumns>
    </PolledRegion>
  )
}
