import { z } from 'zod'
import { palette } from '../lib/palette'
import { cleanLine } from '../lib/text'
import { seenVersion } from '../lib/version'

const projectColor = z.enum(palette, 'Choose a colour')
export type ProjectColor = z.infer<typeof projectColor>

export const classification = z.enum(['work', 'personal', 'learning'], 'Choose a type')
export const projectStatus = z.enum(['active', 'inactive'], 'Choose active or inactive')

export const ProjectRow = z.object({
  id: z.string(),
  name: z.string(),
  client: z.string(),
  classification,
  status: projectStatus,
  color: projectColor,
  seq: z.int(),
})
export type ProjectRow = z.infer<typeof ProjectRow>

/** A project with what is tracked on it, null for nothing; `updated_at` in epoch ms. */
export type ListedProject = ProjectRow & {
  tracked_seconds: number | null
  session_count: number | null
  updated_at: number
}

export type ProjectValues = Pick<ProjectRow, 'name' | 'client' | 'classification' | 'status' | 'color'>

export const emptyProject = { name: '', client: '', classification: 'work', status: 'active' } as const

export const nameLimit = 100

/** Members of a form and of a JSON body. One that is left out keeps its value or gets its default. */
export const projectFields = {
  name: z
    .string('Enter a name')
    .transform(cleanLine)
    .pipe(z.string().min(1, 'Enter a name').max(nameLimit, `Use at most ${nameLimit} characters for the name`)),
  client: z
    .string('Enter the client as text')
    .transform(cleanLine)
    .pipe(z.string().max(nameLimit, `Use at most ${nameLimit} characters for the client`))
    .optional(),
  classification: classification.optional(),
  color: projectColor.optional(),
}

export const NewProjectForm = z.object(projectFields)
export type NewProjectValues = z.output<typeof NewProjectForm>
export const ProjectForm = z.object({
  ...projectFields,
  status: projectStatus.optional(),
  seq: seenVersion('project'),
})
export type ProjectForm = z.output<typeof ProjectForm>
