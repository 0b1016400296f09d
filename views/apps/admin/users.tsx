import type { UsersPage as Page } from '../../../functions/apps/admin/users/schema'
import { searchLimit } from '../../../functions/apps/admin/users/schema'
import { listPath } from '../../../functions/lib/http/list-view'
import { Empty } from '../../ui/empty'
import { MenuLink } from '../../ui/item'
import { manyRulesPath } from '../../ui/links'
import { ListRegion, ListSearch } from '../../ui/listing'
import type { Reader } from '../../ui/moment'
import { PageHead, Pages, RowList } from '../../ui/section'
import { PersonItem } from './person'
import { AdminTabs } from './tabs'

const kind = { path: '/admin/users', name: 'user', many: 'users' } as const

/** `/admin/users` */
export const UsersPage = ({ view, people, next, address, ...reader }: Page & Reader & { address: string }) => (
  <>
    <PageHead
      title="Users"
      summary="most recently active first"
      more={<MenuLink icon="apps" label="Bulk rules" href={manyRulesPath()} />}
    />
    <AdminTabs current="/admin/users" />
    <ListSearch kind={kind} limit={searchLimit} placeholder="Email, name or GitHub name" view={view} />
    <ListRegion kind={kind} view={view}>
      {people.length === 0 && view.q !== '' && <Empty title="No matching users">Try fewer letters.</Empty>}
      <RowList rows={people} item={(person) => <PersonItem person={person} {...reader} />} />
      <Pages
        later={view.before ? { href: listPath(kind.path, { q: view.q }), label: 'First page' } : undefined}
        earlier={next ? { href: listPath(kind.path, { q: view.q, before: next }), label: 'More people' } : undefined}
      />
    </ListRegion>
    <p class="hint">You come from {address}, by which requests are limited.</p>
  </>
)
