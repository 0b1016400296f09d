import { z } from 'zod'
import { jsonColumn } from '../lib/stored'
import { cleanLine, nameKey } from '../lib/text'

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
