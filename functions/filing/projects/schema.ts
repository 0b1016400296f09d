import { z } from 'zod'
import { textsColumn } from '../../lib/db/sql'
import { choiceField, filingField, nameField } from '../../lib/resource/fields'
import { defineKind } from '../../lib/resource/kind'
import { lineMember, requiredName } from '../../lib/resource/members'
import { TagList, Tags } from '../../lib/tags'
import { cleanLine, directionMarkError, hasNoDirectionMark, projectColors } from '../../lib/text/text'
import { projectNameLimit } from '../../line/tokenize'

export const classificationNames = { work: 'Work', personal: 'Personal', learning: 'Learning' }
export const statusNames = { active: 'Active', inactive: 'Archived' }

const color = z.enum(projectColors, 'Choose a colour')
export type ProjectColor = z.infer<typeof color>

const noRepository = 'Enter the repository as owner/name'

/** Parses a repository as `owner/name`, or its address on a website; null for empty text. */
const repository = z
  .string(noRepository)
  .transform((typed) =>
    cleanLine(typed)
      .replace(/^https?:\/\/[^/]+\//, '')
      .replace(/(\.git|\/)$/, ''),
  )
  .refine((text) => text === '' || /^[\w.-]{1,100}\/[\w.-]{1,100}$/.test(text), noRepository)
  .transform((text) => text || null)

const limited = (what: string) => `Use at most ${projectNameLimit} characters for the ${what}`

export const projectKind = defineKind(
  'project',
  {
    name: {
      ...nameField(projectNameLimit),
      member: requiredName(projectNameLimit, { none: 'Enter a name', long: limited('name') }),
    },
    /** Name of the organization; the database stores its id. */
    client: {
      label: 'Organization',
      column: z.string().meta({ description: 'Name of its organization, of any type; empty without one.' }),
      member: lineMember(projectNameLimit, { none: 'Enter the organization as text', long: limited('organization') })
        .refine(hasNoDirectionMark, directionMarkError)
        .meta({ description: 'Finds the organization of this name, or adds it as a client.' })
        .optional(),
      fresh: '',
      control: {
        as: 'input',
        props: { maxlength: projectNameLimit, dir: 'auto', autocomplete: 'off', placeholder: 'Choose or type' },
      },
    },
    classification: choiceField('Kind of project', classificationNames, 'work', 'Choose a type'),
    status: choiceField('Status', statusNames, 'active', 'Choose active or inactive'),
    tech_stack: {
      label: 'Tech stack',
      /** JSON array of texts. */
      column: z.string(),
      member: Tags.transform((tags) => JSON.stringify(tags)).optional(),
      input: TagList.transform((tags) => JSON.stringify(tags)).optional(),
      json: z.array(z.string()),
      jsonOf: ({ tech_stack }) => textsColumn.parse(tech_stack),
      fresh: '[]',
      words: (list: string) => textsColumn.parse(list).join(', '),
      control: {
        as: 'input',
        isMore: true,
        isWhole: true,
        props: { dir: 'auto', autocomplete: 'off', placeholder: 'SQL, TypeScript' },
      },
    },
    repository: {
      label: 'Repository',
      /** Repository as `owner/name`. */
      column: z.string().nullable(),
      member: repository.optional(),
      input: repository.nullable().optional().meta({ description: '`owner/name`.', example: 'acme/web' }),
      json: z.string().nullable().meta({ description: '`owner/name`.' }),
      fresh: null,
      words: (name: string | null) => name ?? '',
      control: {
        as: 'input',
        isMore: true,
        props: { maxlength: 300, autocomplete: 'off', spellcheck: false, placeholder: 'owner/name' },
      },
    },
    color: {
      label: 'Colour',
      column: color,
      member: color.optional(),
      fresh: 'slate',
      control: { as: 'input', isWhole: true, props: {} },
    },
    /** Forms use the client's name instead. */
    organization_id: {
      ...filingField('organization_id', { isPresent: true }),
      control: { as: 'filing', isWhole: true, props: {} },
    },
  },
  {},
  { tracked_seconds: z.int().meta({ description: 'All time tracked on it.' }) },
)

/** A project without its creation and update times. */
export type ProjectRow = Omit<z.output<typeof projectKind.Row>, 'created_at' | 'updated_at'>
export type NewProjectValues = z.output<typeof projectKind.NewForm>

/**
 * A project with its tracked time. The organization's name is null without an organization, and while the organization
 * is deleted.
 */
export const ListedProject = projectKind.Listed.extend({ tracked_seconds: z.int(), session_count: z.int() })
export type ListedProject = z.output<typeof ListedProject>

export const techStack = ({ tech_stack }: Pick<ProjectRow, 'tech_stack'>) => textsColumn.parse(tech_stack)

export type TrackedSum = {
  id: string
  total_seconds: number
  session_count: number
  first_date: string
  last_date: string
}
