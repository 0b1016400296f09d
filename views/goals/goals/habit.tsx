import type { HabitDay } from '../../../functions/goals/goals/progress/habit'
import type { GoalPageData } from '../../../functions/goals/goals/progress/page'
import { amountText, paceText, unitOf } from '../../../functions/goals/goals/progress/text'
import { isOpenGoal, takesTicks } from '../../../functions/goals/goals/schema'
import type { LocalNow } from '../../../functions/lib/env'
import { pathTo, undoPath } from '../../../functions/lib/http/path-to'
import type { Preferences } from '../../../functions/lib/preferences'
import {
  dayMonth,
  duration,
  plural,
  shortDate,
  shortRangeText,
  weekdayNameOf,
} from '../../../functions/lib/text/format'
import { Button } from '../../ui/button'
import { Count } from '../../ui/figure'
import { classes, Drawing } from '../../ui/icon'
import { RowList, Section, TextLink, UndoRow } from '../../ui/section'
import { DayForm, Untick } from './day'
import { DayMark, dayName } from './marks'
import { NextStep } from './row'

type Habit = NonNullable<GoalPageData['habit']>
export type HabitProps = Pick<GoalPageData, 'goal' | 'running'> & {
  habit: Habit
  record: NonNullable<GoalPageData['record']>
  now: LocalNow
}

/** `24m`, `3 pages`; for a day without an amount `off` or `skipped`; empty for a plain tick. */
const dayText = ({ verdict, amount, target }: HabitDay, goal: HabitProps['goal']) => {
  if (amount > 0)
    return unitOf(goal).measure === 'times' && target === 1 && amount === 1 ? '' : amountText(amount, unitOf(goal))
  return verdict === 'off' || verdict === 'skipped' ? verdict : ''
}

/** A day of this week, as a button with its menu. */
const WeekDay = ({ date, habit, goal, now }: { date: string } & Pick<HabitProps, 'habit' | 'goal' | 'now'>) => {
  const day = habit.days.get(date)
  const isToday = date === now.today
  return (
    <li class={classes('grid justify-items-center rounded py-1', isToday && 'bg-accent-wash text-ink')}>
      <span class={isToday ? 'font-strong' : undefined}>
        {weekdayNameOf(date).slice(0, 3)}
        <span class="max-sm:hidden"> {Number(date.slice(8))}</span>
      </span>
      <button
        type="submit"
        class="grid min-h-control w-full cursor-pointer place-items-center rounded border-0 bg-transparent hover:bg-hover"
        name="date"
        value={date}
        title={dayName(date, day, now.today)}
      >
        {day && <DayMark day={day} today={now.today} class="size-5" />}
      </button>
      <span class={day?.amount ? 'font-strong text-ink' : undefined}>{(day && dayText(day, goal)) || '\u00a0'}</span>
    </li>
  )
}

type LogProps = { goal: HabitProps['goal']; day: HabitDay | undefined; brief?: boolean }

/** Logs the time that a habit still needs today, as if it ended now. Nothing once it is met, and for ticks. */
export const LogRest = ({ goal, day, brief }: LogProps) => {
  if (day?.verdict !== 'open' || takesTicks(goal) || !isOpenGoal(goal.status)) return null
  const rest = duration(Math.ceil((day.target - day.amount) / 60) * 60)
  const url = pathTo`/goals/${goal.id}/log`
  return (
    <form method="post" action={url} hx-post={url} hx-swap="none">
      <input type="hidden" name="amount" value={rest} />
      <Button
        small={brief}
        variant={brief ? 'quiet' : undefined}
        aria-label={`Log ${rest}: ${goal.title}`}
        title={`Log ${rest}`}
      >
        {brief ? `+${rest}` : `Log ${rest}`}
      </Button>
    </form>
  )
}

/** The present run, this week, and what today still needs. */
export const HabitLead = ({ goal, habit, record, now, running }: HabitProps) => {
  const { unit } = habit
  const [best] = habit.runs
  const today = habit.days.get(now.today)
  const isMet = today?.verdict === 'met' || today?.verdict === 'done'
  const isOneTick = takesTicks(goal) && goal.target === 1
  const needs = isOpenGoal(goal.status) && !isOneTick ? paceText(goal, now.today) : null
  return (
    <div class="@container">
      <div class="grid items-center gap-x-8 gap-y-4 @3xl:grid-cols-[auto_minmax(0,1fr)_auto]">
        <div>
          <Count
            hero
            value={record.inARow}
            unit={unit === 'day' ? 'in a row' : `${unit}${record.inARow === 1 ? '' : 's'} in a row`}
          />
          {best && best.count > record.inARow && (
            <p class="text-grey text-small">
              best <b class="text-ink">{best.count}</b>, {shortRangeText(best.from, best.to, now.today)}
            </p>
          )}
        </div>
        <DayForm goal={goal}>
          <ol class="grid grid-cols-7 text-center text-grey text-small" aria-label="This week">
            {habit.week.map((date) => (
              <WeekDay date={date} habit={habit} goal={goal} now={now} />
            ))}
          </ol>
        </DayForm>
        <div class="grid gap-2 @3xl:justify-items-end">
          {needs && (
            <p class="text-grey text-small" title={needs.exact}>
              <b class="text-ink">{needs.text}</b> {needs.note}
            </p>
          )}
          <div class="actions">
            {takesTicks(goal) && isOpenGoal(goal.status) && Number(today?.amount) > 0 && (
              <Untick goal={goal} date={now.today} />
            )}
            <NextStep goal={goal} running={running} today={now.today} isPage isTimer={isMet} />
          </div>
        </div>
      </div>
    </div>
  )
}

/** Skips of a habit with their reasons. */
export const HabitSkips = ({ goal, habit, now }: Pick<HabitProps, 'goal' | 'habit' | 'now'>) =>
  habit.skips.length > 0 && (
    <Section id="habit-skips" title="Skipped">
      <RowList
        rows={habit.skips}
        item={([date, reason]) => (
          <UndoRow
            name={`${habit.unit === 'day' ? '' : `The ${habit.unit} of `}${shortDate(date, now.today)}`}
            parts={[reason && <bdi>{reason}</bdi>]}
            action={undoPath('goal.skip', goal.id, date)}
            undo="Take back"
          />
        )}
      />
    </Section>
  )

/** The longest runs of a habit. */
export const HabitRuns = ({ habit, now }: Pick<HabitProps, 'habit' | 'now'>) => {
  const [best] = habit.runs
  if (!best) return null
  return (
    <Section
      id="habit-runs"
      title="Longest in a row"
      summary={`${habit.met} of ${plural(habit.counted, habit.unit)} met`}
    >
      <ol class="text-grey text-small">
        {habit.runs.map(({ from, to, count, isCurrent }) => (
          <li
            class={classes(
              'grid min-h-9 grid-cols-[8.5rem_minmax(0,1fr)_3.5rem] items-center gap-3 border-b border-line',
              isCurrent && 'text-ink',
            )}
          >
            <span>{isCurrent ? `since ${dayMonth(from, now.today)}` : shortRangeText(from, to, now.today)}</span>
            <Drawing height="8" aria-hidden="true">
              <rect
                class={isCurrent ? 'fill-accent' : 'fill-accent-soft'}
                width={`${((100 * count) / best.count).toFixed(1)}%`}
                height="8"
                rx="2"
              />
            </Drawing>
            <b class="text-end text-ink text-text">{count}</b>
          </li>
        ))}
      </ol>
    </Section>
  )
}

/** How the reminder of a habit comes, with a link to its setting. It also comes in quiet hours. */
export const ReminderNote = ({ preferences }: { preferences: Preferences }) => {
  const { by } = preferences.reminders.habit_open ?? {}
  const ways: Record<string, string> = { push: 'by push', mail: 'by email' }
  const way = ways[String(by)]
  return (
    <>
      {!way && 'does not come yet: '}
      <TextLink href="/settings/notifications?adding#kind-habit_open">{way ?? 'Turn it on in Notifications'}</TextLink>
      {way && ', also in your quiet hours'}
    </>
  )
}
