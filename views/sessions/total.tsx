import type { Range } from '../../functions/lib/days'
import { plural } from '../../functions/lib/format'
import { filterParams, type SessionsView, subjectsOf } from '../../functions/sessions/list/view'
import type { ViewSums } from '../../functions/sessions/queries'
import { explainPath, statsLink } from '../links'
import { LinkButton } from '../ui/button'
import { Duration } from '../ui/figure'

const csvPath = (view: SessionsView) => {
  const query = new URLSearchParams(filterParams(view))
  return query.size > 0 ? `/sessions.csv?${query}` : '/sessions.csv'
}

/** The subject and the dates that other pages know as well; undefined where only the list can show this view. */
const figureOf = (view: SessionsView): { subject: string; range: Range | null } | undefined => {
  const [subject = 'all', ...others] = subjectsOf(view)
  if (others.length > 0 || view.q !== '') return undefined
  if (view.from !== null && view.to !== null) return { subject, range: { from: view.from, to: view.to } }
  return view.from === null && view.to === null ? { subject, range: null } : undefined
}

type TotalProps = {
  view: SessionsView
  sums: ViewSums
  /** Replaces the one on the page. */
  oob?: boolean
}

/** Sums of what the list shows on all its pages, with its CSV. */
export const Total = ({ view, sums: { sessions, seconds }, oob }: TotalProps) => {
  const figure = figureOf(view)
  return (
    <p id="sessions-total" class="list-total" data-total={seconds} hx-swap-oob={oob ? 'true' : undefined}>
      {figure && seconds > 0 ? (
        <a href={explainPath(figure.range, figure.subject)} data-figure={seconds}>
          <b>
            <Duration seconds={seconds} />
          </b>
        </a>
      ) : (
        <b>
          <Duration seconds={seconds} />
        </b>
      )}
      <span class="grey" data-total={sessions}>
        in {plural(sessions, 'session')}
      </span>
      {sessions !== 0 && (
        <LinkButton small icon="download" href={csvPath(view)} download>
          CSV
        </LinkButton>
      )}
      {figure && sessions !== 0 && (
        <LinkButton
          small
          variant="quiet"
          icon="stats"
          href={statsLink({
            ...(figure.range ?? { range: 'all' }),
            subject: figure.subject === 'all' ? undefined : figure.subject,
          })}
        >
          Statistics
        </LinkButton>
      )}
    </p>
  )
}
