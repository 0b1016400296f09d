import { addedInContext } from '../../lib/resource/added'
import { filingErrors } from '../../lib/resource/filing'
import type { Resource } from '../../lib/resource/resource'
import { storedRows } from '../../lib/resource/stored'
import { type ListedPerson, type NewPersonValues, newPerson, person } from './schema'

export const personRows = storedRows<ListedPerson, NewPersonValues>('people', { fresh: newPerson })

/** The writes that the pages and the API of people share. */
export const personResource: Resource<ListedPerson, NewPersonValues> = {
  name: 'person',
  find: person,
  validate: filingErrors,
  ...personRows,
  insert: (db, userId, id, values, now, c) => personRows.insert(db, userId, id, addedInContext(c, values), now),
}
