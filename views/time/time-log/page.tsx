import type { PageViews } from '../../../functions/ledger/views'
import type { ListPage } from '../../../functions/time/sessions/list/page'
import { isUnfiltered, viewPath, withoutCursor } from '../../../functions/time/sessions/list/view'
import type { PlannedList } from '../../../functions/time/sessions/planned'
import type { FilterChoices } from '../../ledger/filter-fields'
import { ViewsInMenu } from '../../ledger/saved-views'
import { MenuLink } from '../../ui/item'
import { PageHead } from '../../ui/section'
import { TimeTabs } from '../../ui/time-tabs'
import { EntryForm } from '../entry/entry'
import { type ListContext, ViewLinks } from '../sessions/day'
import { PlannedSection, SessionList, Week, type WeekProps } from '../sessions/list'
import { SessionMenu } from '../sessions/row'
import { type UnfinishedList, UnfinishedSection } from '../timer/unfinished'
import { Filter, type FilterDraft, FilterErrors, sessionsMoreId } from './filter'

type PageProps = ListContext & {
  week: WeekProps
  choices: FilterChoices
  viewed: PageViews
  /** Null if the query is invalid. */
  page: ListPage | null
  draft?: FilterDraft
  unfinished?: UnfinishedList
  planned?: PlannedList | null
}

export const SessionsPage = ({
  week,
  choices,
  viewed,
  page,
  draft,
  unfinished,
  planned = null,
  ...context
}: PageProps) => (
  <>
    <PageHead
      title="Sessions"
      summaryId="sessions-week"
      summary={week.seconds > 0 && <Week {...week} />}
      moreId={sessionsMoreId}
      more={
        <>
          <MenuLink
            icon="plus"
            label="Add session"
            href="/sessions/new"
            hx-get="/sessions/new"
            hx-target="#session-new"
            hx-swap="innerHTML"
          />
          <ViewsInMenu viewed={viewed} address={viewPath(withoutCursor(context.view))} />
          {page && <ViewLinks view={context.view} sums={page.sums} />}
          <MenuLink icon="import" label="Import" href="/sessions/import" />
        </>
      }
    >
      <TimeTabs current="/sessions" />
      <EntryForm reader={context.reader} today={context.today} />
      <div id="session-new" />
      {unfinished && <UnfinishedSection unfinished={unfinished} reader={context.reader} />}
      {isUnfiltered(context.view) && <PlannedSection planned={planned} reader={context.reader} today={context.today} />}
      <Filter {...context} choices={choices} viewed={viewed} draft={draft} sums={page?.sums} />
    </PageHead>
    {draft && <FilterErrors draft={draft} />}
    {page && <SessionList page={page} {...context} />}
    <SessionMenu />
  </>
)
