import { z } from 'zod'
import { dateInput, idInput, LocalDate } from '../../lib/api/values'
import { level, linksLimit, progressNote, type Skill, skillKind } from './schema'

const texts = z.array(z.string())

export const SkillJson = skillKind.Json.omit({ projects: true, plans: true })
  .extend({
    former_level: level.nullable().meta({ description: 'The previous level; null if it has had only one.' }),
    level_on: LocalDate.meta({ description: 'The local date since which it has this level.' }),
    last_used_date: LocalDate.nullable().meta({
      description: 'The later of `used_on` and the last session on its projects and plans.',
    }),
    project_count: z.int().meta({ description: 'Projects that use it, without deleted ones.' }),
    project_ids: texts,
    plan_ids: texts,
  })
  .meta({ id: 'Skill' })

export const skillsJson = (skills: Skill[]) =>
  skillKind.jsonsOf(skills).map((row) => ({ ...row, project_ids: row.projects, plan_ids: row.plans }))

const Ids = z
  .array(idInput, 'Enter the ids as a list')
  .max(linksLimit, `At most ${linksLimit}`)
  .transform((ids) => [...new Set(ids)])
  .meta({ maxItems: linksLimit })

/** Renames members of the API to column names. Missing members stay missing. */
const toColumns = <T extends { project_ids?: string[]; plan_ids?: string[] }>({
  project_ids,
  plan_ids,
  ...rest
}: T) => ({
  ...rest,
  ...(project_ids && { projects: project_ids }),
  ...(plan_ids && { plans: plan_ids }),
})

const links = { project_ids: Ids.optional(), plan_ids: Ids.optional() }

const examples = { create: { name: 'SQL', confidence_level: 3 }, patch: { confidence_level: 4 } }

const { create, patch } = skillKind.bodies(examples, links, links)

export const NewSkillBody = create.transform(toColumns)
export const SkillPatch = patch.transform(toColumns)

export const ProgressJson = z
  .object({ id: z.string(), level, note: z.string(), date: LocalDate })
  .meta({ id: 'SkillProgress' })

export const NewProgressBody = z
  .strictObject({
    level,
    note: progressNote.default(''),
    date: dateInput.optional().meta({ description: 'Today or earlier; today by default.' }),
  })
  .meta({ id: 'NewSkillProgress', example: { level: 4, note: 'Led the migration' } })
