import { z } from 'zod'
import { dateInput, LocalDate } from '../../lib/api/values'
import { jsonColumn, textsColumn } from '../../lib/db/sql'
import { choiceField, filingField, nameField, notesField } from '../../lib/resource/fields'
import { defineKind } from '../../lib/resource/kind'
import { dateOrNone, lineMember } from '../../lib/resource/members'
import { cleanLine, nameKey } from '../../lib/text/text'

const teamsLimit = 20
const teamNameLimit = 100

export const relevance = z.enum(['high', 'medium', 'low'], 'Choose high, medium or low')
export type Relevance = z.infer<typeof relevance>

const teamName = z
  .string('Enter a team')
  .transform(cleanLine)
  .pipe(z.string().min(1, 'Enter a team').max(teamNameLimit, `Use at most ${teamNameLimit} characters for a team`))

const Team = z.strictObject({ team_name: teamName, relevance })
type Team = z.output<typeof Team>

const isOnce = (teams: Team[]) => new Set(teams.map(({ team_name }) => nameKey(team_name))).size === teams.length

const Teams = z
  .array(Team, 'Enter the teams as a list')
  .max(teamsLimit, `At most ${teamsLimit} teams`)
  .refine(isOnce, 'Enter each team only once')

/** Teams as text in forms and comparisons, one per line: `Platform: high`. */
const teamText = (teams: Team[]) => teams.map((team) => `${team.team_name}: ${team.relevance}`).join('\n')

/** Reads a line: the team and, after the last colon, the relevance of the skill, which by default is `medium`. */
const teamOf = (line: string) => {
  const [, team_name = line, word = 'medium'] = /^(.*?)\s*:\s*([^:]*)$/.exec(line) ?? []
  return Team.safeParse({ team_name, relevance: cleanLine(word).toLowerCase() }).data
}

const linesOf = (text: string) =>
  text
    .split(/[\r\n]+/)
    .map(cleanLine)
    .filter(Boolean)

/** Parses the teams in a text of `teamText`. */
export const teamsOf = (text: string) => linesOf(text).flatMap((line) => teamOf(line) ?? [])

/** Typed teams, one per line, normalized by `teamText`. */
const TeamLines = z
  .string('Enter the teams, one per line')
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

/** Teams from the API as text, by `teamText`. */
const TeamList = Teams.transform(teamText).meta({ maxItems: teamsLimit })

/** Column with teams as JSON. */
const StoredTeams = jsonColumn(z.array(Team)).transform(teamText)

/** Maximum length in characters. */
export const skillNameLimit = 100
export const noteLimit = 500
export const skillNotesLimit = 5_000

/** Maximum number of projects and plans together that a skill is linked to. */
export const linksLimit = 100

export const categoryNames = { technical: 'Technical', soft_skill: 'Soft skills' }

export const levels = [1, 2, 3, 4, 5] as const
export type Level = (typeof levels)[number]

export const levelNames: Record<Level, string> = {
  1: 'Learning',
  2: 'Beginner',
  3: 'Intermediate',
  4: 'Proficient',
  5: 'Expert',
}

const noLevel = 'Choose a level from 1 to 5'

export const level = z.literal(levels, noLevel)

/** A level as submitted by a form. */
export const levelText = z
  .string(noLevel)
  .regex(/^[1-5]$/, noLevel)
  .transform(Number)
  .pipe(level)

/** A local date as submitted by a form; empty for no date. */
const dateText = dateOrNone('Enter a date that exists, as in 2026-03-08', true)

export const skillKind = defineKind(
  'skill',
  {
    name: nameField(skillNameLimit),
    confidence_level: {
      label: 'Level',
      column: level,
      member: levelText.optional(),
      input: level.optional(),
      json: level.meta({ description: '1 learning, 2 beginner, 3 intermediate, 4 proficient, 5 expert.' }),
      fresh: 1,
      names: levelNames,
      words: (level: Level) => levelNames[level],
      control: { as: 'radios', props: {} },
    },
    category: choiceField('Category', categoryNames, 'technical', 'Choose a category'),
    used_on: {
      label: 'Used on',
      column: z.string().nullable(),
      member: dateText.optional(),
      input: dateInput.nullable().optional(),
      json: LocalDate.nullable().meta({ description: 'The day on which it was last marked as used.' }),
      fresh: null,
      words: (date: string | null) => date ?? 'no date',
      control: { as: 'input', props: { type: 'date', isPast: true, hint: 'Besides its sessions' } },
    },
    organization_id: filingField('organization_id', { isPresent: true, isShort: true }),
    teams: {
      label: 'Teams that need it',
      short: 'Teams',
      /** One team per line, as in a form. */
      column: StoredTeams,
      member: TeamLines.optional(),
      input: TeamList.optional(),
      json: z.array(z.object({ team_name: z.string(), relevance })),
      jsonOf: ({ teams }) => teamsOf(String(teams)),
      stored: (text) => JSON.stringify(teamsOf(text)),
      fresh: '',
      words: (teams: string) => teams.replaceAll('\n', ', '),
      control: {
        as: 'input',
        isWhole: true,
        props: { type: 'textarea', wide: true, rows: 2, dir: 'auto', placeholder: 'Platform: high, one team per line' },
      },
    },
    notes: notesField(skillNotesLimit),
  },
  {
    /** The previous level; null if the level never changed. */
    former_level: level.nullable(),
    /** Local date on which the level was reached. */
    level_on: z.string(),
    /** Ids of the projects and plans that use it; some may be deleted. */
    projects: textsColumn,
    plans: textsColumn,
  },
)

export type SkillRow = z.output<typeof skillKind.Row>

/**
 * A skill with the name of its organization (null if it has none or it is deleted), the local date of its last use
 * (null if never used), and the number of projects that use it, without deleted ones.
 */
export const Skill = skillKind.Listed.extend({ last_used_date: z.string().nullable(), project_count: z.int() })
export type Skill = z.output<typeof Skill>

export type NewSkillValues = z.output<typeof skillKind.NewForm> & Partial<Pick<SkillRow, 'projects' | 'plans'>>

export const progressNote = lineMember(noteLimit, { none: 'Enter the note as text' })

/** An entry in the history of a level; `date` is a local date. */
export const ProgressEntry = z.object({ id: z.string(), level, note: z.string(), date: z.string() })
export type ProgressEntry = z.output<typeof ProgressEntry>

export const ProgressForm = z.object({ level: levelText, note: progressNote.default(''), date: dateText.default(null) })

/** A link as submitted by a form: `project:<id>` or `plan:<id>`. */
export const SkillLink = z
  .string()
  .regex(/^(project|plan):.{1,100}$/)
  .transform((text): { list: 'projects' | 'plans'; id: string } => ({
    list: text.startsWith('project:') ? 'projects' : 'plans',
    id: text.slice(text.indexOf(':') + 1),
  }))
export type SkillLink = z.output<typeof SkillLink>

/** Formats a link for `Link`. */
export const linkText = ({ list, id }: SkillLink) => `${list === 'projects' ? 'project' : 'plan'}:${id}`

/** Form that sets the local date of a skill's last use; empty for no date. */
export const LastUsedForm = z.object({ date: dateText })

export const Used = z.object({
  id: z.string(),
  name: z.string(),
  color: z.string().nullable(),
  deleted: z.int().transform(Boolean),
  last_session: z.string().nullable(),
})

export type Used = z.output<typeof Used>

export const UsedSkill = skillKind.Row.pick({ id: true, name: true, confidence_level: true })

export type UsedSkill = z.output<typeof UsedSkill>
