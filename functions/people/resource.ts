import { filingErrors } from '../lib/resource/filing'
import type { Resource } from '../lib/resource/resource'
import { deleteRow, restoreRow } from '../lib/resource/stored'
import * as q from './queries'
import type { ListedPerson, NewPersonValues } from './schema'

/** The writes that the pages and the API of people share. */
export const personResource: Resource<ListedPerson, NewPersonValues> = {
  name: 'person',
  find: q.person,
  validate: filingErrors,
  insert: q.addPerson,
  update: q.updatePerson,
  remove: deleteRow('people'),
  restore: restoreRow('people'),
}
