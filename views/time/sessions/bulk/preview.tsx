import { grouped, longDate, plural } from '../../../../functions/lib/format'
import type { BatchKind } from '../../../../functions/time/sessions/bulk/batch'
import type { BulkPlan, Effects } from '../../../../functions/time/sessions/bulk/plan'
import type { FormFields } from '../../../../functions/time/sessions/bulk/selection'
import { Actions, Button, Cancel, Notice } from '../../../ui/button'
import { CountKpi, Duration, FigureKpi, Kpis, Table } from '../../../ui/figure'
import { dayPath } from '../../../ui/links'
import { PageHead, Section, Stack } from '../../../ui/section'
import { Examples, type ExamplesProps, Refused } from './examples'
import { HiddenFields } from './form'

/** Reason for showing the preview again. */
export type PreviewNotice = 'changed' | 'refused'

type PreviewProps = Omit<ExamplesProps, 'changed' | 'total'> & {
  batch: Pick<BatchKind, 'path' | 'title'>
  /** Selection and form values. */
  carried: FormFields
  fingerprint: string
  plan: BulkPlan
  effects: Effects
  /** Days that change most, with their present seconds. */
  days: { date: string; before: number; change: number }[]
  examples: BulkPlan['changed']
  refused: BulkPlan['refused']
  back: string
  notice?: PreviewNotice
}

const Figures = ({ plan, effects }: Pick<PreviewProps, 'plan' | 'effects'>) => (
  <Kpis>
    <CountKpi
      label={effects.counts.deleted > 0 ? 'To delete' : 'To change'}
      note={plan.same > 0 ? `${grouped(plan.same)} unchanged` : undefined}
      count={plan.changed.length}
      unit={plan.changed.length === 1 ? 'session' : 'sessions'}
    />
    <FigureKpi label="Total time" seconds={effects.seconds} />
    <CountKpi
      label="Move to another day"
      note={
        effects.moved_seconds > 0 ? (
          <>
            <Duration seconds={effects.moved_seconds} /> of their time
          </>
        ) : undefined
      }
      count={effects.counts.days}
    />
    <CountKpi
      label="Can’t change"
      note={plan.refused.length > 0 ? 'listed below' : undefined}
      count={plan.refused.length}
    />
  </Kpis>
)

const changeWords = {
  project: 'a new project',
  goal: 'a new goal',
  plan: 'a new plan or chunk',
  task: 'a new task',
  tags: 'new tags',
  time: 'new times',
}

const zoneWords = { ...changeWords, time: 'a new time zone or day start' }

const Kinds = ({ counts, refiles }: Effects & { refiles: boolean }) => {
  const kinds = Object.entries(refiles ? zoneWords : changeWords).flatMap(([kind, words]) => {
    const count = Object.entries(counts).find(([name]) => name === kind)?.[1] ?? 0
    return count > 0 ? [`${plural(count, 'session')} ${count === 1 ? 'gets' : 'get'} ${words}`] : []
  })
  return kinds.length > 0 ? <p>{kinds.join('; ')}.</p> : null
}

const noticeText = {
  changed: 'Nothing was changed: some of these sessions have changed since. This is the updated preview.',
  refused: 'Nothing was changed: some sessions can’t be changed. Go back and correct the change, or skip them.',
}

const Confirm = ({ batch, carried, fingerprint, plan, effects }: PreviewProps) => {
  const good = plan.changed.length
  const bad = plan.refused.length
  const verb = effects.counts.deleted > 0 ? 'Delete' : 'Change'
  return (
    <>
      {good === 0 && <Notice>{bad > 0 ? 'None of these can be changed this way.' : 'Nothing to change.'}</Notice>}
      <Actions>
        {good > 0 && (
          <form method="post" action={`${batch.path}/confirm`}>
            <HiddenFields fields={{ ...carried, seen: fingerprint }} />
            <Button
              variant={effects.counts.deleted > 0 ? 'danger-primary' : 'primary'}
              name="on_error"
              value={bad > 0 ? 'skip' : 'stop'}
              data-autofocus
            >
              {verb} {plural(good, 'session')}
              {bad > 0 && `, skip ${grouped(bad)}`}
            </Button>
          </form>
        )}
        <form method="post" action={batch.path} hx-post={batch.path} hx-target="#bulk" hx-swap="outerHTML show:top">
          <HiddenFields fields={carried} />
          <Button variant={good > 0 ? 'quiet' : 'plain'}>Back to the form</Button>
        </form>
      </Actions>
    </>
  )
}

const Days = ({ days, effects, today }: PreviewProps) => (
  <Section
    id="bulk-days"
    title="Days"
    summary={
      effects.days.length > days.length
        ? `the ${days.length} with the biggest changes, of ${grouped(effects.days.length)}`
        : plural(days.length, 'day')
    }
  >
    <Table
      caption="Days before and after"
      columns={[{ label: 'Day' }, { label: 'Before', numeric: true }, { label: 'After', numeric: true }]}
      dense
    >
      {days.map(({ date, before, change }) => (
        <tr>
          <th scope="row">
            <a href={dayPath(date)}>
              <time datetime={date}>{longDate(date, today)}</time>
            </a>
          </th>
          <td class="num">
            <Duration seconds={before} />
          </td>
          <td class="num">
            <Duration seconds={Math.max(0, before + change)} />
          </td>
        </tr>
      ))}
    </Table>
  </Section>
)

export const BulkPreview = (props: PreviewProps) => {
  const { plan, effects, days, examples, refused, notice, back } = props
  return (
    <div id="bulk">
      <PageHead title="Review changes" actions={<Cancel href={back} />} />
      <Stack>
        {notice && (
          <Notice tone={notice === 'changed' ? 'warning' : 'bad'} role="alert">
            <p>{noticeText[notice]}</p>
          </Notice>
        )}
        <Figures plan={plan} effects={effects} />
        <Kinds {...effects} refiles={props.batch.path === '/sessions/bulk/refile'} />
        <Confirm {...props} />
      </Stack>
      {refused.length > 0 && <Refused {...props} total={plan.refused.length} refused={refused} />}
      {days.length > 0 && <Days {...props} />}
      {examples.length > 0 && <Examples {...props} changed={examples} total={plan.changed.length} />}
    </div>
  )
}
