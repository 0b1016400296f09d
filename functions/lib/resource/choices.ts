import { z } from 'zod'
import type { Option } from '../../../views/ui/field'
import { andInOrg } from '../kinds'
import type { Org } from '../org'
import { allRows, constant, part, sql } from '../sql'

const Choice = z.object({ id: z.string(), name: z.string(), deleted: z.int() })
export type OrganizationChoice = z.infer<typeof Choice>

/** The most organizations that a form offers. */
const choiceLimit = 200

/** A row that has an organization; its table is a constant of the code. */
type Chooser = { table: string; id: string }

const ownId = (userId: string, { table, id }: Chooser) =>
  part`SELECT organization_id FROM ${constant(table)} WHERE user_id = ${userId} AND id = ${id}`

/** Organizations to choose from, by name; also that of the row `of`, deleted or not. */
export const organizationChoices = async (db: D1Database, userId: string, of?: Chooser) =>
  z.array(Choice).parse(
    await allRows(sql(db)`
      SELECT id, name, deleted_at IS NOT NULL AS deleted
      FROM organizations
      WHERE user_id = ${userId} AND (deleted_at IS NULL OR id = (${of ? ownId(userId, of) : constant('NULL')}))
      ORDER BY name_key
      LIMIT ${choiceLimit}`),
  )

export const organizationNames = (choices: OrganizationChoice[]): Option[] =>
  choices.map(({ id, name, deleted }) => ({ value: id, label: deleted ? `${name} (deleted)` : name }))

/** Options of a form. */
export const organizationOptions = (choices: OrganizationChoice[]): Option[] => [
  { value: '', label: 'No organization' },
  ...organizationNames(choices),
]

/** Label and words of the organization in a conflict. */
export const describedChoice = (
  choices: OrganizationChoice[],
): [label: string, words: (id: string | null) => string] => [
  'Organization',
  (id) => (id === null ? '' : (choices.find((choice) => choice.id === id)?.name ?? 'another')),
]

type OfOrganization = { organization_id: string | null; organization_name: string | null }

/** Label and words of the organization in a conflict; the name of one that is not saved is not known. */
export const describedOrganization = (saved: OfOrganization): [label: string, words: (id: string | null) => string] => [
  'Organization',
  (id) => (id === null ? '' : id === saved.organization_id ? (saved.organization_name ?? '') : 'another'),
]

const filingKind = z.enum(['project', 'plan', 'organization'])
type FilingKind = z.infer<typeof filingKind>

const FilingChoice = z.object({ kind: filingKind, id: z.string(), name: z.string() })
export type FilingChoice = z.infer<typeof FilingChoice>

/** Rows that another can be filed under: active projects and the plans written last of a context, and organizations. */
export const filingChoices = async (db: D1Database, userId: string, org: Org) =>
  z.array(FilingChoice).parse(
    await allRows(sql(db)`
      SELECT * FROM (
        SELECT 'project' AS kind, id, name FROM projects
        WHERE user_id = ${userId} AND deleted_at IS NULL AND status = 'active' ${andInOrg(userId, org, 'project')}
        ORDER BY name_key LIMIT ${choiceLimit})
      UNION ALL
      SELECT * FROM (
        SELECT 'plan', id, title FROM plans
        WHERE user_id = ${userId} AND deleted_at IS NULL ${andInOrg(userId, org, 'plan')}
        ORDER BY updated_at DESC LIMIT ${choiceLimit})
      UNION ALL
      SELECT * FROM (
        SELECT 'organization', id, name FROM organizations
        WHERE user_id = ${userId} AND deleted_at IS NULL
        ORDER BY name_key LIMIT ${choiceLimit})`),
  )

type Chosen = { id: string | null; name: string | null }

/** Options of a form; what is archived or deleted stays chosen. */
export const filingOptions = (choices: FilingChoice[], kind: FilingKind, chosen?: Chosen): Option[] => {
  const options = choices.filter((one) => one.kind === kind).map(({ id, name }) => ({ value: id, label: name }))
  const isListed = !chosen?.id || options.some(({ value }) => value === chosen.id)
  const former = isListed ? [] : [{ value: chosen?.id ?? '', label: chosen?.name ?? `Deleted ${kind}` }]
  return [{ value: '', label: `No ${kind}` }, ...options, ...former]
}

/** Words of such a row in a conflict. */
export const filingWords = (choices: FilingChoice[]) => (id: string | null) =>
  id === null ? 'None' : (choices.find((one) => one.id === id)?.name ?? 'Deleted')
