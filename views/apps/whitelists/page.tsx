import type { ClientHealth, ReportingClient } from '../../../functions/apps/usage/client-health'
import type { ListedApp } from '../../../functions/apps/whitelists/list'
import type { AppListData, AppsPageData } from '../../../functions/apps/whitelists/page-data'
import { type AppsView, isFirstView, textLimit } from '../../../functions/apps/whitelists/schema'
import { listPath } from '../../../functions/lib/http/list-view'
import { grouped } from '../../../functions/lib/text/format'
import { isPackageName } from '../../../functions/lib/text/package-name'
import { LinkButton, Notice } from '../../ui/button'
import { Empty } from '../../ui/empty'
import { optionsOf } from '../../ui/field'
import { Table, type TableColumn } from '../../ui/figure'
import { MenuLink } from '../../ui/item'
import { usageTokenPath } from '../../ui/links'
import { filtersOf, ListPages, ListRegion, ListSearch } from '../../ui/listing'
import { PolledRegion } from '../../ui/live'
import { PageHead, Section, TextLink } from '../../ui/section'
import { EarnedApps } from './earned'
import { AddAppLink, NewAppPlace } from './forms'
import { Limits } from './limits'
import { AppRow, filterNames } from './row'
import { AppsBar, UnlistedApps } from './unlisted'

const Name = ({ name }: Pick<ReportingClient, 'name'>) => (name === '' ? <>an unknown device</> : <bdi>{name}</bdi>)

/** Formats the last report, for example `last report today, 14:02, from Phone`. */
export const LastReport = ({ latest }: ClientHealth) =>
  latest === null ? (
    <>no report yet</>
  ) : (
    <>
      last report {latest.moment}, from <Name {...latest} />
    </>
  )

export const QuietClientsNotice = ({ quiet }: ClientHealth) =>
  quiet.length === 0 ? null : (
    <Notice tone="warning">
      {quiet.map((client) => (
        <p>
          The last report from <Name {...client} /> was {client.ago}. Usage since then is missing.
        </p>
      ))}
    </Notice>
  )

const ReportNotices = ({ reports }: { reports: ClientHealth }) =>
  reports.latest ? (
    <QuietClientsNotice {...reports} />
  ) : (
    <Notice
      icon="apps"
      actions={
        <LinkButton small href={usageTokenPath}>
          Create a token
        </LinkButton>
      }
    >
      No device has reported app usage yet.
    </Notice>
  )

/** Shown instead of the page as long as there is no device and no rule. */
const HowToConnect = () => (
  <>
    <PageHead title="Apps" />
    <Empty
      title="Connect a phone or computer"
      actions={
        <>
          <LinkButton variant="primary" href="/sessions/import">
            Import from ActivityWatch
          </LinkButton>
          <LinkButton href={usageTokenPath}>Connect another program</LinkButton>
        </>
      }
    >
      <TextLink href="https://activitywatch.net">ActivityWatch</TextLink>, a free program, notes which apps you use:
      install it, and import what it exports.
    </Empty>
  </>
)

/** Polling interval in seconds: usage reports and an admin's changes of defaults do not notify open pages. */
const unheard = 29

/** `/whitelists` */
export const AppsContent = (page: AppsPageData) => {
  const live = `/whitelists/live?${new URLSearchParams({ v: page.version })}`
  if (page.needsDevice) {
    return (
      <PolledRegion id="apps" path={live} every={unheard}>
        <HowToConnect />
      </PolledRegion>
    )
  }
  return (
    <PolledRegion id="apps" path={live} every={unheard}>
      <PageHead
        title="Apps"
        summary={page.reports.latest && <LastReport {...page.reports} />}
        actions={<AddAppLink of={page.of} />}
        more={
          <>
            <MenuLink icon="check" label="Select" href="/whitelists?select=app" />
            <MenuLink icon="import" label="Paste a list" href="/whitelists/paste" />
          </>
        }
      >
        <Filters {...page} names={filterNames} />
      </PageHead>
      <ReportNotices reports={page.reports} />
      <NewAppPlace />
      <Limits limits={page.limits} today={page.today} reader={page.user.preferences} />
      <UnlistedApps {...page} />
      <EarnedApps view={page.earned} reader={page.user.preferences} />
      <AppList {...page} rows={notSeen(page)} />
    </PolledRegion>
  )
}

const kindOf = ({ path }: AppListData['of']) => ({ path, name: 'app', many: 'apps' }) as const

const countedNames = (counts: NonNullable<AppListData['counts']>) => ({
  ...filterNames,
  allowed: `${filterNames.allowed} ${grouped(counts.allowed)}`,
  blocked: `${filterNames.blocked} ${grouped(counts.all - counts.allowed)}`,
})

type FiltersProps = Pick<AppListData, 'of' | 'view' | 'counts'> & { names: Record<string, string> }

export const Filters = ({ of, view, counts, names }: FiltersProps) => (
  <ListSearch
    kind={kindOf(of)}
    limit={textLimit}
    placeholder="Name or package name"
    view={view}
    filters={[
      {
        label: 'Show',
        all: counts ? `All ${grouped(counts.all)}` : 'All',
        options: optionsOf(counts ? countedNames(counts) : names),
        ...filtersOf(kindOf(of), view)('show'),
      },
    ]}
  >
    {view.sort !== '' && <input type="hidden" name="sort" value={view.sort} />}
  </ListSearch>
)

/** Offers the search without the filter, because a filter may hide a match. */
const NotFound = ({ of, view }: Pick<AppListData, 'of' | 'view'>) => {
  if (view.show !== '') {
    const everywhere = listPath(of.path, { ...view, show: '', after: null })
    return (
      <Empty
        title={`No match in “${filterNames[view.show]}”`}
        level={3}
        actions={<LinkButton href={everywhere}>Search all apps</LinkButton>}
      />
    )
  }
  const canAdd = isPackageName(view.q)
  const add = `${of.path}/add?${new URLSearchParams({ package_name: view.q })}`
  return (
    <Empty
      title="No match"
      level={3}
      actions={
        canAdd && (
          <LinkButton icon="plus" href={add}>
            Add <bdi>{view.q}</bdi>
          </LinkButton>
        )
      }
    >
      {canAdd ? 'Try fewer letters, or add it by its package name.' : 'Try fewer letters.'}
    </Empty>
  )
}

const Nothing = ({ of, view }: Pick<AppListData, 'of' | 'view'>) => {
  if (view.q !== '') return <NotFound of={of} view={view} />
  if (!isFirstView(view))
    return <Empty title="No apps here" level={3} actions={<LinkButton href={of.path}>All apps</LinkButton>} />
  return (
    <Empty title="No apps yet" level={3} actions={<LinkButton href={`${of.path}/add`}>Add an app</LinkButton>}>
      {of.setBy === 'user'
        ? 'Choose which apps your phone or computer lets you use, and which ones open after work.'
        : 'Defaults and rules appear here. Their usage doesn’t.'}
    </Empty>
  )
}

const sortable = ({ of, view }: AppListData, sort: AppsView['sort'], now: 'ascending' | 'descending') => ({
  href: listPath(of.path, { ...view, sort, after: null }),
  now: view.sort === sort ? now : undefined,
})

/** Columns of the list. Use is shown only to the person themselves. Widths are for a wide screen. */
const columnsOf = (page: AppListData): TableColumn[] => [
  { label: 'Select', unseen: true, class: 'relative p-0 lg:w-0' },
  { label: 'App', sort: page.of.setBy === 'user' ? sortable(page, 'app', 'ascending') : undefined },
  { label: 'Status', class: 'lg:w-[55%]' },
  ...(page.of.setBy === 'user'
    ? [
        { label: 'Today', numeric: true, class: 'lg:w-20' },
        { label: 'This week', numeric: true, class: 'pr-1 lg:w-24', sort: sortable(page, '', 'descending') },
      ]
    : []),
  { label: 'More', unseen: true, class: 'lg:w-5.5' },
]

const Apps = (page: AppListData) => (
  <>
    <Table
      id="app-rows"
      caption={page.of.setBy === 'admin' ? 'App rules' : 'App rules and usage'}
      listed
      class="app-rows"
      columns={columnsOf(page)}
    >
      {page.apps.map((app) => (
        <AppRow app={app} {...page} />
      ))}
    </Table>
    <ListPages kind={kindOf(page.of)} view={page.view} next={page.next} />
  </>
)

/** Apps of the list. Without a search or a filter, new apps are left out, because they are shown above it. */
const notSeen = ({ view, apps, seen }: AppsPageData) =>
  view.q || view.show
    ? apps
    : apps.filter(({ package_name }) => !seen.apps.some((app) => app.package_name === package_name))

/** The list of apps. @param rows apps to show if new apps are above the list; by default all */
export const AppList = ({ rows, ...page }: AppListData & { rows?: ListedApp[] }) => (
  <Section
    id="list"
    title="All apps"
    summary={page.counts && `${grouped(page.counts.allowed)} of ${grouped(page.counts.all)} allowed`}
  >
    <ListRegion kind={kindOf(page.of)} view={page.view}>
      {page.apps.length > 0 ? <Apps {...page} apps={rows ?? page.apps} /> : <Nothing {...page} />}
    </ListRegion>
    <AppsBar of={page.of} />
  </Section>
)
