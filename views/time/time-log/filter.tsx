import { groupsOf, wordsOf } from '../../../functions/lib/filter'
import type { Draft } from '../../../functions/lib/http/form'
import { shortDate } from '../../../functions/lib/text/format'
import { addDays } from '../../../functions/lib/time/days'
import type { FilterOptions } from '../../../functions/time/sessions/list/filter-options'
import { type SessionsView, viewPath, withoutCursor } from '../../../functions/time/sessions/list/view'
import type { ViewSums } from '../../../functions/time/sessions/list/view-sums'
import { datesInWords, subjectInWords } from '../../../functions/time/sessions/words'
import { Field, Select, TagFilter } from '../../ui/field'
import { FilterBar } from '../../ui/filter'
import { drafted, ErrorSummary, SearchField } from '../../ui/form'
import { Steps } from '../../ui/section'
import { type ListContext, Total } from '../sessions/day'

export type FilterDraft = Draft<{
  [name in 'from' | 'to' | 'subject' | 'tag' | 'q' | 'cursor']: string | null
}>

/** The fields that each choose one subject; further ones stay as they are. */
const fieldsOf = (view: SessionsView) => {
  const all = groupsOf(view.subject).flatMap(({ subject, isOut }) => (isOut ? [] : [subject]))
  const first = (kind: RegExp) => all.find((subject) => kind.test(subject))
  const fields = {
    project: first(/^project:/),
    organization: first(/^(client|organization):/),
    goal: first(/^goal(-tree)?:/),
    plan: first(/^(plan|chunk):/),
    task: first(/^task:/),
    tag: first(/^tag:#/),
    words: first(/^text:=/),
  }
  const others = groupsOf(view.subject).filter((group) => group.isOut || !Object.values(fields).includes(group.subject))
  return { ...fields, others }
}

/** Ids of the parts of the page that a filter renews, beside the list. */
export const sessionsMoreId = 'sessions-more'

/** A chip for each filter, with the fields that script clears in place of following its link. */
const chipsOf = (view: SessionsView, { names, today, reader }: Pick<ListContext, 'names' | 'today' | 'reader'>) => {
  const whole = withoutCursor(view)
  const { others: _, words, ...chosen } = fieldsOf(view)
  const fieldOf = (subject: string) => {
    const name = Object.entries(chosen).find(([, value]) => value === subject)?.[0]
    return name && (name === 'tag' ? 'sessions-tag' : `sessions-${name}-subject`)
  }
  const dates = datesInWords(view, today)
  return [
    ...(dates
      ? [{ text: dates, href: viewPath(whole, { from: null, to: null }), field: 'sessions-from sessions-to' }]
      : []),
    ...groupsOf(view.subject).map(({ subject, isOut, without }) => ({
      label: isOut ? 'not' : undefined,
      text: subjectInWords(subject, names, reader.clock) ?? subject,
      href: viewPath(whole, { subject: without }),
      ...(!isOut && (subject === words ? { field: 'sessions-q', isSearch: true } : { field: fieldOf(subject) })),
    })),
  ]
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

type FilterProps = ListContext & { options: FilterOptions; draft?: FilterDraft; sums?: ViewSums }

const FilterFields = ({ view, options, draft }: Pick<FilterProps, 'view' | 'options' | 'draft'>) => {
  const field = drafted({ from: view.from, to: view.to }, draft, 'sessions')
  const chosen = fieldsOf(view)
  const subject = (kind: Exclude<keyof typeof chosen, 'others' | 'words'>) => ({
    idPrefix: `sessions-${kind}`,
    name: 'subject',
    value: chosen[kind],
  })
  return (
    <>
      <Field label="From" type="date" isPast {...field('from')} />
      <Field label="To" type="date" isPast {...field('to')} />
      <Select label="Project" options={options.project} errors={draft?.errors.subject} {...subject('project')} />
      {options.organization.length > 0 && (
        <Select label="Organization" options={options.organization} {...subject('organization')} />
      )}
      <Select label="Goal" options={options.goal} {...subject('goal')} />
      {options.plan.length > 0 && (
        <Select label="Plan" options={options.plan} groups={options.chunks} {...subject('plan')} />
      )}
      {options.task.length > 0 && <Select label="Task" options={options.task} {...subject('task')} />}
      <TagFilter
        name="tag"
        idPrefix="sessions"
        value={draft?.values.tag ?? chosen.tag?.slice('tag:#'.length) ?? ''}
        errors={draft?.errors.tag}
      />
    </>
  )
}

/** The filters of the list, what is set, and the sums of what they leave. */
export const Filter = ({ options, draft, sums, ...context }: FilterProps) => {
  const { view } = context
  return (
    <FilterBar
      label="Sessions"
      action="/sessions"
      list="session-list"
      renews={['sessions-limits', sessionsMoreId]}
      idPrefix="sessions"
      isOpen={draft !== undefined}
      chips={chipsOf(view, context)}
      clear={viewPath(withoutCursor(view), { from: null, to: null, subject: 'all' })}
      search={
        <SearchField
          label="Title, notes or tags"
          placeholder="Title, notes or tags"
          idPrefix="sessions"
          grow={false}
          dir="auto"
          value={draft?.values.q ?? wordsOf(view.subject)}
          errors={draft?.errors.q}
        />
      }
      fields={<FilterFields view={view} options={options} draft={draft} />}
    >
      {fieldsOf(view).others.map(({ subject, isOut }) => (
        <input type="hidden" name={isOut ? 'not' : 'subject'} value={subject} />
      ))}
      <div class="sieve-end" id="sessions-limits">
        {view.from && view.from === view.to && <DaySteps day={view.from} view={view} today={context.today} />}
        {sums && <Total view={view} sums={sums} />}
      </div>
    </FilterBar>
  )
}

/** Messages of a query that is invalid, in the place of the list. */
export const FilterErrors = ({ draft }: { draft: FilterDraft }) => (
  <div id="session-list">
    <ErrorSummary errors={Object.values(draft.errors).flatMap((errors) => errors ?? [])} />
  </div>
)
