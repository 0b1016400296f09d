import { z } from 'zod'
import { isDate } from '../../lib/days'
import { filedUnder, lineMember, requiredLine, seenVersion, textMember } from '../../lib/resource/members'
import { jsonColumn, textsColumn } from '../../lib/sql'
import { cleanLine, nameKey } from '../../lib/text'

export const teamsLimit = 20
const teamNameLimit = 100

export const relevance = z.enum(['high', 'medium', 'low'], 'Choose high, medium or low')
export type Relevance = z.infer<typeof relevance>

const teamName = z
  .string('Enter a team')
  .transform(cleanLine)
  .pipe(z.string().min(1, 'Enter a team').max(teamNameLimit, `Use at most ${teamNameLimit} characters for a team`))

const Team = z.strictObject({ team_name: teamName, relevance })
export type Team = z.output<typeof Team>

const isOnce = (teams: Team[]) => new Set(teams.map(({ team_name }) => nameKey(team_name))).size === teams.length

const Teams = z
  .array(Team, 'Enter the teams as a list')
  .max(teamsLimit, `At most ${teamsLimit} teams`)
  .refine(isOnce, 'Name each team once')

/** Teams as a form shows them and edits compare them, one a line: `Platform: high`. */
export const teamText = (teams: Team[]) => teams.map((team) => `${team.team_name}: ${team.relevance}`).join('\n')

/** Reads a line: the team, and after the last colon how much it needs the skill; `medium` without that. */
const teamOf = (line: string) => {
  const [, team_name = line, word = 'medium'] = /^(.*?)\s*:\s*([^:]*)$/.exec(line) ?? []
  return Team.safeParse({ team_name, relevance: cleanLine(word).toLowerCase() }).data
}

const linesOf = (text: string) =>
  text
    .split(/[\r\n]+/)
    .map(cleanLine)
    .filter(Boolean)

/** The teams in a text of `teamText`. */
export const teamsOf = (text: string) => linesOf(text).flatMap((line) => teamOf(line) ?? [])

/** Teams typed one a line, as the text that `teamText` makes of them. */
export const TeamLines = z
  .string('Enter the teams, one a line')
  .transform(linesOf)
  .pipe(
    z.array(
      z.string().transform((line, context) => {
        const team = teamOf(line)
        if (team) return team
        context.addIssue({
          code: 'custom',
          message: `Enter “${line.slice(0, 60)}” with high, medium or low, as in “Platform: high”`,
        })
        return z.NEVER
      }),
    ),
  )
  .pipe(Teams)
  .transform(teamText)

/** Teams of the API, as the same text. */
export const TeamList = Teams.transform(teamText).meta({ maxItems: teamsLimit })

/** Teams as they are stored: JSON. */
export const StoredTeams = jsonColumn(z.array(Team)).transform(teamText)

export const teamsJson = (text: string) => JSON.stringify(teamsOf(text))

/** In characters. */
export const nameLimit = 100
export const notesLimit = 5_000
export const noteLimit = 500

/** Projects and plans together that a skill is linked to. */
export const linksLimit = 100

export const category = z.enum(['technical', 'soft_skill'], 'Choose a category')

export const levels = [1, 2, 3, 4, 5] as const
export type Level = (typeof levels)[number]

const noLevel = 'Choose a level from 1 to 5'

export const level = z.literal(levels, noLevel)

/** A level as a form sends it. */
export const levelText = z
  .string(noLevel)
  .regex(/^[1-5]$/, noLevel)
  .transform(Number)
  .pipe(level)

export const filing = filedUnder('skills', 'organization_id')

export const SkillRow = z.object({
  id: z.string(),
  name: z.string(),
  category,
  confidence_level: level,
  /** The level before, null while it has had one only. */
  former_level: level.nullable(),
  /** Local date since which the level stands. */
  level_on: z.string(),
  notes: z.string(),
  /** One a line, as in a form. */
  teams: StoredTeams,
  /** Ids of the projects and plans that use it; some may be deleted. */
  projects: textsColumn,
  plans: textsColumn,
  /** Local date of a mark by hand. */
  used_on: z.string().nullable(),
  ...filing.columns,
  seq: z.int(),
  /** Epoch ms. */
  updated_at: z.int(),
})
export type SkillRow = z.output<typeof SkillRow>

/**
 * A skill with the name of its organization, null without one and while that is deleted; with the local date on which it was last
 * used, null for one that never was; and with how many projects use it, without those that are deleted.
 */
export const Skill = SkillRow.extend({
  ...filing.names,
  last_used_date: z.string().nullable(),
  project_count: z.int(),
})
export type Skill = z.output<typeof Skill>

export const name = requiredLine(nameLimit, {
  none: 'Enter a name',
  long: `Use at most ${nameLimit} characters for the name`,
})

export const notes = textMember(notesLimit, { none: 'Enter the notes as text' })

export const note = lineMember(noteLimit, { none: 'Enter the note as text' })

export const noDate = 'Enter a date that exists, as in 2026-03-08'

/** A local date as a form sends it; empty for none. */
const dateText = z
  .string(noDate)
  .trim()
  .refine((text) => text === '' || isDate(text), noDate)
  .transform((text) => text || null)

const fields = {
  name,
  category: category.optional(),
  confidence_level: levelText.optional(),
  teams: TeamLines.optional(),
  used_on: dateText.optional(),
  ...filing.fields,
  notes: notes.optional(),
}

export const NewSkillForm = z.object(fields)

export const SkillForm = z.object({ ...fields, seq: seenVersion('skill') })

export type NewSkillValues = Pick<SkillRow, 'name'> &
  Partial<
    Pick<
      SkillRow,
      'category' | 'confidence_level' | 'teams' | 'used_on' | 'notes' | 'organization_id' | 'projects' | 'plans'
    >
  >

/** One entry of the history of confidence; `date` is a local date. */
export const ProgressEntry = z.object({ id: z.string(), level, note: z.string(), date: z.string() })
export type ProgressEntry = z.output<typeof ProgressEntry>

export const ProgressForm = z.object({ level: levelText, note: note.default(''), date: dateText.default(null) })

/** A link as a form names it: `project:<id>` or `plan:<id>`. */
export const Link = z
  .string()
  .regex(/^(project|plan):.{1,100}$/)
  .transform((text): { list: 'projects' | 'plans'; id: string } => ({
    list: text.startsWith('project:') ? 'projects' : 'plans',
    id: text.slice(text.indexOf(':') + 1),
  }))
export type Link = z.output<typeof Link>

/** The text that `Link` reads. */
export const linkText = ({ list, id }: Link) => `${list === 'projects' ? 'project' : 'plan'}:${id}`

/** A mark that a skill was used on a local date, or on none. */
export const UsedOn = z.object({ date: dateText })
