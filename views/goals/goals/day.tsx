import type { PropsWithChildren } from 'hono/jsx'
import { verdictWords } from '../../../functions/goals/goals/progress/habit'
import type { HabitDayData } from '../../../functions/goals/goals/progress/page'
import { amountText, reachedText } from '../../../functions/goals/goals/progress/text'
import { isOpenGoal, periodOf, takesTicks, targetOf } from '../../../functions/goals/goals/schema'
import { noteLimit, type Tick } from '../../../functions/goals/goals/ticks/schema'
import type { LocalNow } from '../../../functions/lib/env'
import { pathTo, undoPath } from '../../../functions/lib/http/path-to'
import { duration, shortDate, weekdayDay, weekdayNameOf } from '../../../functions/lib/text/format'
import { addDays } from '../../../functions/lib/time/days'
import { ActButton, ActLink, Button, LinkButton } from '../../ui/button'
import { Field } from '../../ui/field'
import { classes } from '../../ui/icon'
import { dayPath } from '../../ui/links'
import { Module } from '../../ui/reorder'
import { NameLink, PageHead } from '../../ui/section'
import { DayMark, dayName } from './marks'

/** Id of the dialog with a day's menu. */
const dayDialog = 'habit-day'

/** An empty dialog, in which `HabitDay` is shown. */
export const DayDialog = () => (
  <>
    <dialog class="dialog" id={dayDialog} hx-morph-skip aria-label="Day" />
    <Module name="filled-dialogs" />
  </>
)

/** Attributes of a link or form that shows a day's menu. */
export const showsDay = (goalId: string) => ({
  'hx-get': pathTo`/goals/${goalId}/day`,
  'hx-target': `#${dayDialog}`,
  'hx-swap': 'innerHTML',
})

/** A form whose buttons, each with a date, show the day's menu. */
export const DayForm = ({
  goal,
  children,
  ...rest
}: PropsWithChildren<{ goal: { id: string }; class?: string; 'aria-label'?: string }>) => (
  <form method="get" action={pathTo`/goals/${goal.id}/day`} {...showsDay(goal.id)} {...rest}>
    {children}
  </form>
)

/** Takes back the latest tick of a day. */
export const Untick = ({ goal, date }: { goal: { id: string; title: string }; date: string }) => {
  const url = pathTo`/goals/${goal.id}/ticks`
  return (
    <form method="post" action={url} hx-post={url} hx-swap="none">
      <Button icon="undo" name="untick" value={date} aria-label={`Untick: ${goal.title}`}>
        Untick
      </Button>
    </form>
  )
}

type DayProps = HabitDayData & { now: LocalNow; isPage?: boolean }

const unitOf = ({ goal }: Pick<DayProps, 'goal'>) => ({
  measure: takesTicks(goal) ? ('times' as const) : ('time' as const),
  times_of: goal.times_of,
  unit: goal.unit,
})

/** `missed, 12m of 20m`, `skipped: ill` */
const stateOf = ({ goal, day, skipped }: DayProps) => {
  if (!day) return 'before the habit began'
  const { verdict, amount, target } = day
  const unit = unitOf({ goal })
  const said = verdictWords[verdict] || 'nothing done'
  if (skipped && verdict === 'skipped') return `skipped: ${skipped}`
  if (amount === 0 || (goal.unit === null && amount === 1)) return said
  return `${said}, ${periodOf(goal) === 'day' ? reachedText(amount, target, unit, 'at_least') : amountText(amount, unit)}`
}

/** Attributes of a form in the menu of a day. Its dialog closes when it has succeeded. */
const postsTo = (url: string) => ({ method: 'post', action: url, 'hx-post': url, 'hx-swap': 'none' }) as const

const DayTick = ({ goal, tick }: Pick<DayProps, 'goal'> & { tick: Tick }) => (
  <form class="flex items-center gap-2" {...postsTo(pathTo`/goals/${goal.id}/ticks/${tick.id}/delete`)}>
    <span class="flex-1">
      {amountText(tick.amount, unitOf({ goal }))} <bdi class="text-grey">{tick.note}</bdi>
    </span>
    <ActButton type="submit" icon="close" label={`Remove: ${tick.note || amountText(tick.amount, unitOf({ goal }))}`} />
  </form>
)

/** Ticks of a day, each with its removal, and a form for one more. */
const DayTicks = ({ goal, date, day, ticks }: DayProps) => {
  const isOnce = goal.unit === null && goal.target === 1
  return (
    <>
      {isOnce && ticks.length === 1 && !ticks[0]?.note ? (
        <Untick goal={goal} date={date} />
      ) : (
        ticks.map((tick) => <DayTick goal={goal} tick={tick} />)
      )}
      {!(isOnce && day?.amount) && (
        <form class="toolbar" {...postsTo(pathTo`/goals/${goal.id}/ticks`)}>
          <input type="hidden" name="date" value={date} />
          {goal.unit && (
            <Field label={goal.unit} name="amount" idPrefix="day" inputmode="decimal" maxlength={14} placeholder="1" />
          )}
          <Field label="Note" name="note" idPrefix="day" maxlength={noteLimit} dir="auto" grow />
          <Button icon="check" variant={day?.amount ? undefined : 'primary'}>
            Tick
          </Button>
        </form>
      )}
    </>
  )
}

/** Skip of a day or of its period with a reason, or its removal. */
const DaySkip = ({ goal, date, day, skipped }: DayProps) => {
  const unit = periodOf(goal) ?? 'day'
  const name = unit === 'day' ? weekdayDay(date) : `the ${unit}`
  if (skipped !== undefined)
    return (
      <form {...postsTo(undoPath('goal.skip', goal.id, date))}>
        <Button icon="undo">Take the skip back</Button>
      </form>
    )
  if (day && ['met', 'off', 'extra'].includes(day.verdict)) return null
  return (
    <form class="toolbar" {...postsTo(pathTo`/goals/${goal.id}/skips`)}>
      <input type="hidden" name="date" value={date} />
      <Field
        label="Why skip?"
        name="reason"
        idPrefix="day"
        maxlength={noteLimit}
        dir="auto"
        grow
        placeholder="ill, on holiday"
      />
      <Button>Skip {name}</Button>
    </form>
  )
}

/** Menu of a day of a habit: tick or untick, an amount, a skip; and the days next to it. */
export const HabitDay = (props: DayProps) => {
  const { goal, date, day, week, now, isPage } = props
  const target = day?.target ?? targetOf(goal) ?? 60
  const beside = (days: number, icon: 'left' | 'right', label: string) => {
    const href = pathTo`/goals/${goal.id}/day?${new URLSearchParams({ date: addDays(date, days) })}`
    return <ActLink icon={icon} label={label} href={href} {...showsDay(goal.id)} hx-get={href} />
  }
  return (
    <div class="grid gap-4">
      <div class="flex items-center gap-2">
        <h2 class="flex-1">{shortDate(date, now.today)}</h2>
        {beside(-7, 'left', 'Week before')}
        {beside(7, 'right', 'Week after')}
        {!isPage && <ActButton type="button" icon="close" label="Close" data-closes />}
      </div>
      <DayForm goal={goal} class="grid grid-cols-7 text-center text-grey text-small" aria-label="Days of the week">
        {week.map(({ date: one, day }) => (
          <button
            type="submit"
            class={classes(
              'grid min-h-control cursor-pointer justify-items-center gap-1 rounded border-0 bg-transparent py-1 hover:bg-hover',
              one === date && 'bg-accent-wash text-ink',
            )}
            name="date"
            value={one}
            aria-current={one === date ? 'date' : undefined}
            title={dayName(one, day, now.today)}
          >
            {weekdayNameOf(one).slice(0, 2)}
            {day ? <DayMark day={day} today={now.today} class="size-4" /> : <span class="size-4" />}
          </button>
        ))}
      </DayForm>
      <p class="text-grey text-small">
        <NameLink href={pathTo`/goals/${goal.id}`} name={goal.title} /> · {stateOf(props)}
      </p>
      {isOpenGoal(goal.status) && (
        <>
          {date <= now.latestDay &&
            (takesTicks(goal) ? (
              <DayTicks {...props} />
            ) : (
              <form class="toolbar" {...postsTo(pathTo`/goals/${goal.id}/log`)}>
                <input type="hidden" name="date" value={date} />
                <Field
                  label="Time"
                  name="amount"
                  idPrefix="day"
                  required
                  maxlength={40}
                  autocomplete="off"
                  value={duration(day && day.verdict === 'open' ? Math.max(60, day.target - day.amount) : target)}
                />
                <Button variant={day?.verdict === 'met' ? undefined : 'primary'}>Log time</Button>
                <LinkButton variant="quiet" href={dayPath(date)}>
                  Sessions
                </LinkButton>
              </form>
            ))}
          <DaySkip {...props} />
        </>
      )}
    </div>
  )
}

/** `/goals/:id/day` without script. */
export const HabitDayPage = (props: DayProps) => (
  <>
    <PageHead
      title={shortDate(props.date, props.now.today)}
      back={{ href: pathTo`/goals/${props.goal.id}`, name: props.goal.title }}
    />
    <div id={dayDialog}>
      <HabitDay {...props} isPage />
    </div>
  </>
)
