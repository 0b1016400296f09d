import { PeoplePage } from '../../views/people/page'
import { listedPages } from '../lib/resource/pages'
import { personPages, readPeople } from './pages'
import { personResource } from './resource'

/** `/people` */
export const people = listedPages(personResource, personPages, {
  title: 'People',
  read: readPeople,
  view: (page) => <PeoplePage {...page} />,
})
