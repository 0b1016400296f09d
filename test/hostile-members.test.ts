import { expect, test } from 'vitest'
import { z } from 'zod'
import * as account from '../functions/account/account/delete'
import * as settings from '../functions/account/settings/schema'
import * as apps from '../functions/apps/admin/apps/schema'
import * as adminRules from '../functions/apps/admin/rules/schema'
import * as unlistedApps from '../functions/apps/admin/rules/unlisted'
import * as whitelists from '../functions/apps/whitelists/schema'
import * as day from '../functions/figures/day/schema'
import * as projects from '../functions/filing/projects/schema'
import * as views from '../functions/filing/views/schema'
import * as milestones from '../functions/goals/goals/milestones/schema'
import * as goals from '../functions/goals/goals/schema'
import * as cards from '../functions/learning/cards/schema'
import * as learnings from '../functions/learning/learnings/schema'
import * as chunks from '../functions/learning/plan-pages/chunks/schema'
import * as planDetails from '../functions/learning/plan-pages/details/schema'
import * as skills from '../functions/learning/skills/schema'
import * as feedback from '../functions/people/feedback/schema'
import * as calendar from '../functions/people/meetings/import/schema'
import * as meetings from '../functions/people/meetings/schema'
import * as organizations from '../functions/people/organizations/schema'
import * as people from '../functions/people/people/schema'
import * as energy from '../functions/reviews/energy/schema'
import * as evidence from '../functions/reviews/evidence/schema'
import * as reviews from '../functions/reviews/period-reviews/schema'
import * as tasks from '../functions/tasks/tasks/schema'
import * as daysOff from '../functions/time/days-off/schema'
import * as sessions from '../functions/time/sessions/schema'
import { hostile } from './support/hostile/values'

const modules = {
  account,
  apps,
  adminRules,
  unlistedApps,
  cards,
  day,
  daysOff,
  energy,
  evidence,
  feedback,
  milestones,
  goals,
  learnings,
  calendar,
  meetings,
  organizations,
  people,
  reviews,
  chunks,
  planDetails,
  projects,
  sessions,
  settings,
  skills,
  tasks,
  views,
  whitelists,
}

/** Forms of a module, and those of its kinds. */
const formsIn = (name: string, exports: object): (readonly [string, z.ZodObject])[] =>
  Object.entries(exports).flatMap(([symbol, value]) => {
    if (symbol.endsWith('Form') && value instanceof z.ZodObject) return [[`${name}.${symbol}`, value] as const]
    return symbol.endsWith('Kind') ? formsIn(`${name}.${symbol}`, value) : []
  })

const schemas = Object.entries(modules).flatMap(([name, exports]) => formsIn(name, exports))

/** Members that are looked up, and texts that may be longer than the longest hostile one. */
const unlimited = /^(typed|app|another|shown|unticks|after_\w+|next|text|list)$/

const faultsOf = (schema: z.ZodType, member: string, value: unknown) => {
  const { error, data } = schema.safeParse(value)
  const spoken = error?.issues.filter(({ message }) =>
    /Invalid (input|option)|Too (big|small)|expected (string|number|one of)|\[object/.test(message),
  )
  const isLong = JSON.stringify(data)?.length > 10_100
  return [
    ...(spoken ?? []).map(({ message }) => `says “${message}”`),
    ...(isLong && !unlimited.test(member) ? ['takes more than fits'] : []),
  ]
}

test('there are forms', () => {
  expect(schemas.length).toBeGreaterThan(50)
})

test.each(schemas)('every member of %s takes a value, or refuses it with a message for people', (_, schema) => {
  const values = [['nothing', undefined], ...Object.entries(hostile)] as const
  const faults = Object.entries(schema.shape).flatMap(([member, one]) =>
    values.flatMap(([name, value]) => faultsOf(one, member, value).map((fault) => `${member} ${fault}: ${name}`)),
  )
  expect(faults).toEqual([])
})

/** In characters, as the contract has them. The forms of tasks take the title of an action item, too. */
const limitsOf = (schema: string): Record<string, number> => ({
  ...limits,
  ...(/^tasks\./.test(schema) && { title: 500 }),
})
const limits = { title: 200, name: 100, description: 5_000, notes: 10_000 }
/** Forms with shorter texts of these names. */
const short = /^(milestones|energy|skills)\.|CategoryForm$/

test.each(schemas.filter(([name]) => !short.test(name)))(
  'titles, names, descriptions and notes of %s are as long as the contract says',
  (name, schema) => {
    for (const [member, one] of Object.entries(schema.shape)) {
      const limit = limitsOf(name)[member]
      if (limit === undefined) continue
      const takes = (length: number) => one.safeParse('x'.repeat(length)).success
      expect([member, takes(limit), takes(limit + 1)]).toEqual([member, true, false])
    }
  },
)
