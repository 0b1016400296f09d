import { z } from 'zod'
import { Instant, idInput, orgInput, rowMembers } from '../../lib/api/values'
import { resourceApi } from '../../lib/resource/api'
import { bodiesOf } from '../../lib/resource/members'
import { TagList } from '../../lib/tags'
import { projectsBefore } from './queries'
import { project } from './resource'
import { filing, type ListedProject, ProjectRow, projectFields, projectStatus, repository, techStack } from './schema'

const ProjectJson = ProjectRow.extend({
  ...filing.presentMembers,
  tech_stack: z.array(z.string()),
  repository: z.string().nullable().meta({ description: '`owner/name`.' }),
  seq: rowMembers.seq,
  tracked_seconds: z.int().meta({ description: 'All time tracked on it.' }),
  updated_at: Instant,
}).meta({ id: 'Project' })

const projectJson = (row: ListedProject) => ({
  ...{ ...row, ...filing.present(row) },
  ...{ tech_stack: techStack(row), tracked_seconds: row.tracked_seconds ?? 0 },
})

const projectBodies = bodiesOf({
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

export const projectsApi = resourceApi(project, {
  aName: 'a project',
  tag: 'Projects',
  schema: ProjectJson,
  json: (rows) => rows.map(projectJson),
  ...projectBodies,
  filter: {
    status: projectStatus.optional(),
    organization_id: idInput.optional().meta({ description: 'Of this organization.' }),
    org: orgInput,
  },
  list: projectsBefore,
})
