import { z } from 'zod'

/** The colours a project can have; their values are in views/styles/tokens.css. */
export const palette = [
  'brick',
  'rust',
  'ochre',
  'olive',
  'moss',
  'jade',
  'sky',
  'cobalt',
  'violet',
  'plum',
  'rose',
  'slate',
] as const

export const projectColor = z.enum(palette, 'Choose a colour')
export type ProjectColor = z.infer<typeof projectColor>

export const classification = z.enum(['work', 'personal', 'learning'], 'Choose what the project is for')
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

/** A project with what stands beside it in a list: its time, and when it was last changed (epoch ms). */
export type ListedProject = ProjectRow & { tracked_seconds: number | null; updated_at: number }

/** What a person can set of a project, complete. */
export type ProjectValues = Pick<ProjectRow, 'name' | 'client' | 'classification' | 'status' | 'color'>

/** The longest name of a project or a client, in characters. */
export const nameLimit = 100

/** What a person fills in. What a form leaves out stays as it is, or has its default. */
const fields = {
  name: z
    .string('Give the project a name')
    .trim()
    .min(1, 'Give the project a name')
    .max(nameLimit, `A name has at most ${nameLimit} characters`),
  client: z
    .string('Write the client as text')
    .trim()
    .max(nameLimit, `A client has at most ${nameLimit} characters`)
    .optional(),
  classification: classification.optional(),
  status: projectStatus.optional(),
  color: projectColor.optional(),
}

const noVersion = 'Open the project again: the form does not say which version it changes'

export const NewProjectForm = z.object(fields)
export const ProjectForm = z.object({
  ...fields,
  seq: z
    .string(noVersion)
    .regex(/^\d{1,15}$/, noVersion)
    .transform(Number),
})
export type ProjectForm = z.output<typeof ProjectForm>
