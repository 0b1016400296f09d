import type { ClientHealth, ReportingClient } from '../../../functions/apps/usage/client-health'
import type { AppsPageData } from '../../../functions/apps/whitelists/page-data'
import { type AppsView, appsPath, isFirstView, textLimit } from '../../../functions/apps/whitelists/schema'
import { grouped } from '../../../functions/lib/text/format'
import { isPackageName } from '../../../functions/lib/text/package-name'
import { LinkButton, Notice } from '../../ui/button'
import { Empty } from '../../ui/empty'
import { optionsOf } from '../../ui/field'
import { Table } from '../../ui/figure'
import { MenuLink } from '../../ui/item'
import { usageTokenPath } from '../../ui/links'
import { filtersOf, ListPages, ListRegion, ListSearch } from '../../ui/listing'
import { Live } from '../../ui/live'
import { PageHead, Section, TextLink } from '../../ui/section'
import { EarnedApps } from './earned'
import { AddAppLink, NewAppPlace } from './forms'
import { AppRow, filterNames } from './row'
import { AppsBar, UnlistedApps } from './unlisted'

const Name = ({ name }: Pick<ReportingClient, 'name'>) => (name === '' ? <>an unknown device</> : <bdi>{name}</bdi>)

/** For example `last report today, 14:02, from Phone`. */
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

/** All that the page says until there is a device or a rule. */
const HowToConnect = () => (
  <>
    <PageHead title="Apps" />
    <Empty
      title="Connect a phone or computer"
      picture="apps"
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

/** Reports of use, and defaults that an admin changes, tell no page. */
const unheard = 29

/** `/whitelists` */
export const AppsContent = (page: AppsPageData) => {
  const live = `/whitelists/live?${new URLSearchParams({ v: page.version })}`
  if (page.needsDevice) {
    return (
      <Live id="apps" path={live} every={unheard}>
        <HowToConnect />
      </Live>
    )
  }
  return (
    <Live id="apps" path={live} every={unheard}>
      <PageHead
        title="Apps"
        summary={page.reports.latest && <LastReport {...page.reports} />}
        actions={<AddAppLink />}
        more={
          <>
            <MenuLink icon="check" label="Select" href="/whitelists?select=app" />
            <MenuLink icon="import" label="Paste a list" href="/whitelists/paste" />
          </>
        }
      >
        <Filters view={page.view} counts={page.counts} />
      </PageHead>
      <ReportNotices reports={page.reports} />
      <NewAppPlace />
      <UnlistedApps {...page} />
      <EarnedApps view={page.earned} reader={page.user.preferences} />
      <AppList {...page} />
    </Live>
  )
}

const kind = { path: '/whitelists', name: 'app', many: 'apps' } as const

const countedNames = (counts: NonNullable<AppsPageData['counts']>) => ({
  ...filterNames,
  allowed: `${filterNames.allowed} ${grouped(counts.allowed)}`,
  blocked: `${filterNames.blocked} ${grouped(counts.all - counts.allowed)}`,
})

const Filters = ({ view, counts }: Pick<AppsPageData, 'view' | 'counts'>) => (
  <ListSearch
    kind={kind}
    limit={textLimit}
    placeholder="Name or package name"
    view={view}
    filters={[
      {
        label: 'Show',
        all: counts ? `All ${grouped(counts.all)}` : 'All',
        options: optionsOf(counts ? countedNames(counts) : filterNames),
        ...filtersOf(kind, view)('show'),
      },
    ]}
  >
    {view.sort !== '' && <input type="hidden" name="sort" value={view.sort} />}
  </ListSearch>
)

/** A filter may hide a match, so the search without it is offered. */
const NotFound = ({ view }: Pick<AppsPageData, 'view'>) => {
  if (view.show !== '') {
    const everywhere = appsPath({ ...view, show: '', after: null })
    return (
      <Empty
        title={`No match in “${filterNames[view.show]}”`}
        level={3}
        actions={<LinkButton href={everywhere}>Search all apps</LinkButton>}
      />
    )
  }
  const canAdd = isPackageName(view.q)
  const add = `/whitelists/add?${new URLSearchParams({ package_name: view.q })}`
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

const Nothing = ({ view }: Pick<AppsPageData, 'view'>) => {
  if (view.q !== '') return <NotFound view={view} />
  if (!isFirstView(view))
    return <Empty title="No apps here" level={3} actions={<LinkButton href="/whitelists">All apps</LinkButton>} />
  return (
    <Empty
      title="No apps yet"
      picture="apps"
      level={3}
      actions={<LinkButton href="/whitelists/add">Add an app</LinkButton>}
    >
      Choose which apps your phone or computer lets you use, and which ones open after work.
    </Empty>
  )
}

const sortable = (view: AppsView, sort: AppsView['sort'], now: 'ascending' | 'descending') => ({
  href: appsPath({ ...view, sort, after: null }),
  now: view.sort === sort ? now : undefined,
})

const Apps = ({ view, apps, next, ...context }: Omit<AppsPageData, 'counts'>) => (
  <>
    <Table
      id="app-rows"
      caption="App rules and usage"
      listed
      columns={[
        { label: 'Select', unseen: true },
        { label: 'App', sort: sortable(view, 'app', 'ascending') },
        { label: 'Status' },
        { label: 'Today', numeric: true },
        { label: 'This week', numeric: true, sort: sortable(view, '', 'descending') },
        { label: 'More', unseen: true },
      ]}
    >
      {apps.map((app) => (
        <AppRow app={app} {...context} />
      ))}
    </Table>
    <ListPages kind={kind} view={view} next={next} />
  </>
)

/** New apps stand above the list; a search and a filter show the list alone. */
const notSeen = ({ view, apps, seen }: Omit<AppsPageData, 'counts'>) =>
  view.q || view.show
    ? apps
    : apps.filter(({ package_name }) => !seen.apps.some((app) => app.package_name === package_name))

const AppList = ({ counts, ...page }: AppsPageData) => (
  <Section
    id="list"
    title="All apps"
    summary={counts && `${grouped(counts.allowed)} of ${grouped(counts.all)} allowed`}
  >
    <ListRegion kind={kind} view={page.view}>
      {page.apps.length > 0 ? <Apps {...page} apps={notSeen(page)} /> : <Nothing view={page.view} />}
    </ListRegion>
    <AppsBar />
  </Section>
)
