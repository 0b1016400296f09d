import { firstCharacters } from '../../lib/text/text'

/** Fields for the displayed title of a session. `focus_ends_at`: planned end of its focus, if it had one. */
export type TitledSession = { title: string; focus_ends_at: number | null }

export const sessionTitle = ({ title, focus_ends_at }: TitledSession) =>
  title || (focus_ends_at === null ? 'Untitled session' : 'Focus')

/** Title where the project is shown if there is none: empty for untitled time that was no focus. */
export const titleBesideProject = (session: TitledSession) =>
  session.focus_ends_at === null ? session.title : sessionTitle(session)

const shortLimit = 48

/** The beginning of a title, for a button or a toast of two lines. */
export const shortTitle = (title: string) => {
  const start = firstCharacters(title, shortLimit)
  return start === title ? title : `${firstCharacters(start, shortLimit - 1).trimEnd()}…`
}
