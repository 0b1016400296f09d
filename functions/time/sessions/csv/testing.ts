import { readTimeLog, type TimeLog } from './read'

export const lisbon = { time_zone: 'Europe/Lisbon', day_start_minute: 0 }

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
