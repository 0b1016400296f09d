import type { ListPage } from '../../../functions/time/sessions/list/page'
import { isUnfiltered } from '../../../functions/time/sessions/list/view'
import type { PlannedList } from '../../../functions/time/sessions/planned'
import type { OptionGroup } from '../../ui/field'
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
  choices: OptionGroup[] | null
  /** Null where the query is invalid. */
  page: ListPage | null
  draft?: FilterDraft
  unfinished?: UnfinishedList
  planned?: PlannedList | null
}

export const SessionsPage = ({ week, choices, page, draft, unfinished, planned = null, ...context }: PageProps) => (
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
      <Filter {...context} choices={choices} draft={draft} sums={page?.sums} />
    </PageHead>
    {draft && <FilterErrors draft={draft} />}
    {page && <SessionList page={page} {...context} />}
    <SessionMenu />
  </>
)
