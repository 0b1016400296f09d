import { z } from 'zod'
import { Instant, iso, seqInput, withLength } from '../lib/api/values'
import { filingMembers } from '../lib/resource/filing'
import { TagList } from '../lib/tags'
import {
  type ListedProject,
  nameLimit,
  ProjectRow,
  projectFields,
  projectStatus,
  repository,
  techStack,
} from './schema'

export const ProjectJson = ProjectRow.extend({
  organization_id: z.string().nullable().meta({ description: 'Null without one, and while it is deleted.' }),
  tech_stack: z.array(z.string()),
  repository: z.string().nullable().meta({ description: '`owner/name`.' }),
  tracked_seconds: z.int().meta({ description: 'All time tracked on it.' }),
  seq: z.int().meta({ description: 'The version; an edit may send it to detect conflicts.' }),
  updated_at: Instant,
}).meta({ id: 'Project' })

export const projectJson = (row: ListedProject) => {
  const { tracked_seconds, session_count: _, organization_name, updated_at, ...project } = row
  return {
    ...project,
    organization_id: organization_name === null ? null : project.organization_id,
    tech_stack: techStack(project),
    tracked_seconds: tracked_seconds ?? 0,
    updated_at: iso(updated_at),
  }
}

const fields = {
  ...projectFields,
  name: withLength(projectFields.name, { minLength: 1, maxLength: nameLimit }),
  client: withLength(projectFields.client, { maxLength: nameLimit }),
  organization_id: filingMembers.organization_id,
  tech_stack: TagList.transform((tags) => JSON.stringify(tags)).optional(),
  repository: repository.nullable().optional().meta({ description: '`owner/name`.', example: 'acme/web' }),
}

export const NewProjectBody = z
  .strictObject({ ...fields, status: projectStatus.optional() })
  .meta({ id: 'NewProject', example: { name: 'Thesis' } })

export const ProjectPatch = z
  .strictObject({
    ...fields,
    name: fields.name.optional(),
    status: projectStatus.optional(),
    seq: seqInput,
  })
  .meta({ id: 'ProjectPatch', example: { status: 'inactive' } })
