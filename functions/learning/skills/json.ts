import { z } from 'zod'
import { dateInput, Instant, idInput, LocalDate, rowMembers } from '../../lib/api/values'
import { bodiesOf } from '../../lib/resource/members'
import {
  category,
  filing,
  level,
  linksLimit,
  name,
  note,
  notes,
  relevance,
  type Skill,
  SkillRow,
  TeamList,
  teamsOf,
} from './schema'

export const SkillJson = SkillRow.omit({ projects: true, plans: true })
  .extend({
    ...filing.presentMembers,
    confidence_level: level.meta({ description: '1 learning, 2 beginner, 3 intermediate, 4 proficient, 5 expert.' }),
    former_level: level.nullable().meta({ description: 'The level before; null while it has had one only.' }),
    level_on: LocalDate.meta({ description: 'The local date since which the level stands.' }),
    teams: z.array(z.object({ team_name: z.string(), relevance })),
    used_on: LocalDate.nullable().meta({ description: 'The day on which it was last marked as used.' }),
    seq: rowMembers.seq,
    updated_at: Instant,
    last_used_date: LocalDate.nullable().meta({
      description: 'The later of `used_on` and the last session on its projects and plans.',
    }),
    project_count: z.int().meta({ description: 'Projects that use it, without deleted ones.' }),
    project_ids: z.array(z.string()),
    plan_ids: z.array(z.string()),
  })
  .meta({ id: 'Skill' })

export const skillJson = (skill: Skill) => ({
  ...{ ...skill, ...filing.present(skill) },
  ...{ teams: teamsOf(skill.teams), project_ids: skill.projects, plan_ids: skill.plans },
})

const Ids = z
  .array(idInput, 'Enter the ids as a list')
  .max(linksLimit, `At most ${linksLimit}`)
  .transform((ids) => [...new Set(ids)])
  .meta({ maxItems: linksLimit })

/** The names of the columns for members of the API; one that is left out stays out. */
const toColumns = <T extends { project_ids?: string[]; plan_ids?: string[] }>({
  project_ids,
  plan_ids,
  ...rest
}: T) => ({
  ...rest,
  ...(project_ids && { projects: project_ids }),
  ...(plan_ids && { plans: plan_ids }),
})

const { create, patch } = bodiesOf({
  id: 'Skill',
  fields: {
    name,
    category: category.optional(),
    confidence_level: level.optional(),
    notes: notes.optional(),
    teams: TeamList.optional(),
    project_ids: Ids.optional(),
    plan_ids: Ids.optional(),
    used_on: dateInput.nullable().optional(),
    ...filing.members,
  },
  examples: { create: { name: 'SQL', confidence_level: 3 }, patch: { confidence_level: 4 } },
})

export const NewSkillBody = create.transform(toColumns)
export const SkillPatch = patch.transform(toColumns)

export const ProgressJson = z
  .object({ id: z.string(), level, note: z.string(), date: LocalDate })
  .meta({ id: 'SkillProgress' })

export const NewProgressBody = z
  .strictObject({
    level,
    note: note.default(''),
    date: dateInput.optional().meta({ description: 'Today or earlier; today by default.' }),
  })
  .meta({ id: 'NewSkillProgress', example: { level: 4, note: 'Led the migration' } })
