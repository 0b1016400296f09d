import type { UsersPage as Page } from '../../functions/admin/users/queries'
import { searchLimit } from '../../functions/admin/users/schema'
import { manyRulesPath } from '../links'
import { LinkButton } from '../ui/button'
import { Empty } from '../ui/empty'
import { LiveToolbar, SearchField } from '../ui/form'
import type { Reader } from '../ui/moment'
import { Rows } from '../ui/rows'
import { PageHead, Pages } from '../ui/section'
import { PersonItem } from './person'
import { AdminTabs } from './tabs'

const pathOf = (q: string, before = '') =>
  `/admin/users?${new URLSearchParams(Object.entries({ q, before }).filter(([, value]) => value))}`

type Props = Page & Reader

const List = ({ view: { q, before }, people, next, ...reader }: Props) => {
  if (people.length === 0 && q !== '') {
    return <Empty title="No matching users">Try fewer letters.</Empty>
  }
  return (
    <>
      <Rows>
        {people.map((person) => (
          <PersonItem person={person} {...reader} />
        ))}
      </Rows>
      <Pages
        later={before ? { href: pathOf(q), label: 'First page' } : undefined}
        earlier={next ? { href: pathOf(q, next), label: 'More people' } : undefined}
      />
    </>
  )
}

/** `/admin/users` */
export const UsersPage = (page: Props) => (
  <>
    <PageHead
      title="Users"
      summary="most recently active first"
      actions={
        <LinkButton href={manyRulesPath()} icon="apps">
          Bulk rules
        </LinkButton>
      }
    />
    <AdminTabs current="/admin/users" />
    <LiveToolbar label="Users" action="/admin/users" list="user-list" idPrefix="users">
      <SearchField
        label="Search users"
        idPrefix="users"
        placeholder="Email, name or GitHub name"
        autocomplete="off"
        maxlength={searchLimit}
        value={page.view.q}
      />
    </LiveToolbar>
    <div id="user-list">
      <List {...page} />
    </div>
  </>
)
