import type { Context } from 'hono'
import { TidyFoot } from '../../../views/filing/projects/page'
import { PersonHead, PersonItem, PersonPage } from '../../../views/people/person-pages/person'
import { selectedKind } from '../../changes/selected'
import { type App, localNow, todayOf } from '../../lib/env'
import { kindApi } from '../../lib/resource/kind-api'
import { kindPages, searchedList } from '../../lib/resource/kind-pages'
import { itemsOfPerson } from '../../tasks/tasks/page-data'
import { feedbackOfPerson } from '../feedback/schema'
import { meetingsOf } from '../meetings/list'
import { allPeople, type ListedPerson, pageOfPeople, personKind, personResource } from '../people/schema'

/** Everything on a person's page besides the row. */
const personPageData = async (c: Context<App>, id: string) => {
  const { DB } = c.env
  const { user } = c.var
  const [items, feedback, meetings] = await Promise.all([
    itemsOfPerson(DB, user.id, id),
    feedbackOfPerson(DB, user.id, id),
    meetingsOf(DB, user.id, { person: id }, localNow(user)),
  ])
  return { items, feedback, meetings, reader: user.preferences }
}

const list = searchedList({
  kind: personKind,
  pageOf: pageOfPeople,
  pageSize: 60,
  placeholder: 'Name or notes',
  item: (row, c) => <PersonItem person={row} now={localNow(c.var.user)} />,
  groupOf: () => ['all', 'All people'],
  none: 'Add your manager, a coach or a colleague, and keep what you want to remember about them.',
  foot: <TidyFoot />,
})

/** Pages of people. People with overdue tasks come first in the list. */
const listed = kindPages(personKind, personResource, {
  ...list,
  read: async (c, query) => {
    const page = await list.read(c, query)
    const rank = ({ open }: ListedPerson) => Number((open.due_date ?? '~') >= todayOf(c))
    return { ...page, rows: page.rows.toSorted((a, b) => rank(a) - rank(b)) }
  },
  head: (c, row) => <PersonHead person={row} today={todayOf(c)} />,
  page: async (c, row) => <PersonPage person={row} {...(await personPageData(c, row.id))} today={todayOf(c)} />,
})

/** `/people` */
export const people = selectedKind(personKind, listed)

/** `/api/v1/people` */
export const peopleApi = kindApi(personKind, personResource, {
  ...personKind.bodies({ create: { name: 'Ada Byron', role: 'coach' }, patch: { role: 'manager' } }),
  list: allPeople,
})
