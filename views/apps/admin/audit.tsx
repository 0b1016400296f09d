import { type AuditRow, type AuditView, subjectLimit } from '../../../functions/apps/admin/audit/schema'
import { actionNames } from '../../../functions/apps/admin/audit/words'
import { isFiltered, listPath } from '../../../functions/lib/http/list-view'
import { Empty } from '../../ui/empty'
import { optionsOf } from '../../ui/field'
import { ListFilters } from '../../ui/filter'
import { filtersOf } from '../../ui/listing'
import type { Reader } from '../../ui/moment'
import { PageHead, Pagination, RowList, TextLink } from '../../ui/section'
import { AuditEntry } from './audit-entry'
import { AdminTabs } from './tabs'

type Props = Reader & {
  view: AuditView
  entries: AuditRow[]
  next?: number
  admins: { id: string; username: string; email: string | null }[]
}

const Filter = ({ view, admins }: Pick<Props, 'view' | 'admins'>) => {
  const named = admins.map(({ id, username, email }) => ({ value: id, label: username || email || id }))
  const isNamed = view.admin === '' || admins.some(({ id }) => id === view.admin)
  const by = isNamed ? named : [...named, { value: view.admin, label: 'A deleted account' }]
  const filter = filtersOf({ many: 'audit' }, view)
  return (
    <ListFilters
      label="Audit"
      path="/admin/audit"
      list="audit-list"
      idPrefix="audit"
      view={view}
      search="subject"
      searchLabel="Target"
      placeholder="Email address or package name"
      limit={subjectLimit}
      filters={[
        { label: 'By', all: 'Any admin', options: by, ...filter('admin') },
        { label: 'Action', all: 'All', options: optionsOf(actionNames), ...filter('action') },
      ]}
    />
  )
}

const List = ({ view, entries, next, ...reader }: Omit<Props, 'admins'>) => {
  const pageBefore = (before: string) => listPath('/admin/audit', { ...view, before })
  if (entries.length === 0 && view.before === '') {
    return isFiltered(view) ? (
      <Empty title="No matching entries">Try fewer filters.</Empty>
    ) : (
      <Empty title="No admin activity yet">Changes to accounts and app rules appear here, with who made them.</Empty>
    )
  }
  return (
    <>
      <RowList rows={entries} item={(entry) => <AuditEntry entry={entry} {...reader} />} />
      <Pagination
        later={view.before === '' ? undefined : { href: pageBefore(''), label: 'Latest' }}
        earlier={next ? { href: pageBefore(String(next)) } : undefined}
      />
    </>
  )
}

/** `/admin/audit` */
export const AuditPage = ({ admins, ...page }: Props) => (
  <>
    <PageHead
      title="Audit"
      summary={page.view.inside === '' ? 'what admins did, newest first' : 'the apps of one change'}
    />
    <AdminTabs current="/admin/audit" />
    {page.view.inside === '' ? (
      <Filter view={page.view} admins={admins} />
    ) : (
      <p>
        <TextLink href="/admin/audit">All admin activity</TextLink>
      </p>
    )}
    <div id="audit-list">
      <List {...page} />
    </div>
  </>
)
