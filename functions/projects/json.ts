import { z } from 'zod'
import { Instant, rowMembers } from '../lib/api/values'
import { bodiesOf } from '../lib/resource/members'
import { TagList } from '../lib/tags'
import { filing, type ListedProject, ProjectRow, projectFields, projectStatus, repository, techStack } from './schema'

export const ProjectJson = ProjectRow.extend({
  ...filing.presentMembers,
  tech_stack: z.array(z.string()),
  repository: z.string().nullable().meta({ description: '`owner/name`.' }),
  seq: rowMembers.seq,
  tracked_seconds: z.int().meta({ description: 'All time tracked on it.' }),
  updated_at: Instant,
}).meta({ id: 'Project' })

export const projectJson = (row: ListedProject) => ({
  ...{ ...row, ...filing.present(row) },
  ...{ tech_stack: techStack(row), tracked_seconds: row.tracked_seconds ?? 0 },
})

export const projectBodies = bodiesOf({
  id: 'Project',
  fields: {
    ...projectFields,
    ...filing.members,
    status: projectStatus.optional(),
    tech_stack: TagList.transform((tags) => JSON.stringify(tags)).optional(),
    repository: repository.nullable().optional().meta({ description: '`owner/name`.', example: 'acme/web' }),
  },
  examples: { create: { name: 'Thesis' }, patch: { status: 'inactive' } },
})
