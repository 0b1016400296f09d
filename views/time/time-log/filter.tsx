import { addDays } from '../../../functions/lib/days'
import type { Draft } from '../../../functions/lib/form'
import { shortDate } from '../../../functions/lib/format'
import { capitalized } from '../../../functions/lib/text'
import type { FilterOptions } from '../../../functions/time/sessions/list/filter-options'
import {
  asSubjects,
  type SessionsView,
  subjectsOf,
  viewPath,
  withoutCursor,
} from '../../../functions/time/sessions/list/view'
import type { ViewSums } from '../../../functions/time/sessions/queries'
import { Actions, LinkButton } from '../../ui/button'
import { Field, Select, TagsField } from '../../ui/field'
import { ErrorSummary, Toolbar } from '../../ui/form'
import { Steps } from '../../ui/section'
import { type ListContext, Total } from '../sessions/day'
import { datesInWords, subjectInWords } from '../sessions/words'

export type FilterDraft = Draft<{
  [name in 'from' | 'to' | 'subject' | 'tag' | 'q' | 'cursor']: string | null
}>

type FilterProps = { view: SessionsView; options: FilterOptions; draft?: FilterDraft }

/** The fields that each choose one subject; further ones stay as they are. */
const fieldsOf = (view: SessionsView) => {
  const all = subjectsOf(view)
  const first = (kind: RegExp) => all.find((subject) => kind.test(subject))
  const fields = {
    project: first(/^project:/),
    organization: first(/^(client|organization):/),
    goal: first(/^goal(-tree)?:/),
    plan: first(/^(plan|chunk):/),
    task: first(/^task:/),
    tag: first(/^tag:#/),
  }
  return { ...fields, others: all.filter((subject) => !Object.values(fields).includes(subject)) }
}

const moreFilters = ({ organization, plan, task }: FilterOptions) =>
  capitalized(
    [organization.length > 0 && 'organization', 'goal', plan.length > 0 && 'plan', task.length > 0 && 'task', 'tag']
      .filter(Boolean)
      .join(', '),
  )

export const Filter = ({ view, options, draft }: FilterProps) => {
  const value = (name: 'from' | 'to' | 'q') => draft?.values[name] ?? view[name]
  const { others, ...chosen } = fieldsOf(view)
  return (
    <>
      <ErrorSummary errors={draft?.errors.cursor} />
      <Toolbar id="session-filter" action="/sessions" label="Sessions">
        {view.selecting && <input type="hidden" name="select" value="1" />}
        {others.map((subject) => (
          <input type="hidden" name="subject" value={subject} />
        ))}
        <Field
          grow
          label="Title, notes or tags"
          name="q"
          type="search"
          dir="auto"
          value={value('q')}
          errors={draft?.errors.q}
        />
        <Field label="From" name="from" type="date" value={value('from')} errors={draft?.errors.from} />
        <Field label="To" name="to" type="date" value={value('to')} errors={draft?.errors.to} />
        <Select
          label="Project"
          name="subject"
          options={options.project}
          value={chosen.project}
          errors={draft?.errors.subject}
        />
        <details open={draft?.errors.tag !== undefined}>
          <summary class="link">{moreFilters(options)}</summary>
          <div class="toolbar">
            {options.organization.length > 0 && (
              <Select
                idPrefix="organization"
                label="Organization"
                name="subject"
                options={options.organization}
                value={chosen.organization}
              />
            )}
            <Select idPrefix="goal" label="Goal" name="subject" options={options.goal} value={chosen.goal} />
            {options.plan.length > 0 && (
              <Select
                idPrefix="plan"
                label="Plan"
                name="subject"
                options={options.plan}
                groups={options.chunks}
                value={chosen.plan}
              />
            )}
            {options.task.length > 0 && (
              <Select idPrefix="task" label="Task" name="subject" options={options.task} value={chosen.task} />
            )}
            <TagsField
              label="Tag"
              name="tag"
              value={draft?.values.tag ?? chosen.tag?.slice('tag:#'.length)}
              errors={draft?.errors.tag}
            />
          </div>
        </details>
      </Toolbar>
    </>
  )
}

const DaySteps = ({ day, view, today }: { day: string; view: SessionsView; today: string }) => {
  const to = (date: string) => viewPath(withoutCursor(view), { from: date, to: date })
  return (
    <Steps
      label="Days"
      earlier={{ href: to(addDays(day, -1)), label: shortDate(addDays(day, -1), today) }}
      later={{ href: to(addDays(day, 1)), label: shortDate(addDays(day, 1), today) }}
    />
  )
}

/** The active filters, each with a link that removes it, and the sums of what they leave. */
export const Limits = ({ view, names, today, reader, sums }: ListContext & { sums: ViewSums }) => {
  const dates = datesInWords(view, today)
  const whole = withoutCursor(view)
  const subjects = subjectsOf(view)
  const without = (subject: string) => asSubjects(subjects.filter((other) => other !== subject))
  return (
    <Actions>
      {dates && (
        <LinkButton small icon="close" href={viewPath(whole, { from: null, to: null })} title="Show all days">
          {dates}
        </LinkButton>
      )}
      {subjects.map((subject) => (
        <LinkButton small icon="close" href={viewPath(whole, without(subject))} title="Remove this filter">
          <bdi>{subjectInWords(subject, names, reader.clock)}</bdi>
        </LinkButton>
      ))}
      {view.q && (
        <LinkButton small icon="close" href={viewPath(whole, { q: '' })} title="Remove this filter">
          <bdi>“{view.q}”</bdi>
        </LinkButton>
      )}
      {view.from && view.from === view.to && <DaySteps day={view.from} view={view} today={today} />}
      <Total view={view} sums={sums} />
      {sums.sessions !== 0 && !view.selecting && (
        <LinkButton small variant="quiet" icon="check" href={viewPath(whole, { selecting: true })}>
          Select
        </LinkButton>
      )}
    </Actions>
  )
}
