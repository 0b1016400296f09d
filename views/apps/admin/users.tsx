import type { UsersPage as Page } from '../../../functions/apps/admin/users/schema'
import { searchLimit } from '../../../functions/apps/admin/users/schema'
import { listPath } from '../../../functions/lib/http/list-view'
import { Button } from '../../ui/button'
import { Empty } from '../../ui/empty'
import { MenuLink } from '../../ui/item'
import { ListRegion, ListSearch, SelectLink } from '../../ui/listing'
import type { Reader } from '../../ui/moment'
import { PageHead, Pagination, RowList } from '../../ui/section'
import { SelectionBar } from '../../ui/selection'
import { PersonItem } from './person'
import { AdminTabs } from './tabs'

const kind = { path: '/admin/users', name: 'person', many: 'users' } as const

/** `/admin/users` */
export const UsersPage = ({ view, people, next, address, ...reader }: Page & Reader & { address: string }) => (
  <>
    <PageHead
      title="Users"
      summary="most recently active first"
      more={
        <>
          <SelectLink kind={kind} />
          <MenuLink icon="apps" label="Set rules for all" href={listPath('/admin/users/rules', { q: view.q })} />
        </>
      }
    />
    <AdminTabs current="/admin/users" />
    <ListSearch kind={kind} limit={searchLimit} placeholder="Email, name or GitHub name" view={view} />
    <ListRegion kind={kind} view={view}>
      {people.length === 0 && view.q !== '' && <Empty title="No matching users">Try fewer letters.</Empty>}
      <RowList rows={people} item={(person) => <PersonItem person={person} {...reader} />} />
      <Pagination
        later={view.before ? { href: listPath(kind.path, { q: view.q }), label: 'First page' } : undefined}
        earlier={next ? { href: listPath(kind.path, { q: view.q, before: next }), label: 'More people' } : undefined}
      />
    </ListRegion>
    <SelectionBar label="Selected users" action="/admin/users/rules" rows="person">
      <Button small>Set rules…</Button>
    </SelectionBar>
    <p class="hint">Your IP address is {address}. Requests are limited by it.</p>
  </>
)
