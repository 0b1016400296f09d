import { TidyFoot, TidyTabs } from '../../../views/filing/projects/tabs'
import { PersonItem, PersonPage } from '../../../views/people/person-pages/person'
import { todayOf } from '../../lib/env'
import { kindPages, searchedList } from '../../lib/resource/plain'
import { pageOfPeople, personKind, personResource } from '../people/schema'
import { personPageData } from './page-data'

/** `/people` */
export const { routes: people } = kindPages(personKind, personResource, {
  ...searchedList({
    kind: personKind,
    pageOf: pageOfPeople,
    pageSize: 60,
    placeholder: 'Name or notes',
    item: (row) => <PersonItem person={row} />,
    none: 'Add your manager, a coach or a colleague, and keep what you want to remember about them.',
    tabs: <TidyTabs current="/people" />,
    foot: <TidyFoot />,
  }),
  page: async (c, row) => <PersonPage person={row} {...(await personPageData(c, row.id))} today={todayOf(c)} />,
})
