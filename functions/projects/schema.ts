import { z } from 'zod'

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

export const projectColor = z.enum(palette)
export type ProjectColor = z.infer<typeof projectColor>

export const classification = z.enum(['work', 'personal', 'learning'])
export const projectStatus = z.enum(['active', 'inactive'])

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
