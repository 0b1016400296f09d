import { z } from 'zod'
import { Instant, iso, seqInput, withLength } from '../lib/api/values'
import { type ListedProject, nameLimit, ProjectRow, projectFields, projectStatus } from './schema'

export const ProjectJson = ProjectRow.extend({
  tracked_seconds: z.int().meta({ description: 'All time tracked on it.' }),
  seq: z.int().meta({ description: 'The version; an edit may send it to detect conflicts.' }),
  updated_at: Instant,
}).meta({ id: 'Project' })

export const projectJson = ({ tracked_seconds, session_count: _, updated_at, ...project }: ListedProject) => ({
  ...project,
  tracked_seconds: tracked_seconds ?? 0,
  updated_at: iso(updated_at),
})

const fields = {
  ...projectFields,
  name: withLength(projectFields.name, { minLength: 1, maxLength: nameLimit }),
  client: withLength(projectFields.client, { maxLength: nameLimit }),
}

export const NewProjectBody = z.strictObject(fields).meta({ id: 'NewProject', example: { name: 'Thesis' } })

export const ProjectPatch = z
  .strictObject({
    ...fields,
    name: fields.name.optional(),
    status: projectStatus.optional(),
    seq: seqInput,
  })
  .meta({ id: 'ProjectPatch', example: { status: 'inactive' } })
