import type { GoalPageData } from '../../../functions/goals/goals/progress/page'
import { amountText, unitOf } from '../../../functions/goals/goals/progress/text'
import { isOpenGoal, periodOf, takesTicks } from '../../../functions/goals/goals/schema'
import { noteLimit, type Tick } from '../../../functions/goals/goals/ticks/schema'
import type { LocalNow } from '../../../functions/lib/env'
import type { AnyDraft } from '../../../functions/lib/http/form'
import { pathTo } from '../../../functions/lib/http/path-to'
import { shortDayMonth } from '../../../functions/lib/text/format'
import { Button } from '../../ui/button'
import { Field } from '../../ui/field'
import { draftFields } from '../../ui/form'
import { Row } from '../../ui/item'
import { RowActions, RowList, RowName, Section } from '../../ui/section'

type Props = Pick<GoalPageData, 'goal' | 'ticks'> & { now: LocalNow; draft?: AnyDraft }

type TickFormProps = Pick<Props, 'now' | 'draft'> & {
  goal: Pick<GoalPageData['goal'], 'id' | 'progress_source' | 'unit'>
}

/** Form of a tick: amount, date and note. */
export const TickForm = ({ goal, now, draft }: TickFormProps) => {
  const field = draftFields({ amount: '', date: now.today, note: '' }, draft, 'tick')
  const isValue = goal.progress_source === 'value'
  return (
    <form
      class="toolbar"
      method="post"
      action={pathTo`/goals/${goal.id}/ticks`}
      aria-label={isValue ? 'Value' : 'Tick'}
    >
      {(isValue || goal.unit) && (
        <Field
          label={goal.unit ?? 'Value'}
          inputmode="decimal"
          maxlength={14}
          placeholder={isValue ? undefined : '1'}
          required={isValue}
          {...field('amount')}
        />
      )}
      <Field label="Day" type="date" class="max-sm:basis-full" isPast {...field('date')} />
      <Field label="Note" maxlength={noteLimit} dir="auto" grow {...field('note')} />
      <Button icon="check" variant={isValue ? 'primary' : undefined}>
        {isValue ? 'Record the value' : 'Tick'}
      </Button>
    </form>
  )
}

const SkipForm = ({ goal, today }: Pick<Props, 'goal'> & { today: string }) => {
  const unit = periodOf(goal)
  const { basis } = goal.progress
  if (unit === null || basis.from !== 'period') return null
  return (
    <details>
      <summary class="link">Skip a {unit}</summary>
      <form class="toolbar" method="post" action={pathTo`/goals/${goal.id}/skips`}>
        <Field
          label={unit === 'day' ? 'Day' : `A day of the ${unit}`}
          name="date"
          idPrefix="skip"
          type="date"
          value={today}
        />
        <Field
          label="Why"
          name="reason"
          idPrefix="skip"
          maxlength={noteLimit}
          dir="auto"
          grow
          placeholder="ill, on holiday"
        />
        <Button>Skip</Button>
      </form>
    </details>
  )
}

const TickRow = ({ goal, tick, now }: Pick<Props, 'goal' | 'now'> & { tick: Tick }) => (
  <Row
    id={`tick-${tick.id}`}
    title={<RowName>{tick.note || amountText(tick.amount, { ...unitOf(goal), measure: 'times' })}</RowName>}
    facts={[
      <time datetime={tick.date}>{shortDayMonth(tick.date, now.today)}</time>,
      tick.note && amountText(tick.amount, { ...unitOf(goal), measure: 'times' }),
    ]}
    actions={
      <RowActions>
        <form method="post" action={pathTo`/goals/${goal.id}/ticks/${tick.id}/delete`}>
          <Button variant="quiet" icon="close" iconOnly={`Remove: ${tick.note || tick.date}`} />
        </form>
      </RowActions>
    }
  />
)

/** The latest ticks that have a note, on a habit's page. */
export const NotedTicks = ({ goal, ticks, now }: Pick<Props, 'goal' | 'ticks' | 'now'>) => {
  const noted = ticks.filter(({ note }) => note !== '')
  return (
    noted.length > 0 && (
      <Section id="goal-ticks" title="Noted">
        <RowList rows={noted} item={(tick) => <TickRow goal={goal} tick={tick} now={now} />} />
      </Section>
    )
  )
}

/** Ticks of a goal with their form, and a button that skips the current period. */
export const Ticks = ({ goal, ticks, now, draft }: Props) => (
  <>
    {isOpenGoal(goal.status) && takesTicks(goal) && <TickForm goal={goal} now={now} draft={draft} />}
    {ticks.length > 0 && (
      <section aria-label="Latest ticks">
        <RowList rows={ticks} item={(tick) => <TickRow goal={goal} tick={tick} now={now} />} />
      </section>
    )}
    {isOpenGoal(goal.status) && <SkipForm goal={goal} today={now.today} />}
  </>
)
