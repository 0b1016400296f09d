import type { FilterOptions } from '../../../functions/time/sessions/list/filter-options'
import type { ListPage } from '../../../functions/time/sessions/list/page'
import { isUnfiltered, viewPath, withoutCursor } from '../../../functions/time/sessions/list/view'
import type { PlannedList } from '../../../functions/time/sessions/planned'
import { LinkButton } from '../../ui/button'
import { PageHead } from '../../ui/section'
import { EntryForm } from '../entry/entry'
import type { ListContext } from '../sessions/day'
import { PlannedSection, SessionList, Week, type WeekProps } from '../sessions/list'
import { type UnfinishedList, UnfinishedSection } from '../timer/unfinished'
import { Filter, type FilterDraft, Limits } from './filter'

type PageProps = ListContext & {
  week: WeekProps
  options: FilterOptions
  /** Null where the query is invalid. */
  page: ListPage | null
  draft?: FilterDraft
  unfinished?: UnfinishedList
  planned?: PlannedList | null
}

export const SessionsPage = ({ week, options, page, draft, unfinished, planned = null, ...context }: PageProps) => (
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
              icon="plus"
              href="/sessions/new"
              hx-get="/sessions/new"
              hx-target="#session-new"
              hx-swap="innerHTML"
            >
              Add session
            </LinkButton>
            <LinkButton icon="import" href="/sessions/import">
              Import
            </LinkButton>
          </>
        )
      }
    />
    {!context.view.selecting && <EntryForm reader={context.reader} today={context.today} />}
    <div id="session-new" />
    {unfinished && <UnfinishedSection unfinished={unfinished} reader={context.reader} />}
    {isUnfiltered(context.view) && <PlannedSection planned={planned} reader={context.reader} today={context.today} />}
    <Filter view={context.view} options={options} draft={draft} />
    {page && <Limits {...context} sums={page.sums} />}
    {page && <SessionList page={page} {...context} />}
  </>
)
