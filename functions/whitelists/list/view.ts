import { z } from 'zod'

/** Apps on a page of the list. */
export const pageSize = 50

/** Which apps are listed. `admin`: those with a rule that an admin set for the person. */
export const shown = ['all', 'allowed', 'blocked', 'admin', 'never', 'unlisted'] as const
export type Shown = (typeof shown)[number]

/** By this week's use, and then as by `app`: by what it is called. */
export type Sort = 'use' | 'app'

/** A page begins after this app: among those used this week, the most used first, or among all by what they are called. */
export type Cursor =
  | { part: 'use'; seconds: number; package_name: string }
  | { part: 'app'; key: string; package_name: string }

/** What a person looks at on /whitelists. */
export type AppsView = { q: string; show: Shown; sort: Sort; after: Cursor | null }

const longest = 300

const CursorText = z
  .string()
  .max(1000)
  .transform((text, context): unknown => {
    try {
      return JSON.parse(text)
    } catch {
      context.addIssue('No place in the list')
      return z.NEVER
    }
  })
  .pipe(
    z.union([
      z
        .tuple([z.int().min(0), z.string().max(longest)])
        .transform(([seconds, package_name]): Cursor => ({ part: 'use', seconds, package_name })),
      z
        .tuple([z.string().max(longest), z.string().max(longest)])
        .transform(([key, package_name]): Cursor => ({ part: 'app', key, package_name })),
    ]),
  )

/** The query of /whitelists. What makes no sense is as if it were not there. */
export const AppsQuery = z.object({
  q: z.string().trim().max(longest).catch(''),
  show: z.enum(shown).catch('all'),
  sort: z.enum(['use', 'app']).catch('use'),
  after: CursorText.nullable().catch(null),
})

const cursorText = (cursor: Cursor) =>
  JSON.stringify([cursor.part === 'use' ? cursor.seconds : cursor.key, cursor.package_name])

/** The list as it is looked at, or another page or order of it. */
export const appsPath = ({ q, show, sort, after }: AppsView) => {
  const given = new URLSearchParams({
    ...(q && { q }),
    ...(show !== 'all' && { show }),
    ...(sort !== 'use' && { sort }),
    ...(after && { after: cursorText(after) }),
  })
  return given.size > 0 ? `/whitelists?${given}` : '/whitelists'
}

/** Whether the list is what the page begins with. */
export const isFirstView = ({ q, show, after }: AppsView) => q === '' && show === 'all' && after === null
