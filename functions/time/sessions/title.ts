import { firstCharacters } from '../../lib/text/text'

/** A session as it is named where people read; `focus_ends_at` is the planned end that it has or had. */
export type TitledSession = { title: string; focus_ends_at: number | null }

export const titleOf = ({ title, focus_ends_at }: TitledSession) =>
  title || (focus_ends_at === null ? 'Untitled session' : 'Focus')

/** The title where a project may stand in for it: empty for time without a title that was no focus. */
export const titleBesideProject = (session: TitledSession) =>
  session.focus_ends_at === null ? session.title : titleOf(session)

const shortLimit = 48

/** The beginning of a title, for a button or a toast of two lines. */
export const shortTitle = (title: string) => {
  const start = firstCharacters(title, shortLimit)
  return start === title ? title : `${firstCharacters(start, shortLimit - 1).trimEnd()}…`
}
