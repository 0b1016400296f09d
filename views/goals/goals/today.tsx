import { dueOf } from '../../../functions/goals/goals/labels'
import type { HabitToday } from '../../../functions/goals/goals/progress/habit'
import type { GoalWithProgress } from '../../../functions/goals/goals/progress/status'
import { habitRuleText, progressText, todayText } from '../../../functions/goals/goals/progress/text'
import { periodOf, takesTicks } from '../../../functions/goals/goals/schema'
import type { LocalNow } from '../../../functions/lib/env'
import { pathTo, undoPath } from '../../../functions/lib/http/path-to'
import { longDate, weekdayDay, weekdayNameOf } from '../../../functions/lib/text/format'
import { addDays, datesBetween, weekOf } from '../../../functions/lib/time/days'
import { InWords, Menu } from '../../ui/button'
import { Empty } from '../../ui/empty'
import { classes } from '../../ui/icon'
import { MenuLink, MenuPost, Row, TickButton } from '../../ui/item'
import { PageHead, RowActions, Rows, RowTitle, SideHead, TextLink } from '../../ui/section'
import { DueBadge, LatenessBadge } from './badges'
import { DayDialog, DayForm, showsDay } from './day'
import { LogRest } from './habit'
import { DayDots, DayMark, dotColumns } from './marks'
import { NextStep, WaitingTicks } from './row'

/** Reason why a goal needs something today. */
const Need = ({ goal, today }: { goal: GoalWithProgress; today: string }) => {
  const { lateness } = goal.progress
  const { text, tone } = dueOf(goal, { today })
  if (tone === 'bad') return <DueBadge text={text} tone={tone} />
  if (lateness?.state === 'behind') return <LatenessBadge goal={goal} />
  if (tone) return <DueBadge text={text} tone={tone} />
  return <span class="grey">{todayText(goal)}</span>
}

type Props = { needs: GoalWithProgress[]; openGoals: number; today: string }

/** Goals that need something today, and the number of open goals. */
export const GoalsToday = ({ needs, openGoals, today }: Props) => (
  <section id="needs" aria-labelledby="needs-head">
    <SideHead id="needs-head">
      {needs.length > 0 ? 'Goals to work on' : 'Goals'} <TextLink href="/goals">All {openGoals}</TextLink>
    </SideHead>
    <ul class="needs">
      {needs.map((goal) => (
        <li id={`goal-${goal.id}`}>
          <RowTitle href={pathTo`/goals/${goal.id}`} name={goal.title} />
          <InWords.Provider value={true}>{Need({ goal, today })}</InWords.Provider>
          {takesTicks(goal) && <WaitingTicks goalId={goal.id} />}
          <NextStep goal={goal} today={today} />
        </li>
      ))}
    </ul>
  </section>
)

/** `12 in a row`, `28+ in a row`, `3 weeks in a row`; empty for less than two. */
const runText = ({ goal, inARow, isLonger }: HabitToday) => {
  const unit = periodOf(goal)
  if (inARow < 2) return ''
  return `${inARow}${isLonger ? '+' : ''}${unit === 'day' ? '' : ` ${unit}s`} in a row`
}

/** `12m of 20m`, `1 of 3 this week`; null for one tick a day, which the circle shows. */
const standText = (goal: GoalWithProgress) => {
  const { basis } = goal.progress
  if (basis.from !== 'period') return null
  const { rule, reached } = basis.period
  if (rule.period !== 'day' && goal.unit === null) return `${reached} of ${rule.target} this ${rule.period}`
  return rule.target > 1 ? progressText(goal) : null
}

/** Column of the amount missing today, next to the days. */
const restColumn = 'flex w-14 justify-end'

/** A button over dots. */
const pressLook = 'size-full cursor-pointer rounded border-0 bg-transparent hover:bg-hover'

/** Days of this week. A press ticks or unticks a past day; on a phone it shows the week in the day's menu. */
const Days = ({ habit: { goal, days }, now }: { habit: HabitToday; now: LocalNow }) => {
  const week = weekOf(now.today, now.weekStart)
  const cells = datesBetween(week.from, week.to).map((date) => days.find((day) => day.date === date))
  const url = pathTo`/goals/${goal.id}/ticks`
  return (
    <div class="relative">
      <DayDots days={cells} today={now.today} />
      <DayForm goal={goal} class="absolute inset-x-0 -inset-y-5 lg:hidden">
        <button type="submit" class={pressLook} title={`Days of ${goal.title}`} />
      </DayForm>
      {takesTicks(goal) && (
        <form
          class={`${dotColumns} absolute -inset-y-4 max-lg:hidden`}
          method="post"
          action={url}
          hx-post={url}
          hx-swap="none"
        >
          {cells.map((day) =>
            day && day.date < now.today ? (
              <button
                type="submit"
                class={pressLook}
                name={day.amount > 0 ? 'untick' : 'date'}
                value={day.date}
                title={`${day.amount > 0 ? 'Untick' : 'Tick'} ${weekdayDay(day.date)}: ${goal.title}`}
              />
            ) : (
              <span />
            ),
          )}
        </form>
      )}
    </div>
  )
}

/** Menu of a habit: a tick for yesterday, and a skip of its present day or week, or the end of it. */
const HabitMenu = ({ habit: { goal, days, yesterday, skipped }, now }: { habit: HabitToday; now: LocalNow }) => {
  const unit = periodOf(goal)
  const isOpen = days.some(({ date, verdict }) => date === now.today && verdict === 'open')
  const path = pathTo`/goals/${goal.id}`
  // A tick before its start starts it earlier.
  const isMissing = !yesterday || (yesterday.amount === 0 && yesterday.verdict !== 'skipped')
  return (
    <Menu label={`More for ${goal.title}`} class="max-lg:block">
      {takesTicks(goal) && isMissing && (
        <MenuPost action={`${path}/ticks`} label="Tick yesterday" icon="check" swapsNothing aria-keyshortcuts="y">
          <input type="hidden" name="date" value={addDays(now.latestDay, -1)} />
        </MenuPost>
      )}
      {isOpen && (
        <MenuLink
          href={`${path}/day`}
          label={unit === 'day' ? 'Skip today…' : `Skip this ${unit}…`}
          icon="right"
          {...showsDay(goal.id)}
        />
      )}
      {skipped !== undefined && (
        <MenuPost
          action={undoPath('goal.skip', goal.id, now.today)}
          label="Take the skip back"
          icon="undo"
          swapsNothing
        />
      )}
      <MenuLink href={path} icon="goals" label="Open" />
    </Menu>
  )
}

const HabitRow = ({ habit, now }: { habit: HabitToday; now: LocalNow }) => {
  const { goal, days } = habit
  const today = days.find(({ date }) => date === now.today)
  const isDone = today?.verdict === 'met' || today?.verdict === 'done'
  const isSkipped = today?.verdict === 'skipped'
  const isTicked = takesTicks(goal)
  const path = pathTo`/goals/${goal.id}`
  // A phone shows the first one alone.
  const facts = [
    isSkipped && (habit.skipped ? `skipped: ${habit.skipped}` : 'skipped'),
    standText(goal),
    runText(habit),
    periodOf(goal) === 'day' && habitRuleText(goal),
  ].filter(Boolean)
  return (
    <Row
      id={`habit-${goal.id}`}
      mark={
        isTicked && !isSkipped ? (
          <TickButton
            url={`${path}/ticks`}
            id={`tick-habit-${goal.id}`}
            name={goal.title}
            isDone={isDone}
            isPart={periodOf(goal) === 'day' && today !== undefined && today.target > 1}
          >
            {isDone && <input type="hidden" name="untick" value={now.today} />}
          </TickButton>
        ) : (
          today && <DayMark day={today} today={now.today} class="size-4.5" isTicked={isDone} />
        )
      }
      title={<RowTitle href={path} name={goal.title} />}
      facts={[
        <>
          {facts[0]}
          {standText(goal) !== null && <WaitingTicks goalId={goal.id} />}
          <span class="max-lg:hidden">{facts.slice(1).map((fact) => ` · ${fact}`)}</span>
        </>,
      ]}
      figures={
        <div class="flex items-center">
          <Days habit={habit} now={now} />
          <div class={classes(restColumn, (isTicked || isDone) && 'max-lg:hidden')}>
            <LogRest goal={goal} day={today} brief />
          </div>
        </div>
      }
      actions={
        <RowActions class={isTicked || isDone ? 'max-lg:ml-0 max-lg:w-14' : 'max-lg:hidden'}>
          <HabitMenu habit={habit} now={now} />
          <span class="min-w-control-small max-lg:hidden">
            <NextStep goal={goal} today={now.today} isTimer />
          </span>
        </RowActions>
      }
    />
  )
}

/** `most`: number of rows. */
type HabitsProps = { habits: HabitToday[]; now: LocalNow; most?: number }

/** Habits of the day, with their days of this week. */
export const HabitsToday = ({ habits, now, most }: HabitsProps) => {
  const isPage = most === undefined
  const today = habits.flatMap(({ days }) => days.find(({ date }) => date === now.today) ?? [])
  const week = weekOf(now.today, now.weekStart)
  const days = datesBetween(week.from, week.to)
  const count = (...verdicts: string[]) => today.filter(({ verdict }) => verdicts.includes(verdict)).length
  return (
    <section aria-labelledby="habits-head">
      <div class="flex items-center gap-1 border-line border-b pt-4 pb-1 text-grey text-small">
        <h2 class="font-regular text-small" id="habits-head">
          {isPage ? 'Habits' : <TextLink href="/today/habits">Habits</TextLink>}
        </h2>
        <span class="flex-1">
          · {count('met', 'done')} of {count('met', 'done', 'open')} done
        </span>
        <span class={`${dotColumns} mr-14 lg:mr-29`} aria-hidden="true">
          {days.map((date) => (
            <span class={date === now.today ? 'font-strong text-ink' : undefined}>
              {weekdayNameOf(date).slice(0, 1)}
            </span>
          ))}
        </span>
      </div>
      <Rows ordered id="habit-rows">
        {habits.slice(0, most ?? habits.length).map((habit) => (
          <HabitRow habit={habit} now={now} />
        ))}
      </Rows>
      <DayDialog />
      {habits.length > (most ?? habits.length) && (
        <p class="hint">
          <TextLink href="/today/habits">{habits.length - (most ?? 0)} more</TextLink>
        </p>
      )}
    </section>
  )
}

export const HabitsPage = (props: HabitsProps) => (
  <div
    id="habits-page"
    hx-get="/today/habits"
    hx-trigger="goal-changed from:body, timer-changed from:body"
    hx-select="#habits-page"
    hx-swap="outerMorph"
  >
    <PageHead title={longDate(props.now.today, props.now.today)} back={{ href: '/', name: 'Today' }} />
    {props.habits.length > 0 ? (
      <>
        <HabitsToday {...props} />
        <p class="hint">To keep this page on your phone, open its browser’s menu and choose “Add to home screen”.</p>
      </>
    ) : (
      <Empty title="No habits yet">Add a goal such as “Meditate every day” or “Read 20m on weekdays”.</Empty>
    )}
  </div>
)
