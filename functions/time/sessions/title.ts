import { firstCharacters } from '../../lib/text/text'

/** Members that determine a session's displayed title. `focus_ends_at`: planned end of its focus, if any. */
export type TitledSession = { title: string; focus_ends_at: number | null }

export const sessionTitle = ({ title, focus_ends_at }: TitledSession) =>
  title || (focus_ends_at === null ? 'Untitled session' : 'Focus')

/** Title to show next to a project; empty for an untitled session that was no focus. */
export const titleBesideProject = (session: TitledSession) =>
  session.focus_ends_at === null ? session.title : sessionTitle(session)

const shortLimit = 48

/** Beginning of a title, for a button or a short toast. */
export const shortTitle = (title: string) => {
  const start = firstCharacters(title, shortLimit)
  return start === title ? title : `${firstCharacters(start, shortLimit - 1).trimEnd()}…`
}
