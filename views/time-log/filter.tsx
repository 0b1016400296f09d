import { addDays } from '../../functions/lib/days'
import type { Draft } from '../../functions/lib/form'
import { type SessionsView, viewPath, withoutCursor } from '../../functions/sessions/list/view'
import { statsPath } from '../links'
import type { ListContext } from '../sessions/day'
import { datesInWords, subjectInWords } from '../sessions/words'
import { Actions, LinkButton } from '../ui/button'
import { Field, type Option, Select } from '../ui/field'
import { ErrorSummary, Toolbar } from '../ui/form'
import { Fold } from '../ui/section'

export type FilterDraft = Draft<Pick<SessionsView, 'from' | 'to' | 'subject'> & { cursor: string }>

type FilterProps = { view: SessionsView; subjects: Option[]; draft?: FilterDraft }

export const Filter = ({ view, subjects, draft }: FilterProps) => {
  const value = (name: 'from' | 'to' | 'subject') => draft?.values[name] ?? view[name]
  return (
    <Fold id="session-filter" title="Filter" summary="by day, project or goal" open={draft !== undefined}>
      <ErrorSummary errors={draft?.errors.cursor} />
      <Toolbar action="/sessions" label="Sessions">
        {view.selecting && <input type="hidden" name="select" value="1" />}
        <Field label="From" name="from" type="date" value={value('from')} errors={draft?.errors.from} />
        <Field label="To" name="to" type="date" value={value('to')} errors={draft?.errors.to} />
        <Select
          label="Project"
          name="subject"
          options={subjects}
          value={value('subject')}
          errors={draft?.errors.subject}
        />
      </Toolbar>
    </Fold>
  )
}

const DaySteps = ({ day, view }: { day: string; view: SessionsView }) => {
  const to = (date: string) => viewPath(withoutCursor(view), { from: date, to: date })
  return (
    <>
      <LinkButton small icon="left" rel="prev" href={to(addDays(day, -1))}>
        Day before
      </LinkButton>
      <LinkButton small rel="next" href={to(addDays(day, 1))}>
        Day after
      </LinkButton>
      <LinkButton small variant="quiet" icon="stats" href={statsPath({ from: day, to: day })}>
        Statistics for this day
      </LinkButton>
    </>
  )
}

/** The active filters, each with a link that removes it, and the link that shows checkboxes. */
export const Limits = ({ view, names, today, canSelect }: ListContext & { canSelect: boolean }) => {
  const dates = datesInWords(view, today)
  const subject = subjectInWords(view.subject, names)
  if (!dates && !subject && !canSelect) return null
  const whole = withoutCursor(view)
  return (
    <Actions>
      {dates && (
        <LinkButton small icon="close" href={viewPath(whole, { from: null, to: null })} title="Show all days">
          {dates}
        </LinkButton>
      )}
      {subject && (
        <LinkButton small icon="close" href={viewPath(whole, { subject: 'all' })} title="Show all projects and goals">
          <bdi>{subject}</bdi>
        </LinkButton>
      )}
      {view.from && view.from === view.to && <DaySteps day={view.from} view={view} />}
      {canSelect && (
        <LinkButton small variant="quiet" icon="check" href={viewPath(whole, { selecting: true })}>
          Select
        </LinkButton>
      )}
    </Actions>
  )
}
