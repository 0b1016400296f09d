import { z } from 'zod'
import { dateInput, Instant, idInput, iso, LocalDate, seqInput, withLength } from '../lib/api/values'
import { filingMembers } from '../lib/resource/filing'
import {
  category,
  level,
  linksLimit,
  name,
  nameLimit,
  note,
  noteLimit,
  notes,
  notesLimit,
  relevance,
  type Skill,
  TeamList,
  teamsOf,
} from './schema'

export const SkillJson = z
  .object({
    id: z.string(),
    name: z.string(),
    category,
    confidence_level: level.meta({ description: '1 learning, 2 beginner, 3 intermediate, 4 proficient, 5 expert.' }),
    former_level: level.nullable().meta({ description: 'The level before; null while it has had one only.' }),
    level_on: LocalDate.meta({ description: 'The local date since which the level stands.' }),
    notes: z.string(),
    teams: z.array(z.object({ team_name: z.string(), relevance })),
    project_ids: z.array(z.string()),
    project_count: z.int().meta({ description: 'Projects that use it, without deleted ones.' }),
    plan_ids: z.array(z.string()),
    organization_id: z.string().nullable().meta({ description: 'Null without one, and while it is deleted.' }),
    used_on: LocalDate.nullable().meta({ description: 'A mark by hand.' }),
    last_used_date: LocalDate.nullable().meta({
      description: 'The latest of the mark by hand and the sessions on its projects and plans.',
    }),
    seq: z.int().meta({ description: 'The version; an edit may send it to detect conflicts.' }),
    updated_at: Instant,
  })
  .meta({ id: 'Skill' })

export const skillJson = ({
  teams,
  projects,
  plans,
  organization_name,
  organization_id,
  updated_at,
  ...skill
}: Skill) => ({
  ...skill,
  organization_id: organization_name === null ? null : organization_id,
  teams: teamsOf(teams),
  project_ids: projects,
  plan_ids: plans,
  updated_at: iso(updated_at),
})

const Ids = z
  .array(idInput, 'Enter the ids as a list')
  .max(linksLimit, `At most ${linksLimit}`)
  .transform((ids) => [...new Set(ids)])
  .meta({ maxItems: linksLimit })

const fields = {
  name: withLength(name, { minLength: 1, maxLength: nameLimit }),
  category: category.optional(),
  confidence_level: level.optional(),
  notes: withLength(notes, { maxLength: notesLimit }).optional(),
  teams: TeamList.optional(),
  project_ids: Ids.optional(),
  plan_ids: Ids.optional(),
  used_on: dateInput.nullable().optional(),
  organization_id: filingMembers.organization_id,
}

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

export const NewSkillBody = z
  .strictObject(fields)
  .transform(toColumns)
  .meta({ id: 'NewSkill', example: { name: 'SQL', confidence_level: 3 } })

export const SkillPatch = z
  .strictObject({ ...fields, name: fields.name.optional(), seq: seqInput })
  .transform(toColumns)
  .meta({ id: 'SkillPatch', example: { confidence_level: 4 } })

export const ProgressJson = z
  .object({ id: z.string(), level, note: z.string(), date: LocalDate })
  .meta({ id: 'SkillProgress' })

export const NewProgressBody = z
  .strictObject({
    level,
    note: withLength(note, { maxLength: noteLimit }).default(''),
    date: dateInput.optional().meta({ description: 'Today or earlier; today by default.' }),
  })
  .meta({ id: 'NewSkillProgress', example: { level: 4, note: 'Led the migration' } })
