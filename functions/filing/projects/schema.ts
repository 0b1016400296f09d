import { z } from 'zod'
import { filedUnder, lineMember, requiredLine, seenVersion } from '../../lib/resource/members'
import { textsColumn } from '../../lib/sql'
import { Tags } from '../../lib/tags'
import { cleanLine, palette } from '../../lib/text'

const projectColor = z.enum(palette, 'Choose a colour')
export type ProjectColor = z.infer<typeof projectColor>

const classification = z.enum(['work', 'personal', 'learning'], 'Choose a type')
export const projectStatus = z.enum(['active', 'inactive'], 'Choose active or inactive')

export const filing = filedUnder('projects', 'organization_id')

export const ProjectRow = z.object({
  id: z.string(),
  name: z.string(),
  client: z.string().meta({ description: 'Name of its organization, of any type; empty without one.' }),
  classification,
  status: projectStatus,
  color: projectColor,
  ...filing.columns,
  /** A JSON list. */
  tech_stack: z.string(),
  /** `owner/name`. */
  repository: z.string().nullable(),
  seq: z.int(),
})
export type ProjectRow = z.infer<typeof ProjectRow>

export const techStack = ({ tech_stack }: Pick<ProjectRow, 'tech_stack'>) => textsColumn.parse(tech_stack)

/**
 * A project with its tracked time, null without any; `updated_at` in epoch ms. The name of its organization is null
 * without one and while it is deleted.
 */
export const ListedProject = ProjectRow.extend({
  ...filing.names,
  tracked_seconds: z.int().nullable(),
  session_count: z.int().nullable(),
  updated_at: z.int(),
})
export type ListedProject = z.infer<typeof ListedProject>

export type ProjectValues = Omit<ProjectRow, 'id' | 'seq'>

export const emptyProject = {
  name: '',
  client: '',
  classification: 'work',
  status: 'active',
  organization_id: null,
  tech_stack: '[]',
  repository: null,
} as const

export const nameLimit = 100

const noRepository = 'Enter the repository as owner/name'

/** A repository, or the address of one on a website, as `owner/name`; null for an empty text. */
export const repository = z
  .string(noRepository)
  .transform((typed) =>
    cleanLine(typed)
      .replace(/^https?:\/\/[^/]+\//, '')
      .replace(/(\.git|\/)$/, ''),
  )
  .refine((text) => text === '' || /^[\w.-]{1,100}\/[\w.-]{1,100}$/.test(text), noRepository)
  .transform((text) => text || null)

/** Members of a form and of a JSON body. One that is left out keeps its value or gets its default. */
export const projectFields = {
  name: requiredLine(nameLimit, { none: 'Enter a name', long: `Use at most ${nameLimit} characters for the name` }),
  client: lineMember(nameLimit, {
    none: 'Enter the organization as text',
    long: `Use at most ${nameLimit} characters for the organization`,
  })
    .meta({ description: 'Finds the organization of this name, or adds it as a client.' })
    .optional(),
  classification: classification.optional(),
  color: projectColor.optional(),
}

const formFields = {
  ...projectFields,
  ...filing.fields,
  tech_stack: Tags.transform((tags) => JSON.stringify(tags)).optional(),
  repository: repository.optional(),
}

export const NewProjectForm = z.object(formFields)
export type NewProjectValues = z.output<typeof NewProjectForm>
export const ProjectForm = z.object({
  ...formFields,
  status: projectStatus.optional(),
  seq: seenVersion('project'),
})
export type ProjectForm = z.output<typeof ProjectForm>
