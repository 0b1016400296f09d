import { addedInContext } from '../context/added'
import { localNow } from '../lib/now'
import { filingErrors } from '../lib/resource/filing'
import type { FieldErrors, Resource } from '../lib/resource/resource'
import { deleteRow, restoreRow } from '../lib/resource/stored'
import * as q from './queries'
import {
  type ActionItemValues,
  type ListedActionItem,
  type NewActionItemValues,
  newActionItemValues,
  sourceMessage,
} from './schema'
import { addItem, updateItem } from './writes'

/** Pages with figures show action items, too. */
const outdates = ['stats' as const]

const noPerson = 'Choose the person who does it'

/** Errors of a person or a source that is not there, and of somebody else's item without a person. */
const invalid = async (
  db: D1Database,
  userId: string,
  values: Partial<ActionItemValues>,
  before: ListedActionItem | null,
): Promise<FieldErrors | null> => {
  const { owner, person_id, source_type, source_id } = { ...newActionItemValues, ...values }
  const isNew = source_type !== before?.source_type || source_id !== before?.source_id
  const source = source_type !== null && source_id !== null ? { type: source_type, id: source_id } : null
  const [filed, isThere] = await Promise.all([
    filingErrors(db, userId, values, before),
    source && isNew ? q.sourceExists(db, userId, source) : (source_type === null) === (source_id === null),
  ])
  const errors = {
    ...(owner === 'person' && person_id === null && { person_id: [noPerson] }),
    ...(!isThere && { source: [sourceMessage] }),
    ...filed,
  }
  return Object.keys(errors).length > 0 ? errors : null
}

/** The writes that the pages and the API of action items share. */
export const actionItemResource: Resource<ListedActionItem, NewActionItemValues> = {
  name: 'action item',
  find: q.actionItem,
  validate: invalid,
  insert: (db, userId, id, values, now, c) => ({
    statements: addItem(
      db,
      userId,
      id,
      { ...newActionItemValues, ...addedInContext(c, values) },
      localNow(c.var.user, now),
    ),
    outdates,
  }),
  update: (db, userId, values, now, before, c) => ({
    statements: updateItem(db, userId, values, before, localNow(c.var.user, now)),
    outdates,
  }),
  remove: deleteRow('action_items', outdates),
  restore: restoreRow('action_items', outdates),
}
