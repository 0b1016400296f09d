import { z } from 'zod'
import { dateInput } from '../lib/api/values'
import { resourceApi } from '../lib/resource/api'
import { cleanText } from '../lib/text'
import { matchExpression } from '../search/match'
import { searchLimit } from '../search/schema'
import { CheckInJson, CheckInPatch, checkInJson, NewCheckInBody } from './json'
import { checkInsBefore } from './queries'
import { checkInResource } from './resource'

/** `/api/v1/energy` */
export const energyApi = resourceApi(checkInResource, {
  aName: 'a check-in',
  tag: 'Energy',
  schema: CheckInJson,
  json: (rows) => rows.map(checkInJson),
  create: NewCheckInBody,
  patch: CheckInPatch,
  filter: {
    from: dateInput.optional(),
    to: dateInput.optional(),
    organization_id: z
      .string()
      .max(100, 'At most 100 characters')
      .optional()
      .meta({ maxLength: 100, description: 'Of this organization.' }),
    q: z
      .string()
      .transform(cleanText)
      .pipe(z.string().max(searchLimit, `A search has at most ${searchLimit} characters`))
      .optional()
      .meta({ maxLength: searchLimit, description: 'Words and "phrases" in mood and notes.' }),
  },
  list: async (db, userId, { q = '', ...input }, limit) => {
    const match = q === '' ? undefined : matchExpression(q, { userId, kind: 'checkin' })
    if (q !== '' && match === undefined) return []
    return checkInsBefore(db, userId, { ...input, match }, limit)
  },
})
