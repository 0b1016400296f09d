import type { Draft } from '../../functions/lib/form'
import type { ListPage } from '../../functions/sessions/list/page'
import { type SessionsView, viewPath, withoutCursor } from '../../functions/sessions/list/view'
import { EntryForm } from '../entry/entry'
import { sessionsPath } from '../links'
import { type UnfinishedList, UnfinishedSection } from '../timer/unfinished'
import { LinkButton } from '../ui/button'
import type { Option } from '../ui/field'
import { Duration } from '../ui/figure'
import { PageHead } from '../ui/section'
import type { ListContext } from './day'
import { Filter, Limits } from './filter'
import { SessionList } from './list'

type WeekProps = { seconds: number; from: string; to: string }

/** Time tracked this week, leading to its sessions. */
export const Week = ({ seconds, ...week }: WeekProps) => (
  <a href={sessionsPath(week)}>
    <Duration seconds={seconds} /> this week
  </a>
)

export type FilterDraft = Draft<Pick<SessionsView, 'from' | 'to' | 'subject'> & { cursor: string }>

type PageProps = ListContext & {
  week: WeekProps
  subjects: Option[]
  /** Null where the address asks for something that is not to be had. */
  page: ListPage | null
  draft?: FilterDraft
  /** What was left running, on top of the whole list. */
  left?: UnfinishedList
}

/** All sessions, or those of some days, a project or a goal. */
export const SessionsPage = ({ week, subjects, page, draft, left, ...context }: PageProps) => (
  <>
    <PageHead
      title="Sessions"
      summaryId="sessions-week"
      summary={<Week {...week} />}
      actions={
        context.view.selecting ? (
          <LinkButton href={viewPath(withoutCursor(context.view), { selecting: false })}>Done</LinkButton>
        ) : (
          <>
            <LinkButton
              variant="quiet"
              icon="plus"
              href="/sessions/new"
              hx-get="/sessions/new"
              hx-target="#session-new"
              hx-swap="innerHTML"
            >
              By hand
            </LinkButton>
            <LinkButton variant="quiet" icon="import" href="/sessions/import">
              Import
            </LinkButton>
          </>
        )
      }
    />
    {!context.view.selecting && <EntryForm reader={context.reader} today={context.today} />}
    <div id="session-new" />
    {left && <UnfinishedSection left={left} reader={context.reader} />}
    <Filter view={context.view} subjects={subjects} draft={draft} />
    {page && <Limits {...context} canSelect={page.total > 0 && !context.view.selecting} />}
    {page && <SessionList page={page} {...context} />}
  </>
)
