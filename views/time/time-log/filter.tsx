import type { PageViews } from '../../../functions/ledger/views'
import { subjectWords } from '../../../functions/lib/filter'
import type { Draft } from '../../../functions/lib/http/form'
import { shortDate } from '../../../functions/lib/text/format'
import { addDays } from '../../../functions/lib/time/days'
import { type SessionsView, viewPath, withoutCursor } from '../../../functions/time/sessions/list/view'
import type { ViewSums } from '../../../functions/time/sessions/list/view-sums'
import { datesInWords, subjectInWords } from '../../../functions/time/sessions/words'
import { type FilterChoices, LedgerFilterBar, periodName } from '../../ledger/filter-fields'
import { ErrorSummary, SearchField } from '../../ui/form'
import { Steps } from '../../ui/section'
import { type ListContext, ListTotal } from '../sessions/day'

export type FilterDraft = Draft<{
  [name in 'from' | 'to' | 'range' | 'subject' | 'tag' | 'q' | 'cursor']: string | null
}>

/** Ids of the parts of the page that a filter refreshes in addition to the list. */
export const sessionsMoreId = 'sessions-more'

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

type FilterProps = ListContext & { choices: FilterChoices; viewed: PageViews; draft?: FilterDraft; sums?: ViewSums }

/** Filters of the list, chips of the active ones, and sums of the filtered sessions. */
export const Filter = ({ choices, viewed, draft, sums, ...context }: FilterProps) => {
  const { view, today, names, reader } = context
  const whole = withoutCursor(view)
  const dates = periodName(view.range) ?? datesInWords(view, today)
  return (
    <LedgerFilterBar
      label="Sessions"
      action="/sessions"
      list="session-list"
      renews={['sessions-limits', sessionsMoreId]}
      idPrefix="sessions"
      choices={choices}
      saved={{ viewed, page: 'sessions' }}
      subject={view.subject}
      nameOf={(subject) => subjectInWords(subject, names, reader.clock) ?? 'All sessions'}
      hrefOf={(subject) => viewPath(whole, { subject })}
      chips={dates ? [{ text: dates, href: viewPath(whole, { from: null, to: null }) }] : []}
      search={
        <SearchField
          label="Title, notes or tags"
          placeholder="Title, notes or tags"
          idPrefix="sessions"
          grow={false}
          dir="auto"
          value={draft?.values.q ?? subjectWords(view.subject)}
          errors={draft?.errors.q}
        />
      }
      clear={viewPath(whole, { from: null, to: null, subject: 'all' })}
      period={{ ...view, ...draft?.values }}
      errors={draft?.errors}
    >
      <div class="sieve-end" id="sessions-limits">
        {view.from && view.from === view.to && <DaySteps day={view.from} view={view} today={today} />}
        {sums && <ListTotal view={view} sums={sums} />}
      </div>
    </LedgerFilterBar>
  )
}

/** Errors of an invalid query, shown instead of the list. */
export const FilterErrors = ({ draft }: { draft: FilterDraft }) => (
  <div id="session-list">
    <ErrorSummary errors={Object.values(draft.errors).flatMap((errors) => errors ?? [])} />
  </div>
)
