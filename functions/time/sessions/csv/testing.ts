import { readTimeLog, type TimeLog } from './read'

type Reading = Partial<Parameters<typeof readTimeLog>[1]>

/** Reads a file, in UTC where no zone is given. Throws if it is refused. */
export const readLog = async (text: string, reading: Reading = {}): Promise<TimeLog> => {
  const log = await readTimeLog(text, { time_zone: 'UTC', day_start_minute: 0, ...reading })
  if ('problem' in log) throw new Error(log.problem)
  return log
}

/** Lines of rejected rows, with their reasons. */
export const reasonsIn = async (text: string, reading?: Reading) =>
  (await readLog(text, reading)).rejected.map(({ line, reason }) => [line, reason])

/** Things that an answer names as left out: `line: what`. */
export const leftOutOf = async (text: string, reading?: Reading) => {
  const { leftOut } = await readLog(text, reading)
  return leftOut.map(({ line, what }) => `${line}: ${what}`)
}

/** Sessions as `date start–end (seconds) project: title`, and rejected lines. */
export const sessionsOf = async (text: string, reading?: Reading) => {
  const { rows, rejected } = await readLog(text, reading)
  return [
    ...rows.map(({ started_at, ended_at, duration_seconds, project, title }) => {
      const [from, to] = [started_at, ended_at].map((at) => new Date(at).toISOString().slice(0, 16))
      const end = from?.slice(0, 10) === to?.slice(0, 10) ? to?.slice(11) : to
      return `${from}–${end} (${duration_seconds}) ${project ?? ''}: ${title}`
    }),
    ...rejected.map(({ line }) => `line ${line} rejected`),
  ]
}
